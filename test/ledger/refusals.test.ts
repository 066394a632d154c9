import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand, PlaceHold, PostHold, ReleaseHold, ReverseEntry, Sweep } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { callPost, type PreparedCommand } from '../../src/ledger/posting-call.ts';
import { type LedgerCode, ledgerProblems } from '../../src/ledger/refusals.ts';
import type { Result } from '../../src/platform/result.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { codeOf, commit, deposit, entry, fund, newBook, type TestBook } from '../support/book.ts';
import { bookDigest } from '../support/book-digest.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const clock = manualClock('2026-05-15T10:00:00Z');
const NUL = String.fromCharCode(0);
const TEN_TRILLION = 10n ** 15n;

let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
const seen = new Set<string>();

beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock });
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

/** Asks for something that must be refused, and holds the database to it that nothing was stored. */
async function refusesAll(work: () => Promise<string[]>, codes: readonly LedgerCode[]): Promise<void> {
  const before = await bookDigest(admin);
  const given = await work();
  expect(given).toEqual(codes);
  expect(await bookDigest(admin)).toEqual(before);
  for (const code of given) seen.add(code);
}

function refuses(promise: string, code: LedgerCode, ask: (book: TestBook) => LedgerCommand | Promise<LedgerCommand>): void {
  it(`${promise}: ${code}`, async () => {
    const book = await newBook(ledger);
    const command = await ask(book);
    await refusesAll(() => book.codes([command]), [code]);
  });
}

function refusesDoing(
  promise: string,
  code: LedgerCode,
  prepare: (book: TestBook) => Promise<() => Promise<Result<unknown, { code: LedgerCode }>>>,
): void {
  it(`${promise}: ${code}`, async () => {
    const act = await prepare(await newBook(ledger));
    await refusesAll(async () => {
      const result = await act();
      return result.ok ? ['accepted'] : [result.refusal.code];
    }, [code]);
  });
}

const command = { principal: 'officer-1', effectiveDate: '2026-05-15' } as const;
const hold = (amount: bigint, more: Partial<PlaceHold> = {}): PlaceHold => ({
  ...command,
  id: randomUUID(),
  kind: 'hold',
  debit: 'available',
  credit: 'committed',
  amount,
  ...more,
});
const postHold = (holdId: string, more: Partial<PostHold> = {}): PostHold => ({
  ...command,
  id: randomUUID(),
  kind: 'hold-post',
  holdId,
  ...more,
});
const release = (kind: ReleaseHold['kind'], holdId: string): ReleaseHold => ({ ...command, id: randomUUID(), kind, holdId });
const reversal = (reverses: string, more: Partial<ReverseEntry> = {}): ReverseEntry => ({
  ...command,
  id: randomUUID(),
  kind: 'reversal',
  reverses,
  ...more,
});
const sweep = (from: string, to: string, atMost: bigint): Sweep => ({ ...command, id: randomUUID(), kind: 'sweep', from, to, atMost });

/** The book has funds, and this command is in it. */
async function inBook<C extends LedgerCommand>(book: TestBook, given: C): Promise<C> {
  await book.posted(fund(100_00n), given);
  return given;
}

