import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { Watch } from '../../src/ledger/watches.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { commit, deposit, entry, fund, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock: manualClock('2026-05-15T10:00:00Z') });
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

async function watched(more: Partial<Watch> = {}): Promise<{ book: TestBook; watch: Watch }> {
  const book = await newBook(ledger);
  await book.posted(fund(100n));
  const watch: Watch = {
    watchId: randomUUID(),
    account: 'available',
    metric: 'balance',
    direction: 'below',
    bound: 50n,
    clearBound: 80n,
    label: 'a test',
    ...more,
  };
  expect(await ledger.addWatch(book.actor, watch)).toEqual({ ok: true, value: { added: true } });
  return { book, watch };
}

const crossingsOf = async (book: TestBook) =>
  (await ledger.crossings(book.authorityId, 0n, 100)).map((each) => `${each.kind} ${each.value}`);
const outboxOf = (book: TestBook) =>
  admin.rows<{ payload: object }>(
    "select payload from platform.outbox where authority_id = $1 and topic = 'ledger.watch-crossed' order by recorded_at",
    [book.authorityId],
  );

describe('a watch', () => {
  it('notes a crossing once, and again only after the figure came back past its clear bound', async () => {
    const { book } = await watched();
    await book.posted(commit(50n));
    expect(await crossingsOf(book)).toEqual([]);
    await book.posted(commit(1n));
    await book.posted(commit(1n));
    expect(await crossingsOf(book)).toEqual(['crossed 49']);
    await book.posted(fund(31n));
    expect(await crossingsOf(book), 'at 79 it is not clear yet').toEqual(['crossed 49']);
    await book.posted(commit(40n));
    expect(await crossingsOf(book), 'and so does not cross again').toEqual(['crossed 49']);
    await book.posted(fund(41n));
    await book.posted(commit(31n));
    expect(await crossingsOf(book)).toEqual(['crossed 49', 'cleared 80', 'crossed 49']);
  });

  it('writes the crossing and its outbox row in the statement that posts', async () => {
    const { book, watch } = await watched();
    const [result] = await book.post([commit(60n)]);
    const blockSeq = result?.ok ? result.value.blockSeq : 0n;
    expect(await ledger.crossings(book.authorityId, 0n, 10)).toMatchObject([
      { watchId: watch.watchId, label: 'a test', account: 'available', blockSeq, kind: 'crossed', value: 40n, bound: 50n },
    ]);
    expect((await outboxOf(book)).map((row) => row.payload)).toEqual([
      { watchId: watch.watchId, blockSeq: blockSeq.toString(), kind: 'crossed' },
    ]);
    const [same] = await admin.rows<{ same: boolean }>(
      `select count(distinct x) = 1 as same from (select xmin::text as x from ledger.crossings where authority_id = $1
         union all select xmin::text from platform.outbox where authority_id = $1 union all select xmin::text from ledger.blocks where authority_id = $1 and block_seq = $2) t`,
      [book.authorityId, blockSeq],
    );
    expect(same?.same).toBe(true);
  });

  it('is judged once for a call: what falls and rises again within it is no crossing', async () => {
    const { book } = await watched();
    await book.posted(commit(60n), fund(60n));
    expect(await crossingsOf(book)).toEqual([]);
    await book.posted(commit(30n), commit(30n));
    expect(await crossingsOf(book)).toEqual(['crossed 40']);
  });

  it('does not look at what was refused', async () => {
    const { book } = await watched();
    expect(await book.codes([commit(101n), deposit(1n)])).toEqual(['floor-broken', 'posted']);
    expect(await crossingsOf(book)).toEqual([]);
  });

  it('sees what holds take when it looks at what is available, and not when it looks at the balance', async () => {
    const hold: LedgerCommand = {
      id: randomUUID(),
      principal: 'p',
      kind: 'hold',
      debit: 'available',
      credit: 'committed',
      amount: 60n,
      effectiveDate: '2026-05-15',
    };
    const [onBalance, onAvailable] = [await watched(), await watched({ metric: 'available' })];
    await onBalance.book.posted(hold);
    await onAvailable.book.posted(hold);
    expect(await crossingsOf(onBalance.book)).toEqual([]);
    expect(await crossingsOf(onAvailable.book)).toEqual(['crossed 40']);
    await onAvailable.book.posted({ id: randomUUID(), principal: 'p', kind: 'hold-void', holdId: hold.id, effectiveDate: '2026-05-15' });
    expect(await crossingsOf(onAvailable.book)).toEqual(['crossed 40', 'cleared 100']);
  });

  it('looks upwards too', async () => {
    const { book } = await watched({ account: 'bank', direction: 'above', bound: 100n, clearBound: 90n });
    await book.posted(deposit(100n));
    await book.posted(deposit(1n));
    await book.posted(
      entry([
        ['bank', -11n],
        ['cash', 11n],
      ]),
    );
    expect(await crossingsOf(book)).toEqual(['crossed 101', 'cleared 90']);
  });

  it('crosses at once when its account is past the bound already', async () => {
    const { book } = await watched({ bound: 101n, clearBound: 101n });
    expect(await crossingsOf(book)).toEqual(['crossed 100']);
  });

  it('is added once under its id, refused under another meaning, and quiet when removed', async () => {
    const { book, watch } = await watched();
    expect(await ledger.addWatch(book.actor, watch)).toEqual({ ok: true, value: { added: false } });
    expect(await ledger.addWatch(book.actor, { ...watch, bound: 40n })).toMatchObject({
      ok: false,
      refusal: { code: 'idempotency-conflict' },
    });
    await ledger.removeWatch(book.actor, watch.watchId);
    await book.posted(commit(60n));
    expect(await crossingsOf(book)).toEqual([]);
  });

  it('tells of crossings after a block, in order, so that a reader can go on where it was', async () => {
    const { book } = await watched();
    await book.posted(commit(60n));
    await book.posted(fund(60n));
    const [first] = await ledger.crossings(book.authorityId, 0n, 1);
    expect((await ledger.crossings(book.authorityId, first?.blockSeq ?? 0n, 10)).map((each) => each.kind)).toEqual(['cleared']);
  });
});
