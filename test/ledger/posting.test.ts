import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand, ReverseEntry, Sweep } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { commit, deposit, entry, fund, type Legs, newBook } from '../support/book.ts';
import { bookDigest } from '../support/book-digest.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

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

const base = { principal: 'officer-1', effectiveDate: '2026-05-15' } as const;
const reversal = (reverses: string, more: Partial<ReverseEntry> = {}): ReverseEntry => ({
  ...base,
  id: randomUUID(),
  kind: 'reversal',
  reverses,
  ...more,
});
const sweep = (atMost: bigint, more: Partial<Sweep> = {}): Sweep => ({
  ...base,
  id: randomUUID(),
  kind: 'sweep',
  from: 'available',
  to: 'committed',
  atMost,
  ...more,
});
const topicsOf = async (authorityId: number) =>
  await admin.rows<{ topic: string; entry: string }>(
    "select topic, payload ->> 'entryId' as entry from platform.outbox where authority_id = $1 order by topic",
    [authorityId],
  );

describe('an entry', () => {
  it('is kept as it was sent, with its block, its time and each posting’s place in its account', async () => {
    const book = await newBook(ledger);
    const dimension = {
      share: 'L1',
      stream: 'CARE',
      source: 'social-care',
      financialYear: '2026-27',
      costCentre: 'C1',
      subjective: 'S1',
    } as const;
    const sent = entry([], {
      description: 'a "quoted", {braced} \\ line\nand Ünïcode 🙂',
      reference: 'REF-1',
      postings: [
        { account: 'bank', amount: 100n, dimension },
        { account: 'cash', amount: -60n },
        { account: 'cash', amount: -40n },
      ],
    });
    const [result] = await book.post([sent]);
    expect(result).toMatchObject({ ok: true, value: { entryId: sent.id, replayed: false, recordedAt: clock.now() } });
    const [stored] = await ledger.entries(book.authorityId, [sent.id]);
    expect(stored).toMatchObject({
      kind: 'entry',
      effectiveDate: '2026-05-15',
      recordedAt: clock.now(),
      principal: 'officer-1',
      description: sent.entry.description,
      reference: 'REF-1',
    });
    expect(stored?.postings).toMatchObject([
      { posting: 1, account: 'bank', amount: 100n, version: 1n, balanceAfter: 100n, dimension },
      { posting: 2, account: 'cash', amount: -60n, version: 1n, balanceAfter: -60n, dimension: {} },
      { posting: 3, account: 'cash', amount: -40n, version: 2n, balanceAfter: -100n },
    ]);
  });

  it('may touch an account twice and leave it as it was', async () => {
    const book = await newBook(ledger);
    await book.posted(
      entry([
        ['bank', 100n],
        ['bank', -100n],
      ]),
    );
    expect(await book.balance('bank')).toBe(0n);
  });

  it('may fall below a floor on the way, when it ends above it', async () => {
    const book = await newBook(ledger);
    await book.posted(
      entry([
        ['available', 50n],
        ['committed', -50n],
        ['available', -50n],
        ['control', 50n],
      ]),
    );
    expect(await book.balance('available')).toBe(0n);
  });

  it('has up to 10,000 postings, and is taken back in parts and whole as fast as it came', async () => {
    const book = await newBook(ledger);
    const legs: Legs = Array.from({ length: 10_000 }, (_, n) => (n % 2 === 0 ? ['bank', 2n] : ['cash', -2n]));
    const large = entry(legs);
    await book.posted(large);
    const penny = Array.from({ length: 10_000 }, (_, n) => ({ posting: n + 1, amount: 1n }));
    await book.posted(reversal(large.id, { amounts: penny }));
    await book.posted(reversal(large.id, { amounts: penny }));
    expect(await book.codes([reversal(large.id)])).toEqual(['already-reversed']);
    expect(await book.balance('bank')).toBe(0n);
  });

  it('takes the account’s own dimension where a posting names none', async () => {
    const book = await newBook(ledger, [
      { code: 'bank', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01', dimension: { share: 'L9' } },
      { code: 'cash', class: 'equity', side: 'actual', normalSide: 'credit', opensOn: '2026-01-01' },
    ]);
    const sent = deposit(1n);
    await book.posted(sent);
    expect((await ledger.entries(book.authorityId, [sent.id]))[0]?.postings.map((posting) => posting.dimension)).toEqual([
      { share: 'L9' },
      {},
    ]);
  });

  it('is found by its reference, newest first, page by page', async () => {
    const book = await newBook(ledger);
    const sent = Array.from({ length: 5 }, () =>
      entry(
        [
          ['bank', 1n],
          ['cash', -1n],
        ],
        { reference: 'RUN-7' },
      ),
    );
    await book.posted(...sent, deposit(1n));
    for (const reference of ['RUN-7', undefined]) {
      const found: string[] = [];
      let before: Awaited<ReturnType<Ledger['listEntries']>>['next'];
      do {
        const page = await ledger.listEntries(book.authorityId, { limit: 2, ...(reference && { reference }), ...(before && { before }) });
        found.push(...page.entries.map((each) => each.entryId));
        before = page.next;
      } while (before);
      expect(found.filter((id) => sent.some((each) => each.id === id))).toEqual(sent.map((each) => each.id).reverse());
      expect(found).toHaveLength(reference ? 5 : 6);
    }
  });
});

describe('the same command again', () => {
  it('is answered as before and changes nothing, for ever', async () => {
    const book = await newBook(ledger);
    const sent = [deposit(100n), fund(100n)] as const;
    const first = await book.post(sent);
    const before = await bookDigest(admin);
    clock.advance(365 * 86_400_000);
    const again = await book.post(sent);
    clock.set('2026-05-15T10:00:00Z');
    expect(again).toMatchObject(
      first.map((result) => ({ ok: true, value: { replayed: true, blockSeq: result.ok && result.value.blockSeq } })),
    );
    expect(await bookDigest(admin)).toEqual(before);
  });

  it('is the same whoever asks, and in whatever case its id is written', async () => {
    const book = await newBook(ledger);
    const sent = deposit(100n);
    await book.posted(sent);
    expect(
      await book.codes([
        { ...sent, principal: 'officer-2' },
        { ...sent, id: sent.id.toUpperCase() },
      ]),
    ).toEqual(['replayed', 'replayed']);
    await book.posted(reversal(sent.id.toUpperCase()));
  });

  it('is the same when its fingerprint is, whatever defaults have changed since', async () => {
    const book = await newBook(ledger);
    const sent = { ...deposit(100n), fingerprint: Buffer.from('as it was sent') };
    await book.posted(sent);
    expect(await book.codes([{ ...deposit(200n), id: sent.id, fingerprint: sent.fingerprint }])).toEqual(['replayed']);
  });

  it('waits for the first in one request and is then answered as a repetition, or refused when it differs', async () => {
    const book = await newBook(ledger);
    const sent = deposit(100n);
    expect(await book.codes([sent, deposit(1n), sent, { ...deposit(5n), id: sent.id }])).toEqual([
      'posted',
      'posted',
      'replayed',
      'idempotency-conflict',
    ]);
  });

  it('is another command in another authority’s book', async () => {
    const [mine, theirs] = [await newBook(ledger), await newBook(ledger)];
    const sent = deposit(100n);
    await mine.posted(sent);
    await theirs.posted({ ...deposit(7n), id: sent.id });
    expect([await mine.balance('bank'), await theirs.balance('bank')]).toEqual([100n, 7n]);
  });

  it('was never refused for good: what was refused for want of money is accepted when there is some', async () => {
    const book = await newBook(ledger);
    const wanted = commit(50n);
    expect(await book.codes([wanted])).toEqual(['floor-broken']);
    await book.posted(fund(50n));
    expect(await book.codes([wanted])).toEqual(['posted']);
  });
});

describe('one request with many commands', () => {
  it('gives each its own outcome: a bad one does not fail its neighbours', async () => {
    const book = await newBook(ledger);
    expect(await book.codes([fund(10n), commit(11n), commit(10n), entry([['bank', 1n]]), deposit(1n)])).toEqual([
      'posted',
      'floor-broken',
      'posted',
      'entry-too-few-postings',
      'posted',
    ]);
  });

  it('posts linked commands together, each on what the one before left', async () => {
    const book = await newBook(ledger);
    expect(await book.codes([fund(10n), commit(10n), deposit(1n)], { linked: true })).toEqual(['posted', 'posted', 'posted']);
    const blocks = await admin.rows('select distinct block_seq from ledger.entries where authority_id = $1', [book.authorityId]);
    expect(blocks).toHaveLength(1);
  });

  it('does not let a refused group disturb what stands beside it', async () => {
    const book = await newBook(ledger);
    const [good, group] = await Promise.all([book.codes([deposit(1n), fund(5n)]), book.codes([fund(90n), commit(100n)], { linked: true })]);
    expect(good).toEqual(['posted', 'posted']);
    expect(group).toEqual(['linked-entry-refused', 'floor-broken']);
    expect(await book.balance('available')).toBe(5n);
    expect((await ledger.accounts(book.authorityId, { codes: ['available'] }))[0]?.version).toBe(1n);
  });
});

describe('limits', () => {
  it('let a named override through, and tell the outbox which entry it was', async () => {
    const book = await newBook(ledger);
    const cost = commit(30n, { override: 'cost-has-happened' });
    await book.posted(cost);
    expect(await book.balance('available')).toBe(-30n);
    expect(await topicsOf(book.authorityId)).toEqual([{ topic: 'ledger.limit-overridden', entry: cost.id }]);
  });

  it('do not count an override that was not needed', async () => {
    const book = await newBook(ledger);
    await book.posted(fund(30n), commit(30n, { override: 'cost-has-happened' }));
    expect(await topicsOf(book.authorityId)).toEqual([]);
  });

  it('never stop what makes an account better, though it stays below its floor', async () => {
    const book = await newBook(ledger);
    await book.posted(commit(30n, { override: 'cost-has-happened' }));
    expect(await book.codes([fund(10n), commit(1n)])).toEqual(['posted', 'floor-broken']);
  });

  it('give way to a lowered floor up to its last day', async () => {
    const book = await newBook(ledger);
    await book.change('available', { loweredFloor: { floor: -50n, until: '2026-05-15' } });
    expect(await book.codes([commit(50n), commit(1n), commit(1n, { effectiveDate: '2026-05-16' })])).toEqual([
      'posted',
      'floor-broken',
      'floor-broken',
    ]);
    await book.change('available', { loweredFloor: null });
    expect(await book.codes([commit(1n)])).toEqual(['floor-broken']);
  });

  it('stop at the ceiling to the penny', async () => {
    const book = await newBook(ledger);
    const fill = (amount: bigint) =>
      entry([
        ['capped', amount],
        ['cash', -amount],
      ]);
    expect(await book.codes([fill(100_00n), fill(1n), fill(-1n), fill(1n)])).toEqual(['posted', 'ceiling-broken', 'posted', 'posted']);
  });
});

describe('a reversal', () => {
  it('restores every balance and keeps the numbers of the original’s postings', async () => {
    const book = await newBook(ledger);
    const original = entry(
      [
        ['bank', 100n],
        ['advance', 20n],
        ['cash', -120n],
      ],
      { reference: 'R-1' },
    );
    await book.posted(deposit(5n), original);
    const back = reversal(original.id);
    await book.posted(back);
    expect([await book.balance('bank'), await book.balance('advance'), await book.balance('cash')]).toEqual([5n, 0n, 5n]);
    const [stored] = await ledger.entries(book.authorityId, [back.id]);
    expect(stored).toMatchObject({ kind: 'reversal', reverses: original.id, reference: 'R-1' });
    expect(stored?.postings.map(({ posting, amount }) => [posting, amount])).toEqual([
      [1, -100n],
      [2, -20n],
      [3, 120n],
    ]);
  });

  it('goes in parts up to the whole and not a penny further', async () => {
    const book = await newBook(ledger);
    const original = deposit(100n);
    await book.posted(original);
    const part = (amount: bigint) =>
      reversal(original.id, {
        amounts: [
          { posting: 1, amount },
          { posting: 2, amount },
        ],
      });
    expect(await book.codes([part(30n), part(70n), part(1n)])).toEqual(['posted', 'posted', 'already-reversed']);
    expect(await book.balance('bank')).toBe(0n);
  });

  it('corrects a closed period in the open one', async () => {
    const book = await newBook(ledger);
    const original = deposit(100n, '2026-04-10');
    await book.posted(original);
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    expect(await book.codes([reversal(original.id, { effectiveDate: '2026-04-10' }), reversal(original.id)])).toEqual([
      'period-closed',
      'posted',
    ]);
  });

  it('takes back a sweep and the posting of a hold', async () => {
    const book = await newBook(ledger);
    const swept = sweep(40n);
    const held: LedgerCommand = { ...base, id: randomUUID(), kind: 'hold', debit: 'available', credit: 'committed', amount: 60n };
    const captured: LedgerCommand = { ...base, id: randomUUID(), kind: 'hold-post', holdId: held.id };
    await book.posted(fund(100n), swept, held);
    await book.posted(captured);
    await book.posted(reversal(swept.id), reversal(captured.id));
    expect([await book.balance('available'), await book.balance('committed')]).toEqual([100n, 0n]);
  });
});

describe('a sweep', () => {
  it('moves what is available up to its cap, and leaves what the floor and the holds keep', async () => {
    const book = await newBook(ledger);
    await book.change('available', { floor: 10n });
    const held: LedgerCommand = { ...base, id: randomUUID(), kind: 'hold', debit: 'available', credit: 'committed', amount: 20n };
    await book.posted(fund(100n), held, sweep(30n), sweep(1_000n));
    expect(await book.balance('available')).toBe(30n);
    expect(await book.balance('committed')).toBe(70n);
    expect(await book.codes([sweep(1n)])).toEqual(['nothing-to-sweep']);
  });

  it('empties an account that grows by debits too', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(100n), sweep(1_000n, { from: 'bank', to: 'advance' }));
    expect([await book.balance('bank'), await book.balance('advance')]).toEqual([0n, 100n]);
  });
});