describe('the book refuses an entry and stores nothing of it', () => {
  refuses('when debits and credits differ', 'entry-unbalanced', () =>
    entry([
      ['bank', 100n],
      ['cash', -99n],
    ]),
  );
  refuses('when it balances in all but not on each side', 'entry-unbalanced', () =>
    entry([
      ['control', 100n],
      ['cash', -100n],
    ]),
  );
  refuses('when one side balances and another does not', 'entry-unbalanced', () =>
    entry([
      ['control', 100n],
      ['available', -100n],
      ['bank', 1n],
      ['own-funds', -1n],
    ]),
  );
  refuses('with a single posting', 'entry-too-few-postings', () => entry([['bank', 100n]]));
  refuses('without postings', 'entry-too-few-postings', () => entry([]));
  refuses('with a posting that moves nothing', 'amount-zero', () =>
    entry([
      ['bank', 0n],
      ['cash', 0n],
    ]),
  );
  refuses('with a posting above the largest amount', 'amount-too-large', () =>
    entry([
      ['bank', TEN_TRILLION + 1n],
      ['cash', -TEN_TRILLION - 1n],
    ]),
  );
  refuses('with an amount past what a machine word holds', 'amount-too-large', () =>
    entry([
      ['bank', -(2n ** 63n)],
      ['cash', 2n ** 63n - 1n],
    ]),
  );
  refuses('when its postings add up past what can be counted', 'entry-unbalanced', () =>
    entry(Array.from({ length: 10_000 }, () => ['bank', TEN_TRILLION] as const)),
  );
  refuses('in another currency than its accounts', 'currency-mismatch', () =>
    entry([
      ['bank', 100n],
      ['euro', -100n],
    ]),
  );
  refuses('in the accounts’ currency when it says another', 'currency-mismatch', () =>
    entry(
      [
        ['bank', 100n],
        ['cash', -100n],
      ],
      {},
      { currency: 'EUR' },
    ),
  );
  refuses('on an account after its last day', 'account-closed', () =>
    entry([
      ['old', 100n],
      ['cash', -100n],
    ]),
  );
  refuses('on an account before its first day', 'account-not-open', () =>
    entry([
      ['late', 100n],
      ['cash', -100n],
    ]),
  );
  refuses('on an account that does not exist', 'account-unknown', () =>
    entry([
      ['nowhere', 100n],
      ['cash', -100n],
    ]),
  );
  refuses('with more than 10,000 postings', 'entry-too-many-postings', () =>
    entry(Array.from({ length: 10_001 }, (_, n) => (n === 10_000 ? (['cash', -10_000n] as const) : (['bank', 1n] as const)))),
  );
  refuses('on a day without an accounting period', 'period-unknown', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { effectiveDate: '2027-05-15' },
    ),
  );
  refuses('in a closed period, whatever the override', 'period-closed', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { effectiveDate: '2026-04-30', override: 'soft-closed-period' },
    );
  });
  refuses('in a softly closed period without the override', 'period-closed', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'soft-closed');
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { effectiveDate: '2026-04-30' },
    );
  });
  refuses('in a softly closed period under an override for something else', 'period-closed', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'soft-closed');
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { effectiveDate: '2026-04-30', override: 'cost-has-happened' },
    );
  });
  refuses('that takes an account below its floor', 'floor-broken', async (book) => {
    await book.posted(fund(100_00n));
    return commit(100_01n);
  });
  refuses('that breaks a floor under the override of a soft close', 'floor-broken', () => commit(1n, { override: 'soft-closed-period' }));
  refuses('that breaks a floor under an override without a name', 'floor-broken', () => commit(1n, { override: '' }));
  refuses('that takes what a hold has set aside', 'floor-broken', async (book) => {
    await inBook(book, hold(60_00n));
    return commit(40_01n);
  });
  refuses('that goes below a lowered floor', 'floor-broken', async (book) => {
    await book.change('available', { loweredFloor: { floor: -50_00n, until: '2026-05-31' } });
    return commit(50_01n);
  });
  refuses('that needs a lowered floor after its last day', 'floor-broken', async (book) => {
    await book.change('available', { loweredFloor: { floor: -50_00n, until: '2026-05-14' } });
    return commit(1n);
  });
  refuses('that takes an account above its ceiling', 'ceiling-broken', () =>
    entry([
      ['capped', 100_01n],
      ['cash', -100_01n],
    ]),
  );
  refuses('whose id stands for other content', 'idempotency-conflict', async (book) => {
    const first = deposit(100n);
    await book.posted(first);
    return { ...deposit(101n), id: first.id };
  });
  refuses('whose id stands for another kind of step', 'idempotency-conflict', async (book) => {
    const first = await inBook(book, hold(10_00n));
    return { ...deposit(1n), id: first.id };
  });
  refuses('whose account has a newer version than expected', 'condition-not-met', async (book) => {
    await book.posted(deposit(100n), deposit(100n));
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { conditions: [{ account: 'bank', expectedVersion: 1n }] },
    );
  });
  refuses('whose account has another balance than expected', 'condition-not-met', async (book) => {
    await book.posted(deposit(100n));
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { conditions: [{ account: 'cash', expectedBalance: 99n }] },
    );
  });
  refuses('whose version is as expected and whose balance is not', 'condition-not-met', async (book) => {
    await book.posted(deposit(100n));
    return entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { conditions: [{ account: 'bank', expectedVersion: 1n, expectedBalance: 99n }] },
    );
  });
  refuses('whose condition names no account', 'account-unknown', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { conditions: [{ account: 'nowhere', expectedVersion: 0n }] },
    ),
  );
  refuses('when a balance would grow too large to keep', 'balance-too-large', async (book) => {
    const legs = Array.from({ length: 5_000 }, (_, n) =>
      n < 2_500 ? (['bank', TEN_TRILLION] as const) : (['cash', -TEN_TRILLION] as const),
    );
    await book.posted(entry(legs));
    return entry(legs);
  });
});

