import { v5 as uuidv5 } from 'uuid';
import {
  accountForPayee,
  accountForRail,
  accountsForBank,
  accountsForShare,
  accountsForSource,
  allocatedToLine,
  committed,
  fundsPutUp,
  type Share,
} from '../../src/budgets/index.ts';
import { type Actor, type Ledger, openLedger } from '../../src/ledger/index.ts';
import type { EntryDraft } from '../../src/ledger/rules/entry-draft.ts';
import {
  approvePaymentRun,
  type PaymentRun,
  type PlanPaymentRun,
  planPaymentRun,
  type RunDesk,
  releasePaymentRun,
  sendRunPayments,
  setUpRail,
  submitPaymentRun,
} from '../../src/payments/index.ts';
import { createAuthority } from '../../src/people/index.ts';
import { testDatabase } from './database.ts';
import { type ListedDueLines, type ListedPayees, listedDueLines, listedPayees } from './due-lines.ts';
import { type FakeRail, fakeRail } from './fake-rail.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** Says nothing. */
export const quiet = { debug: () => undefined, warn: () => undefined };

const NAMES = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';
export const uuidOf = (name: string): string => uuidv5(name, NAMES);

export const LINE: Share = {
  line: 'L9',
  source: 'childrens-social-care',
  financialYear: '2026-27',
  stream: 'CARE',
  costCentre: 'C2200',
  subjective: '5320',
};

/** A council with one line of 1,000.00, all of it promised, and the accounts that a payment passes through. */
export async function paymentBook(): Promise<{
  readonly store: Awaited<ReturnType<typeof testDatabase>>;
  readonly ledger: Ledger;
  readonly desk: RunDesk & { readonly dueLines: ListedDueLines; readonly payees: ListedPayees };
  readonly clock: ManualClock;
  readonly rail: FakeRail;
  readonly authorityId: number;
  as(name: string): Actor;
  post(id: string, entry: EntryDraft): Promise<void>;
  balance(account: string): Promise<bigint | undefined>;
  plan(name: string, change?: Partial<PlanPaymentRun>): PlanPaymentRun;
  /** Planned by one, submitted by a second and approved by a third. */
  approved(plan: PlanPaymentRun): Promise<PaymentRun>;
  /** Released, and sent by its rail. */
  pay(run: Pick<PaymentRun, 'runId'>): Promise<void>;
}> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock('2026-05-05T09:00:00Z');
  const created = await createAuthority(database, clock, { slug: 'testham', name: 'Testham Council' });
  if (!created.ok) throw new Error(created.refusal.code);
  const { authorityId } = created.value;
  const ledger = openLedger({ database, clock });
  const as = (name: string): Actor => ({ authorityId, principal: name });
  const accounts = [
    ...accountsForSource(LINE.source, LINE.financialYear),
    ...accountsForShare(LINE),
    ...accountsForBank('main'),
    accountForRail('bacs'),
    accountForPayee('payee-1'),
  ];
  await ledger.openPeriods(as('test'), [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]);
  await ledger.openAccounts(
    as('test'),
    accounts.map((account) => ({ ...account, opensOn: '2026-04-01' })),
  );
  const post = async (id: string, entry: EntryDraft): Promise<void> => {
    const [result] = await ledger.post(authorityId, [{ kind: 'entry', id: uuidOf(id), principal: 'test', entry }]);
    if (!result?.ok) throw new Error(JSON.stringify(result?.refusal));
  };
  const parts = [{ share: LINE, amount: 100_000n }];
  await post(
    'funds',
    fundsPutUp({ effectiveDate: '2026-04-01', source: LINE.source, financialYear: LINE.financialYear, amount: 500_000n }),
  );
  await post('allocated', allocatedToLine({ effectiveDate: '2026-04-01', parts }));
  await post('committed', committed({ effectiveDate: '2026-04-01', parts }));
  const rail = fakeRail('bacs');
  const desk = { database, ledger, clock, dueLines: listedDueLines(), payees: listedPayees(), rails: new Map([['bacs', rail]]) };
  const limits = { largestPayment: 1_000_000n, largestRun: 2_000_000n, plannedDaily: true };
  for (const code of ['bacs', 'manual']) {
    const settings = { rail: code, bank: 'main', settledBy: 'bank-statement' as const, ...limits };
    const set = await setUpRail(desk, as('test'), settings);
    if (!set.ok) throw new Error(set.refusal.code);
  }
  return {
    store,
    ledger,
    desk,
    clock,
    rail,
    approved: async (plan) => {
      const planned = await planPaymentRun(desk, as('maker'), plan);
      if (!planned.ok) throw new Error(planned.refusal.code);
      const submitted = await submitPaymentRun(desk, as('submitter'), planned.value);
      if (!submitted.ok) throw new Error(submitted.refusal.code);
      const approval = await approvePaymentRun(desk, as('checker'), planned.value);
      if (!approval.ok) throw new Error(approval.refusal.code);
      return planned.value;
    },
    pay: async ({ runId }) => {
      const released = await releasePaymentRun(desk, as('system'), { runId });
      if (!released.ok) throw new Error(released.refusal.code);
      const sent = await sendRunPayments(desk, as('system'), { runId, log: quiet });
      if (!sent.ok) throw new Error(sent.refusal.code);
    },
    authorityId,
    as,
    post,
    balance: async (account) => (await ledger.balances(authorityId, [account]))[0]?.balance,
    plan: (name, change = {}) => ({
      runId: uuidOf(name),
      payDate: '2026-05-06',
      rail: 'bacs',
      lines: [{ dueRef: `${name}:1`, kind: 'instalment', payee: 'payee-1', parts: [{ share: LINE, amount: 10_000n }] }],
      ...change,
    }),
  };
}
