import { randomBytes, randomUUID } from 'node:crypto';
import type { BudgetRoom, LineDraft } from '../../src/budgets/index.ts';
import { committed, keyedRequest, registerSource, setSourceYear } from '../../src/budgets/index.ts';
import { type NewPlan, openPlan } from '../../src/budgets/plans/open-plan.ts';
import { type Ledger, openLedger } from '../../src/ledger/index.ts';
import { addPerson, createAuthority } from '../../src/people/index.ts';
import { openFamily } from '../../src/people/records/open-family.ts';
import type { FinancialYear } from '../../src/platform/calendar/financial-year.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import type { Caller, Standing } from '../../src/platform/http/operation.ts';
import { readKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { must } from '../people/example-family.ts';
import { testDatabase } from '../support/database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

export const SOURCES = [
  {
    sourceCode: 'high-needs-block',
    stream: 'EDUCATION',
    kind: 'high-needs',
    name: 'High needs block',
    costCentre: 'E4100',
    subjective: '5310',
  },
  {
    sourceCode: 'childrens-social-care',
    stream: 'CARE',
    kind: 'childrens-social-care',
    name: "Children's social care",
    costCentre: 'C2200',
    subjective: '5320',
  },
  {
    sourceCode: 'icb-continuing-care',
    stream: 'HEALTH',
    kind: 'icb',
    name: 'ICB continuing care',
    costCentre: 'H3300',
    subjective: '5330',
    partnerCode: 'northmoor-icb',
  },
] as const;

/** A council with three sources and one family, whose plan is played: what a plan says is another part's to keep. */
export interface BudgetBook {
  readonly store: Awaited<ReturnType<typeof testDatabase>>;
  readonly clock: ManualClock;
  readonly ledger: Ledger;
  readonly desk: BudgetRoom;
  readonly authorityId: number;
  readonly familyId: string;
  readonly childId: string;
  readonly planId: string;
  on(date: PlainDate): void;
  officer: Caller;
  approver: Caller;
  key(name: string, asked?: unknown): ReturnType<typeof keyedRequest>;
  putUp(sourceCode: string, financialYear: FinancialYear, amount: bigint, more?: { indicative?: boolean; ifMatch?: string }): Promise<void>;
  /** Promises so much of a line of children's social care for 2026-27. */
  commit(lineCode: string, amount: bigint): Promise<void>;
  balance(code: string, effective?: PlainDate): Promise<bigint>;
  close(): Promise<void>;
}

export async function budgetBook({
  plan: planned = {},
  ledgerFaults,
}: {
  plan?: Partial<NewPlan>;
  ledgerFaults?: (ledger: Ledger) => Ledger;
} = {}): Promise<BudgetBook> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock('2026-04-01T09:00:00.000Z');
  let today: PlainDate = '2026-04-01';
  const { authorityId } = must(await createAuthority(database, clock, { slug: 'northmoor', name: 'Northmoor Council' }));
  const real = openLedger({ database, clock });
  const ledger = ledgerFaults?.(real) ?? real;
  const keyRing = readKeyRing(`test:${randomBytes(32).toString('base64')}`);
  if (keyRing === undefined) throw new Error('a drawn key ring must be readable');
  const desk: BudgetRoom = {
    database,
    clock,
    keyRing,
    ledger,
    businessDate: async () => today,
  };
  const person = (principal: string, standing: Omit<Standing, 'standingId'>): Caller => ({
    kind: 'person',
    principal,
    authorityId,
    scopes: [],
    standings: [{ ...standing, standingId: randomUUID() }],
    requestId: 'a-request',
  });
  const officer = person('officer-1', { role: 'finance-officer' });
  const { familyId } = await openFamily({ database, clock, keyRing }, officer, { name: 'Example' });
  const { personId: childId } = must(
    await addPerson(desk, officer, familyId, { kind: 'young-person', bornOn: '2014-05-14', details: { name: 'Alex' } }),
  );
  const opening = {
    childId,
    planType: 'EHC_PLAN',
    startsOn: '2026-01-01',
    settingKind: 'mainstream',
    element2Held: false,
    ...planned,
  } as const;
  const { planId } = must(await openPlan(desk, officer, familyId, opening));
  const years = ['2026', '2027'].flatMap((year) =>
    Array.from({ length: 12 }, (_, index) => `${index < 9 ? year : Number(year) + 1}-${String(((index + 3) % 12) + 1).padStart(2, '0')}`),
  );
  must(
    await real.openPeriods(
      { authorityId, principal: 'test' },
      years.map((month) => ({ periodId: month, firstDay: `${month}-01` as PlainDate, lastDay: lastOf(month) })),
    ),
  );
  for (const source of SOURCES) must(await registerSource(desk, officer, source));
  const key: BudgetBook['key'] = (name, asked = name) => keyedRequest(officer, 'test', name, asked);
  return {
    store,
    clock,
    ledger: real,
    desk,
    authorityId,
    familyId,
    childId,
    planId,
    officer,
    approver: person('approver-1', { role: 'approver', limit: 10_000_000n }),
    key,
    on: (date) => {
      today = date;
      clock.set(`${date}T09:00:00.000Z`);
    },
    putUp: async (sourceCode, financialYear, amount, { indicative = false, ifMatch = '0' } = {}) => {
      const command = { sourceCode, financialYear, amount, indicative, effectiveOn: today, ifMatch };
      must(await setSourceYear(desk, officer, command, key(randomUUID(), command)));
    },
    commit: async (lineCode, amount) => {
      const share = {
        line: lineCode,
        source: 'childrens-social-care',
        financialYear: '2026-27',
        stream: 'CARE',
        costCentre: 'C2200',
        subjective: '5320',
      } as const;
      const entry = committed({ effectiveDate: today, parts: [{ share, amount }] });
      const [posted] = await real.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry }]);
      if (!posted?.ok) throw new Error(posted?.refusal.code);
    },
    balance: async (code, effective) =>
      (await real.balances(authorityId, [code], effective === undefined ? undefined : { effectiveDate: effective }))[0]?.balance ?? 0n,
    close: async () => {
      await real.drain();
      await store.close();
    },
  };
}

function lastOf(month: string): PlainDate {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}` as PlainDate;
}

/** A plain line of one source; every test says what is special about its own. */
export function lineDraft(change: Partial<LineDraft> & Pick<LineDraft, 'amount'>): LineDraft {
  return {
    kind: 'personal-assistant',
    stream: 'CARE',
    educatesOrTrains: false,
    mechanism: 'DIRECT_PAYMENT',
    premises: false,
    from: '2026-04-01',
    until: '2027-03-31',
    contingency: 0n,
    termTimeOnly: false,
    yearCut: 'months',
    sources: [{ sourceCode: 'childrens-social-care', percent: '100' }],
    words: { title: 'Personal assistant', what: 'Help on weekday afternoons', why: 'To meet friends' },
    ...change,
  };
}