describe('the book refuses text that it cannot keep', () => {
  refuses('as a description', 'text-malformed', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { description: `a${NUL}b` },
    ),
  );
  refuses('as half of a surrogate pair', 'text-malformed', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      { reference: 'a\ud800' },
    ),
  );
  refuses('as an account code', 'text-malformed', () =>
    entry([
      [`bank${NUL}`, 1n],
      ['cash', -1n],
    ]),
  );
  refuses('as a currency', 'text-malformed', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { currency: `GB${NUL}` },
    ),
  );
  refuses('inside metadata', 'text-malformed', () =>
    entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      { metadata: { deep: [{ text: NUL }] } },
    ),
  );
  refuses('inside a dimension', 'text-malformed', () =>
    entry([], {
      postings: [
        { account: 'bank', amount: 1n, dimension: { share: NUL } },
        { account: 'cash', amount: -1n },
      ],
    }),
  );
  refusesDoing('as a reason', 'text-malformed', async (book) => () => ledger.changeAccount(book.actor, 'bank', { floor: 0n }, NUL));
});

describe('the book refuses a reversal and stores nothing of it', () => {
  refuses('of an entry that does not exist', 'entry-unknown', () => reversal(randomUUID()));
  refuses('of another authority’s entry', 'entry-unknown', async () => reversal((await inBook(await newBook(ledger), deposit(100n))).id));
  refuses('of a reversal', 'reversal-of-reversal', async (book) =>
    reversal((await inBook(book, reversal((await inBook(book, deposit(100n))).id))).id),
  );
  refuses('of an entry that is reversed whole', 'already-reversed', async (book) => {
    const original = await inBook(book, deposit(100n));
    await book.posted(reversal(original.id));
    return reversal(original.id);
  });
  refuses('of a penny more than earlier parts have left', 'reversal-exceeds-entry', async (book) => {
    const original = await inBook(book, deposit(100n));
    const part = (amount: bigint) => [
      { posting: 1, amount },
      { posting: 2, amount },
    ];
    await book.posted(reversal(original.id, { amounts: part(60n) }));
    return reversal(original.id, { amounts: part(41n) });
  });
  refuses('of the whole after a part', 'reversal-exceeds-entry', async (book) => {
    const original = await inBook(book, deposit(100n));
    await book.posted(
      reversal(original.id, {
        amounts: [
          { posting: 1, amount: 1n },
          { posting: 2, amount: 1n },
        ],
      }),
    );
    return reversal(original.id);
  });
  refuses('of a posting that the entry has not', 'reversal-differs', async (book) =>
    reversal((await inBook(book, deposit(100n))).id, {
      amounts: [
        { posting: 1, amount: 1n },
        { posting: 3, amount: 1n },
      ],
    }),
  );
  refuses('that names a posting twice', 'reversal-differs', async (book) =>
    reversal(
      (
        await inBook(
          book,
          entry([
            ['bank', 100n],
            ['advance', -50n],
            ['cash', -50n],
          ]),
        )
      ).id,
      {
        amounts: [
          { posting: 1, amount: 2n },
          { posting: 2, amount: 1n },
          { posting: 2, amount: 1n },
        ],
      },
    ),
  );
  refuses('of a negative amount', 'reversal-differs', async (book) =>
    reversal((await inBook(book, deposit(100n))).id, {
      amounts: [
        { posting: 1, amount: -1n },
        { posting: 2, amount: -1n },
      ],
    }),
  );
  refuses('that does not balance', 'entry-unbalanced', async (book) =>
    reversal((await inBook(book, deposit(100n))).id, {
      amounts: [
        { posting: 1, amount: 2n },
        { posting: 2, amount: 1n },
      ],
    }),
  );
  refuses('dated before the entry', 'reversal-before-entry', async (book) =>
    reversal((await inBook(book, deposit(100n))).id, { effectiveDate: '2026-05-14' }),
  );
  refuses('of the parts of a step that moved no money', 'reversal-differs', async (book) =>
    reversal((await inBook(book, hold(10_00n))).id, { amounts: [{ posting: 1, amount: 1n }] }),
  );
});

