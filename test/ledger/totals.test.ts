import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountDraft } from '../../src/ledger/accounts.ts';
import type { AsOf } from '../../src/ledger/index.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

const opensOn = '2026-01-01' as const;
const SHARES = ['L1:icb:2026-27', 'L2:icb:2026-27', 'L3:grant:2027-28'];
const dimensionOf = (share: string) => {
  const [, source = '', financialYear = ''] = share.split(':');
  return { share, stream: source === 'icb' ? ('HEALTH' as const) : ('CARE' as const), source, financialYear };
};
const accounts: readonly AccountDraft[] = [
  { code: 'bank', class: 'asset', side: 'actual', normalSide: 'debit', opensOn },
  { code: 'council-cash', class: 'equity', side: 'actual', normalSide: 'credit', opensOn },
  ...SHARES.flatMap((share): AccountDraft[] => {
    const dimension = dimensionOf(share);
    return [
      { code: `share:${share}:available`, class: 'liability', side: 'budget', normalSide: 'credit', opensOn, dimension },
      { code: `share:${share}:paid`, class: 'liability', side: 'budget', normalSide: 'credit', opensOn, dimension },
      { code: `expense:${share}`, class: 'expense', side: 'actual', normalSide: 'debit', opensOn, dimension },
    ];
  }),
];

let store: TestDatabase;
let clock: ManualClock;
let book: TestBook;

beforeAll(async () => {
  store = await testDatabase();
  clock = manualClock('2026-04-10T09:00:00.000Z');
  book = await newBook(openLedger({ database: store.database, clock }), accounts);
});
afterAll(() => store.close());

const move = (from: string, to: string, amount: bigint, effectiveDate: PlainDate) => ({
  kind: 'entry' as const,
  id: randomUUID(),
  principal: 'officer-1',
  entry: {
    effectiveDate,
    description: 'a test',
    postings: [
      { account: from, amount },
      { account: to, amount: -amount },
    ],
  },
});

/** The same totals, added up here from the balance of each account by itself. */
async function addedUp(asOf?: AsOf): Promise<Record<string, bigint>> {
  const named = accounts.filter(({ dimension }) => dimension !== undefined);
  const balances = new Map(
    (
      await book.ledger.balances(
        book.authorityId,
        named.map(({ code }) => code),
        asOf,
      )
    ).map(({ account, balance }) => [account, balance]),
  );
  const sums: Record<string, bigint> = {};
  for (const { code, dimension } of named) {
    const parts = code.split(':');
    const key = [parts[0], parts.at(-1), dimension?.stream, dimension?.source, dimension?.financialYear].join(' ');
    sums[key] = (sums[key] ?? 0n) + (balances.get(code) ?? 0n);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0n));
}

async function totals(asOf?: AsOf): Promise<Record<string, bigint>> {
  const rows = await book.ledger.totals(book.authorityId, asOf);
  return Object.fromEntries(
    rows.flatMap(({ head, tail, stream, source, financialYear, balance }) =>
      balance === 0n ? [] : [[[head, tail, stream, source, financialYear].join(' '), balance]],
    ),
  );
}

describe('the totals of a book', () => {
  it('are the sums of its accounts: now, on any date across a closed period, and as it was known', async () => {
    const [first = '', second = '', third = ''] = SHARES;
    await book.posted(
      move(`share:${first}:paid`, `share:${first}:available`, 500n, '2026-04-03'),
      move(`share:${second}:paid`, `share:${second}:available`, 70n, '2026-05-01'),
      move(`expense:${first}`, 'bank', 40n, '2026-04-20'),
      move(`expense:${third}`, 'bank', 9n, '2026-06-30'),
    );
    const before = clock.now();
    clock.advance(60_000);
    await book.ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await book.posted(move(`expense:${second}`, 'bank', 300n, '2026-05-31'), move('bank', 'council-cash', 1_000n, '2026-05-31'));
    for (const effectiveDate of ['2026-04-02', '2026-04-30', '2026-05-01', '2026-05-31', '2026-07-01'] as const) {
      expect(await totals({ effectiveDate })).toEqual(await addedUp({ effectiveDate }));
    }
    expect(await totals({ recordedAt: before })).toEqual(await addedUp({ recordedAt: before }));
    expect(await totals()).toEqual(await addedUp());
    expect(await totals()).toEqual({
      'share available HEALTH icb 2026-27': 570n,
      'share paid HEALTH icb 2026-27': -570n,
      'expense 2026-27 HEALTH icb 2026-27': 340n,
      'expense 2027-28 CARE grant 2027-28': 9n,
    });
  });

  it('are of one authority', async () => {
    const other = await newBook(book.ledger, accounts);
    expect(await other.ledger.totals(other.authorityId)).toEqual([]);
  });
});
