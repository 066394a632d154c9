import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountDraft } from '../../src/ledger/accounts.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { type CallItem, callPost, type PreparedCommand } from '../../src/ledger/posting-call.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { ACCOUNTS, fund, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

/** The same in every run, so that the limits it must meet do not hang on luck. */
const KEPT_SEED = 20260515;
const RUNS = 10;
const CEILING = 100_00n;
const HELD = 10_00n;
const FUNDED = 50_00n;

const PLAIN = ['control', 'available', 'committed', 'bank', 'cash', 'advance', 'capped', 'own-money', 'own-funds'];
const accounts: readonly AccountDraft[] = [
  ...ACCOUNTS.filter(({ code }) => PLAIN.includes(code)),
  {
    code: 'books',
    class: 'expense',
    side: 'actual',
    normalSide: 'debit',
    opensOn: '2026-01-01',
    dimension: { share: 'L1', stream: 'EDUCATION' },
  },
  { code: 'taxis', class: 'expense', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01', dimension: { share: 'L2' } },
];
const codes = accounts.map(({ code }) => code);

/** All that a call writes, and not the tables that hold what was there before it. */
const TABLES = [
  'ledger.entries',
  'ledger.postings',
  'ledger.account_balances',
  'ledger.day_totals',
  'ledger.blocks',
  'ledger.audit_events',
  'ledger.entry_metadata',
  'ledger.watches',
  'ledger.crossings',
  'platform.outbox',
];

const clock = manualClock('2026-05-15T10:00:00Z');
let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock });
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

interface Part {
  readonly pair: readonly [debit: string, credit: string];
  /** `all`: to the limit exactly. */
  readonly wish: bigint | 'all';
  readonly dimensions: readonly [number, number];
}

const part: fc.Arbitrary<Part> = fc.record({
  pair: fc.constantFrom<(readonly [string, string])[]>(
    ['control', 'available'],
    ['available', 'committed'],
    ['available', 'committed'],
    ['committed', 'available'],
    ['bank', 'cash'],
    ['cash', 'bank'],
    ['capped', 'cash'],
    ['capped', 'bank'],
    ['cash', 'capped'],
    ['books', 'bank'],
    ['taxis', 'bank'],
    ['own-money', 'own-funds'],
  ),
  wish: fc.oneof(fc.bigInt({ min: 1n, max: 30_00n }), fc.constant('all' as const)),
  dimensions: fc.tuple(fc.constantFrom(0, 0, 1, 2), fc.constantFrom(0, 0, 1, 2)),
});

interface Draft {
  readonly parts: readonly Part[];
  readonly effectiveDate: PlainDate;
  readonly principal: string;
  readonly reference: string | undefined;
  readonly description: string | undefined;
  readonly topic: string | undefined;
  readonly metadata: string | undefined;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 4 }),
  effectiveDate: fc.constantFrom<PlainDate[]>('2026-05-15', '2026-05-15', '2026-05-20', '2026-04-10', '2026-07-31'),
  principal: fc.constantFrom('officer-1', 'officer-1', 'Officer-2'),
  reference: fc.constantFrom(undefined, undefined, 'INV-1', 'a "quoted", \\ reference'),
  description: fc.constantFrom(undefined, 'a test', 'Łucja’s, “books” {NULL}'),
  topic: fc.constantFrom(undefined, undefined, undefined, 'test.posted'),
  metadata: fc.constantFrom(undefined, undefined, undefined, '{"why": "a test", "a": [1, null]}'),
});
const calls = fc.array(
  fc.record({
    drafts: fc.array(draft, { minLength: 1, maxLength: 10 }),
    onePrincipal: fc.boolean(),
    bare: fc.boolean(),
  }),
  { minLength: 2, maxLength: 5 },
);

const met = { floor: 0, ceiling: 0, crossings: 0 };

/** Keeps to the limits at every leg and meets some of them, so that nothing keeps the call from being posted at once. */
function limitedTo(standing: Map<string, bigint>, { pair: [debit, credit], wish }: Part): readonly [string, string, bigint] {
  const of = (account: string) => standing.get(account) ?? 0n;
  const room = (account: string) =>
    account === 'available' ? -of('available') - HELD : account === 'capped' ? CEILING - of('capped') : undefined;
  const most = room(debit);
  // No room: the money goes back the other way.
  if (most === 0n) return limitedTo(standing, { pair: [credit, debit], wish, dimensions: [0, 0] });
  const amount = most === undefined ? (wish === 'all' ? 7n : wish) : wish === 'all' || wish > most ? most : wish;
  standing.set(debit, of(debit) + amount);
  standing.set(credit, of(credit) - amount);
  if (amount === most) met[debit === 'available' ? 'floor' : 'ceiling'] += 1;
  return [debit, credit, amount];
}