describe('the book refuses a step of a hold and stores nothing of it', () => {
  refuses('that sets aside more than is available', 'floor-broken', async (book) => {
    await book.posted(fund(100_00n));
    return hold(100_01n);
  });
  refuses('between an account and itself', 'hold-needs-two-postings', () => hold(1n, { credit: 'available' }));
  refuses('of a negative amount', 'hold-needs-two-postings', () => hold(-1n));
  refuses('that posts more than is held', 'hold-over-captured', async (book) =>
    postHold((await inBook(book, hold(10_00n))).id, { amount: 10_01n }),
  );
  refuses('that posts more than earlier parts have left', 'hold-over-captured', async (book) => {
    const placed = await inBook(book, hold(10_00n));
    await book.posted(postHold(placed.id, { amount: 6_00n, final: false }));
    return postHold(placed.id, { amount: 4_01n });
  });
  refuses('that posts nothing of it', 'amount-zero', async (book) => postHold((await inBook(book, hold(10_00n))).id, { amount: 0n }));
  refuses('that posts it again', 'hold-not-pending', async (book) => {
    const placed = await inBook(book, hold(10_00n));
    await book.posted(postHold(placed.id));
    return postHold(placed.id);
  });
  refuses('that posts it after it was let go', 'hold-not-pending', async (book) => {
    const placed = await inBook(book, hold(10_00n));
    await book.posted(release('hold-void', placed.id));
    return postHold(placed.id);
  });
  refuses('that lets go what was posted', 'hold-not-pending', async (book) => {
    const placed = await inBook(book, hold(10_00n));
    await book.posted(postHold(placed.id));
    return release('hold-void', placed.id);
  });
  refuses('that posts it after its time', 'hold-expired', async (book) =>
    postHold((await inBook(book, hold(10_00n, { expiresAt: new Date('2026-05-15T10:00:00Z') }))).id),
  );
  refuses('that expires it before its time', 'hold-not-expired', async (book) =>
    release('hold-expire', (await inBook(book, hold(10_00n, { expiresAt: new Date('2026-05-15T10:00:00.001Z') }))).id),
  );
  refuses('that expires one without an end', 'hold-not-expired', async (book) =>
    release('hold-expire', (await inBook(book, hold(10_00n))).id),
  );
  refuses('of a hold that does not exist', 'hold-unknown', () => release('hold-void', randomUUID()));
  refuses('of another authority’s hold', 'hold-unknown', async () =>
    release('hold-void', (await inBook(await newBook(ledger), hold(1n))).id),
  );
  refuses('that with others could not be counted any more', 'balance-too-large', async (book) => {
    const large = () => hold(TEN_TRILLION, { debit: 'bank', credit: 'cash' });
    // Thousands of holds of the largest amount would take minutes to place; what they would have left takes a moment.
    await admin.rows(
      'update ledger.account_balances set pending_debit = 3999 * 10::bigint ^ 15, pending_credit = 3999 * 10::bigint ^ 15 where authority_id = $1',
      [book.authorityId],
    );
    await book.posted(large());
    return large();
  });
});