describe('conditions', () => {
  it('are judged where the entry stands in the call, after what came before it', async () => {
    const book = await newBook(ledger);
    const onVersion = (expectedVersion: bigint) =>
      entry(
        [
          ['bank', 1n],
          ['cash', -1n],
        ],
        {},
        { conditions: [{ account: 'bank', expectedVersion }] },
      );
    const onBalance = entry(
      [
        ['bank', 1n],
        ['cash', -1n],
      ],
      {},
      {
        conditions: [
          { account: 'cash', expectedBalance: 2n },
          { account: 'available', expectedBalance: 0n, expectedVersion: 0n },
        ],
      },
    );
    expect(await book.codes([onVersion(0n), onVersion(0n), onVersion(1n), onBalance, onBalance])).toEqual([
      'posted',
      'condition-not-met',
      'posted',
      'posted',
      'replayed',
    ]);
  });
});

describe('the chain', () => {
  it('has one block for each call, and recorded time never runs backwards in it', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(1n), deposit(2n));
    clock.set('2026-05-14T10:00:00Z');
    await book.posted(deposit(3n));
    clock.set('2026-05-15T10:00:00Z');
    const blocks = await admin.rows<{ entries: number; at: string }>(
      'select cardinality(entry_ids) as entries, recorded_at::text as at from ledger.blocks where authority_id = $1 and cardinality(entry_ids) > 0 order by block_seq',
      [book.authorityId],
    );
    expect(blocks.map((block) => block.entries)).toEqual([2, 1]);
    expect(blocks[1]?.at).toBe(blocks[0]?.at);
  });

  it('appends the topics that were asked for in the same statement', async () => {
    const book = await newBook(ledger);
    const sent = { ...deposit(1n), topic: 'payments.sent' };
    await book.posted(sent, sent);
    expect(await topicsOf(book.authorityId)).toEqual([{ topic: 'payments.sent', entry: sent.id }]);
  });
});
