import { randomUUID } from 'node:crypto';
import {
  accountForPayee,
  agreeBudget,
  committed,
  findLine,
  goLive,
  type LineDraft,
  requestBudget,
  setLines,
  sharesOfLine,
  splitOverShares,
} from '../../../src/budgets/index.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import { instalmentReleased, spendingShown } from '../../../src/payments/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, lineDraft } from '../budget-book.ts';

const care = { sourceCode: 'childrens-social-care', percent: '100' };

/** The four lines of design/worked-example.md. */
const NORTHMOOR_LINES: readonly LineDraft[] = [
  lineDraft({
    lineCode: 'L1',
    kind: 'tuition',
    stream: 'EDUCATION',
    educatesOrTrains: true,
    amount: 1_200_000n,
    from: '2026-09-01',
    until: '2027-08-31',
    sources: [{ sourceCode: 'high-needs-block', percent: '100' }],
    words: { title: 'Specialist tutor', what: 'A tutor at home', why: 'To read with confidence' },
  }),
  lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n, sources: [care] }),
  lineDraft({
    lineCode: 'L3',
    kind: 'nursing',
    stream: 'HEALTH',
    mechanism: 'THIRD_PARTY',
    amount: 520_000n,
    sources: [{ sourceCode: 'icb-continuing-care', percent: '100' }],
    words: { title: 'Nurse-led care at home', what: 'A nurse at home', why: 'To stay well at home' },
  }),
  lineDraft({
    lineCode: 'L4',
    kind: 'night-stay',
    mechanism: 'ARRANGEMENT',
    amount: 546_000n,
    costing: { unit: 'night', units: '26', rate: 21_000n, vatCode: 'exempt' },
    sources: [
      { sourceCode: 'childrens-social-care', percent: '60' },
      { sourceCode: 'icb-continuing-care', percent: '40' },
    ],
    words: { title: 'Overnight short breaks', what: 'Nights away', why: 'To be with other young people' },
  }),
];

/** Where each line stands at the end of 31 December 2026, in pence: promised in all, paid in all, shown as spent. */
export const NORTHMOOR_YEAR = [
  { lineCode: 'L1', promised: 1_200_000n, paid: 500_000n, spent: 400_000n },
  { lineCode: 'L2', promised: 993_846n, paid: 763_077n, spent: 650_000n },
  { lineCode: 'L3', promised: 520_000n, paid: 433_333n, spent: 390_000n },
  { lineCode: 'L4', promised: 546_000n, paid: 462_000n, spent: 462_000n },
] as const;

/** Requested, written down, agreed by a second person and live. */
export async function liveBudget(book: BudgetBook, lines: readonly LineDraft[] = NORTHMOOR_LINES): Promise<{ readonly budgetId: string }> {
  const { desk, officer, approver, familyId, planId, key } = book;
  const terms = { planId, from: '2026-04-01', until: '2027-08-31', familyWords: 'We would like help at home.' } as const;
  const { budgetId } = must(await requestBudget(desk, officer, familyId, terms));
  const asRead = { familyId, budgetId, ifMatch: '*' };
  const reasons = 'As agreed with the family.';
  must(await setLines(desk, officer, asRead, { lines, leftOut: [], reasons }));
  must(await agreeBudget(desk, approver, asRead, { reasons }, key(randomUUID())));
  must(await goLive(desk, officer, asRead, { reasons, withoutSignatures: 'Support starts at once.' }));
  return { budgetId };
}

export async function putUpForNorthmoor({ putUp }: BudgetBook): Promise<void> {
  await putUp('high-needs-block', '2026-27', 5_000_000n);
  await putUp('high-needs-block', '2027-28', 5_000_000n, { indicative: true });
  await putUp('childrens-social-care', '2026-27', 5_000_000n);
  await putUp('icb-continuing-care', '2026-27', 5_000_000n);
}

/** Promised, paid and shown as spent on a line, cut over the shares of this year where it has two. */
export async function playLine(
  { desk, authorityId }: BudgetBook,
  { lineCode, promised, paid, spent }: (typeof NORTHMOOR_YEAR)[number],
  on: { readonly promised: PlainDate; readonly paid: PlainDate; readonly spent: PlainDate },
): Promise<void> {
  const { database, ledger } = desk;
  const actor = { authorityId, principal: 'officer-1' };
  const { all, thisYear } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const line = await findLine(tx, authorityId, lineCode);
    if (line === undefined) throw new Error(`There is no line ${lineCode}.`);
    const shares = await sharesOfLine(tx, authorityId, line);
    return { all: shares, thisYear: shares.filter(({ share }) => share.financialYear === '2026-27') };
  });
  must(await ledger.openAccounts(actor, [{ ...accountForPayee(lineCode), opensOn: '2026-04-01' }]));
  const post = async (entry: EntryDraft) => {
    const [result] = await ledger.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'officer-1', entry }]);
    if (!result?.ok) throw new Error(`refused: ${JSON.stringify(result?.refusal)}`);
  };
  const parts = (shares: typeof all, amount: bigint) => splitOverShares(shares, { before: 0n, amount });
  await post(committed({ effectiveDate: on.promised, parts: parts(all, promised) }));
  await post(instalmentReleased({ effectiveDate: on.paid, payee: lineCode, parts: parts(thisYear, paid) }));
  await post(spendingShown({ effectiveDate: on.spent, parts: parts(thisYear, spent) }));
}