describe('the book refuses a sweep and stores nothing of it', () => {
  refuses('of an empty account', 'nothing-to-sweep', () => sweep('available', 'committed', 1n));
  refuses('of what holds have set aside', 'nothing-to-sweep', async (book) => {
    await inBook(book, hold(100_00n));
    return sweep('available', 'committed', 1n);
  });
  refuses('of a negative amount', 'sweep-needs-two-postings', () => sweep('available', 'committed', -1n));
  refuses('across sides', 'entry-unbalanced', () => sweep('available', 'bank', 1n));
});

describe('linked entries', () => {
  it('are refused together, and each refusal names the one that was at fault', async () => {
    const book = await newBook(ledger);
    const [first, wrong, last] = [deposit(1n), commit(1n), deposit(2n)] as const;
    await refusesAll(async () => {
      const results = await book.post([first, wrong, last], { linked: true });
      const named = results.map((result) => (result.ok ? undefined : result.refusal.facts?.['refusedEntryId']));
      expect(named).toEqual([wrong.id, undefined, wrong.id]);
      return results.map(codeOf);
    }, ['linked-entry-refused', 'floor-broken', 'linked-entry-refused']);
  });

  it('are refused together when one cannot even be asked', async () => {
    const book = await newBook(ledger);
    const wrong = reversal(randomUUID());
    await refusesAll(async () => {
      const results = await book.post([deposit(1n), wrong], { linked: true });
      expect(results[0]?.ok === false && results[0].refusal.facts).toEqual({ refusedEntryId: wrong.id });
      return results.map(codeOf);
    }, ['linked-entry-refused', 'entry-unknown']);
  });

  it('cannot hold one id twice', async () => {
    const book = await newBook(ledger);
    const twice = deposit(1n);
    await refusesAll(() => book.codes([twice, twice], { linked: true }), ['linked-entry-refused', 'idempotency-conflict']);
  });

  it('cannot take back one entry twice', async () => {
    const book = await newBook(ledger);
    const original = deposit(100n);
    await book.posted(original);
    const part = () =>
      reversal(original.id, {
        amounts: [
          { posting: 1, amount: 1n },
          { posting: 2, amount: 1n },
        ],
      });
    await refusesAll(() => book.codes([part(), part()], { linked: true }), ['linked-entry-refused', 'reversal-in-progress']);
  });
});

