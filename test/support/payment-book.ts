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
import type { PaymentDesk, PlanPaymentRun } from '../../src/payments/index.ts';
import { createAuthority } from '../../src/people/index.ts';
import { testDatabase } from './database.ts';
import { manualClock } from './manual-clock.ts';

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
  readonly desk: PaymentDesk;
  readonly authorityId: number;
  as(name: string): Actor;
  post(id: string, entry: EntryDraft): Promise<void>;
  balance(account: string): Promise<bigint | undefined>;
  plan(name: string, change?: Partial<PlanPaymentRun>): PlanPaymentRun;
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
  return {
    store,
    ledger,
    desk: { database, ledger, clock },
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
