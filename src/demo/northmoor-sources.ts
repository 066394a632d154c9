import { type BudgetRoom, keyedRequest, registerSource, setSourceYear } from '../budgets/index.ts';
import type { FinancialYear } from '../platform/calendar/financial-year.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Caller } from '../platform/http/operation.ts';
import { CONTINUING_CARE, HIGH_NEEDS, PARTNER, pounds, SOCIAL_CARE } from './northmoor-budget.ts';
import { requireAccepted } from './require-accepted.ts';

const SOURCES = [
  { ...HIGH_NEEDS, kind: 'high-needs', name: 'High needs block' },
  { ...SOCIAL_CARE, kind: 'childrens-social-care', name: "Children's social care" },
  { ...CONTINUING_CARE, kind: 'icb', name: "Northmoor ICB, children's continuing care", partnerCode: PARTNER },
] as const;

/** The three funders as the council registers them, and what each puts up for the year. */
export async function putUpNorthmoorSources(room: BudgetRoom, officer: Caller, effectiveOn: PlainDate): Promise<void> {
  for (const { source: sourceCode, ...facts } of SOURCES) {
    const registered = await registerSource(room, officer, { sourceCode, ...facts });
    if (!registered.ok && registered.refusal.code !== 'source-exists') requireAccepted('source', registered);
  }
  await putUp(room, officer, { sourceCode: HIGH_NEEDS.source, financialYear: '2026-27', amount: pounds('20000.00'), effectiveOn });
  await putUp(room, officer, { sourceCode: SOCIAL_CARE.source, financialYear: '2026-27', amount: pounds('30000.00'), effectiveOn });
  await putUp(room, officer, { sourceCode: CONTINUING_CARE.source, financialYear: '2026-27', amount: pounds('15000.00'), effectiveOn });
}

/** Indicative until next year's settlement: five months of the tutor's line are booked on it all the same. */
export async function putUpNextYear(room: BudgetRoom, officer: Caller, effectiveOn: PlainDate): Promise<void> {
  const command = { sourceCode: HIGH_NEEDS.source, financialYear: '2027-28', amount: pounds('20000.00'), effectiveOn } as const;
  await putUp(room, officer, { ...command, indicative: true });
}

interface PutUp {
  readonly sourceCode: string;
  readonly financialYear: FinancialYear;
  readonly amount: bigint;
  readonly effectiveOn: PlainDate;
  readonly indicative?: boolean;
}

/** Under one key, so that it is put up once however often the demo is played. */
async function putUp(room: BudgetRoom, officer: Caller, { indicative = false, ...asked }: PutUp): Promise<void> {
  const command = { ...asked, indicative, ifMatch: '0' };
  const key = `demo ${asked.sourceCode} ${asked.financialYear}`;
  requireAccepted(
    'source year',
    await setSourceYear(room, officer, command, keyedRequest(officer, 'budgets.set-source-year', key, command)),
  );
}