describe('another authority’s accounts', () => {
  it('are unknown by their codes', async () => {
    const [mine, theirs] = [await newBook(ledger), await newBook(ledger)];
    await ledger.openAccounts(theirs.actor, [
      { code: 'theirs', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01' },
    ]);
    await refusesAll(
      () =>
        mine.codes([
          entry([
            ['theirs', 1n],
            ['cash', -1n],
          ]),
        ]),
      ['account-unknown'],
    );
    expect(await ledger.balances(mine.authorityId, ['theirs'])).toEqual([]);
  });

  it('are unknown by their numbers, and so are their entries and holds, when the posting call is asked directly', async () => {
    const [mine, theirs] = [await newBook(ledger), await newBook(ledger)];
    await ledger.openAccounts(theirs.actor, [
      { code: 'theirs', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01' },
    ]);
    const [account] = await admin.rows<{ account_id: number }>(
      "select account_id from ledger.accounts where code = 'theirs' and authority_id = $1",
      [theirs.authorityId],
    );
    const [bank, cash] = await numbers(mine, 'bank', 'cash');
    const original = deposit(100n);
    await theirs.posted(original);
    const asked: PreparedCommand[] = [
      prepared({ legs: [leg(account?.account_id, 1n), leg(cash, -1n)] }),
      prepared({ kind: 2, reverses: original.id, legs: [leg(bank, -100n, 1), leg(cash, 100n, 2)] }),
      prepared({ kind: 6, holdId: randomUUID(), legs: [leg(bank, 1n), leg(cash, -1n)] }),
    ];
    await refusesAll(() => outcomes(mine, asked), ['account-unknown', 'entry-unknown', 'hold-unknown']);
  });
});

describe('the posting call asked directly', () => {
  it('refuses what the code before it never sends', async () => {
    const book = await newBook(ledger);
    const placed = await inBook(book, hold(10_00n));
    const [available, committed, bank, cash] = await numbers(book, 'available', 'committed', 'bank', 'cash');
    const asked: PreparedCommand[] = [
      prepared({ kind: 5, holdId: placed.id, legs: [leg(bank, 1n), leg(cash, -1n)] }),
      prepared({ kind: 2, reverses: placed.id, legs: [leg(available, -10_00n, 1), leg(committed, 10_00n, 2)] }),
      prepared({ kind: 3, legs: [leg(available, 1n), leg(committed, 1n), leg(committed, -2n)] }),
    ];
    await refusesAll(() => outcomes(book, asked), ['hold-accounts-differ', 'entry-not-reversible', 'sweep-needs-two-postings']);
  });
});

describe('what is no posting is refused as well, and stores nothing', () => {
  const account = { class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01' } as const;
  refusesDoing(
    'opening an account whose code means another',
    'account-code-taken',
    async (book) => () =>
      ledger.openAccounts(book.actor, [
        { ...account, code: 'new' },
        { ...account, code: 'cash' },
      ]),
  );
  refusesDoing(
    'opening an account between contradicting limits',
    'limits-contradict',
    async (book) => () => ledger.openAccounts(book.actor, [{ ...account, code: 'new', floor: 1n, ceiling: 0n }]),
  );
  refusesDoing(
    'opening an account that closes before it opens',
    'account-used-later',
    async (book) => () => ledger.openAccounts(book.actor, [{ ...account, code: 'new', closesOn: '2025-12-31' }]),
  );
  refusesDoing(
    'changing an account that does not exist',
    'account-not-found',
    async (book) => () => ledger.changeAccount(book.actor, 'nowhere', { floor: 0n }, 'why'),
  );
  refusesDoing('closing an account that holds money', 'account-not-empty', async (book) => {
    await book.posted(deposit(1n));
    return () => ledger.changeAccount(book.actor, 'bank', { closesOn: '2026-12-31' }, 'why');
  });
  refusesDoing('closing an account that a hold waits on', 'account-not-empty', async (book) => {
    await book.posted(hold(1n, { debit: 'bank', credit: 'cash' }));
    return () => ledger.changeAccount(book.actor, 'bank', { closesOn: '2026-12-31' }, 'why');
  });
  refusesDoing('closing an account before its last posting', 'account-used-later', async (book) => {
    await book.posted(
      deposit(1n),
      entry([
        ['bank', -1n],
        ['cash', 1n],
      ]),
    );
    return () => ledger.changeAccount(book.actor, 'bank', { closesOn: '2026-05-14' }, 'why');
  });
  refusesDoing(
    'a floor above the ceiling',
    'limits-contradict',
    async (book) => () => ledger.changeAccount(book.actor, 'capped', { floor: 100_01n }, 'why'),
  );
  refusesDoing(
    'a watch that clears on the wrong side',
    'limits-contradict',
    async (book) => () => ledger.addWatch(book.actor, watch({ clearBound: -1n })),
  );
  refusesDoing(
    'a watch on an account that does not exist',
    'account-unknown',
    async (book) => () => ledger.addWatch(book.actor, watch({ account: 'nowhere' })),
  );
  refusesDoing(
    'removing a watch that does not exist',
    'watch-not-found',
    async (book) => () => ledger.removeWatch(book.actor, randomUUID()),
  );
  refusesDoing(
    'describing an entry that does not exist',
    'entry-not-found',
    async (book) => () => ledger.describeEntry(book.actor, randomUUID(), {}, 0),
  );
  refusesDoing('describing an entry over somebody else’s words', 'revision-stale', async (book) => {
    const described = deposit(1n);
    await book.posted(described);
    await ledger.describeEntry(book.actor, described.id, { note: 'theirs' }, 0);
    return () => ledger.describeEntry(book.actor, described.id, { note: 'mine' }, 0);
  });
  refusesDoing(
    'asserting a balance that is not so',
    'assertion-fails',
    async (book) => () => ledger.assertBalance(book.actor, { assertionId: randomUUID(), account: 'bank', asOf: '2026-05-31', balance: 1n }),
  );
  refusesDoing(
    'a state for a period that does not exist',
    'period-not-found',
    async (book) => () => ledger.setPeriodState(book.actor, '1999-01', 'closed'),
  );
  refusesDoing(
    'a period whose name has other days',
    'period-differs',
    async (book) => () =>
      ledger.openPeriods(book.actor, [
        { periodId: '2026-10', firstDay: '2026-10-01', lastDay: '2026-10-31' },
        { periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-29' },
      ]),
  );
  refusesDoing(
    'a period that overlaps another',
    'period-overlaps',
    async (book) => () => ledger.openPeriods(book.actor, [{ periodId: 'new', firstDay: '2026-09-30', lastDay: '2026-10-31' }]),
  );
  refusesDoing('a period before one that is closed', 'period-before-closed', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    return () => ledger.openPeriods(book.actor, [{ periodId: '2026-03', firstDay: '2026-03-01', lastDay: '2026-03-31' }]);
  });
  refusesDoing(
    'closing a period out of turn',
    'earlier-period-open',
    async (book) => () => ledger.setPeriodState(book.actor, '2026-05', 'closed'),
  );
  refusesDoing('reopening a period out of turn', 'later-period-closed', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await ledger.setPeriodState(book.actor, '2026-05', 'closed');
    return () => ledger.setPeriodState(book.actor, '2026-04', 'open', 'a late invoice');
  });
  refusesDoing('reopening a period without a reason', 'reason-missing', async (book) => {
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    return () => ledger.setPeriodState(book.actor, '2026-04', 'open');
  });
});

describe('the table of refusals', () => {
  it('has no row that nothing above has met, but those of an interface and of an outage', () => {
    const elsewhere = ['hold-not-found', 'service-busy', 'service-unavailable'];
    const unmet = Object.keys(ledgerProblems).filter((code) => !seen.has(code) && !elsewhere.includes(code) && !code.startsWith('import-'));
    expect(unmet).toEqual([]);
  });
});

function watch(more: object) {
  return {
    watchId: randomUUID(),
    account: 'bank',
    metric: 'balance',
    direction: 'below',
    bound: 0n,
    clearBound: 0n,
    label: 'a test',
    ...more,
  } as const;
}

function prepared(more: Partial<PreparedCommand>): PreparedCommand {
  return {
    id: randomUUID(),
    kind: 1,
    effectiveDate: '2026-05-15',
    fingerprint: Buffer.from('f'),
    principal: 'officer-1',
    currency: 'GBP',
    legs: [],
    ...more,
  };
}

const leg = (accountId = 0, amount = 0n, number?: number) => ({ accountId, amount, dimensionId: 0, number });

async function numbers(book: TestBook, ...codes: string[]): Promise<number[]> {
  const rows = await admin.rows<{ code: string; account_id: number }>(
    'select code, account_id from ledger.accounts where authority_id = $1',
    [book.authorityId],
  );
  return codes.map((code) => rows.find((row) => row.code === code)?.account_id ?? 0);
}

async function outcomes(book: TestBook, asked: readonly PreparedCommand[]): Promise<string[]> {
  const answers = await callPost(
    store.database,
    book.authorityId,
    clock.now(),
    asked.map((each) => ({ command: each, link: 0 })),
  );
  return answers.map((answer) => (answer.outcome === 'refused' ? answer.refusal.code : answer.outcome));
}