function commandsOf(drafts: readonly Draft[], standing: Map<string, bigint>, ids: ReadonlyMap<string, number>): PreparedCommand[] {
  return drafts.map(({ parts, ...rest }) => {
    const id = randomUUID();
    const legs = parts.flatMap((each) => {
      const [debit, credit, amount] = limitedTo(standing, each);
      return [
        { accountId: ids.get(debit) as number, amount, dimensionId: each.dimensions[0] },
        { accountId: ids.get(credit) as number, amount: -amount, dimensionId: each.dimensions[1] },
      ];
    });
    return { ...rest, id, kind: 1, currency: 'GBP', fingerprint: createHash('sha256').update(id).digest(), legs };
  });
}

/** A way to the book that tells whether a call was posted as one set: then it is answered without outcomes. */
function listening(database: Database): { readonly database: Database; readonly atOnce: boolean[] } {
  const atOnce: boolean[] = [];
  const query = async (statement: { name: string; text: string; values: unknown[] }) => {
    const result = await database.pool.query(statement);
    atOnce.push(result.rows[0]?.outcomes === null);
    return result;
  };
  return { database: { ...database, pool: { query } as unknown as Database['pool'] }, atOnce };
}

/** Of a row only what names the book itself, is drawn by chance or is a hash over those is left out. */
const rowsOf = (book: TestBook) =>
  admin.rows<{ name: string; row: string }>(
    `${TABLES.map(
      (name) => `select '${name}' as name,
        (to_jsonb(t) - array['authority_id', 'audit_digest', 'previous_hash', 'hash', 'outbox_id'] #- '{detail,authority_id}' #- '{detail,account,authority_id}')::text as row
        from ${name} t where authority_id = $1`,
    ).join(' union all ')} order by name, row`,
    [book.authorityId],
  );

async function preparedBook(ids: {
  readonly funds: string;
  readonly hold: string;
  readonly watches: readonly [string, string];
}): Promise<TestBook> {
  const book = await newBook(ledger, accounts);
  await book.posted({ ...fund(FUNDED), id: ids.funds });
  await book.posted({
    kind: 'hold',
    id: ids.hold,
    principal: 'officer-1',
    debit: 'available',
    credit: 'committed',
    amount: HELD,
    effectiveDate: '2026-05-15',
  });
  const [low, high] = ids.watches;
  await ledger.addWatch(book.actor, {
    watchId: low,
    account: 'available',
    metric: 'available',
    direction: 'below',
    bound: 5_00n,
    clearBound: 8_00n,
    label: 'low',
  });
  await ledger.addWatch(book.actor, {
    watchId: high,
    account: 'capped',
    metric: 'balance',
    direction: 'above',
    bound: 60_00n,
    clearBound: 50_00n,
    label: 'high',
  });
  return book;
}

it('posts plain entries as one set or one after another with the same rows and the same answers', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (drawn) => {
      const ids = { funds: randomUUID(), hold: randomUUID(), watches: [randomUUID(), randomUUID()] as const };
      const together = await preparedBook(ids);
      const inOrder = await preparedBook(ids);
      const known = await admin.rows<{ code: string; account_id: number }>(
        'select code, account_id from ledger.accounts where authority_id = $1 and code = any ($2)',
        [together.authorityId, codes],
      );
      const accountIds = new Map(known.map((row) => [row.code, row.account_id]));
      const standing = new Map([['available', -FUNDED]]);
      const { database, atOnce } = listening(store.database);
      for (const { drafts, onePrincipal, bare } of drawn) {
        clock.advance(1_000);
        const commands = commandsOf(
          drafts.map((each) => ({
            ...each,
            ...(onePrincipal && { principal: 'officer-1' }),
            ...(bare && { topic: undefined, metadata: undefined }),
          })),
          standing,
          accountIds,
        );
        const plain: CallItem[] = commands.map((command) => ({ command, link: 0 }));
        // A link to nothing binds no entries together, and only the ordered judge knows links.
        const alone: CallItem[] = commands.map((command, n) => ({ command, link: n + 1 }));
        const answers = await callPost(database, together.authorityId, clock.now(), plain);
        expect(answers.map(({ outcome }) => outcome)).toEqual(commands.map(() => 'posted'));
        expect(await callPost(database, inOrder.authorityId, clock.now(), alone)).toEqual(answers);
      }
      expect(atOnce).toEqual(drawn.flatMap(() => [true, false]));
      const rows = await rowsOf(together);
      met.crossings += rows.filter(({ name }) => name === 'ledger.crossings').length;
      expect(await rowsOf(inOrder)).toEqual(rows);
    }),
    { seed: KEPT_SEED, numRuns: RUNS, endOnFailure: true },
  );
  expect(met.floor).toBeGreaterThan(20);
  expect(met.ceiling).toBeGreaterThan(10);
  expect(met.crossings).toBeGreaterThan(10);
});
