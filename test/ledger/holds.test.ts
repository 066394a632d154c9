import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlaceHold, PostHold, ReleaseHold } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { commit, fund, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const clock = manualClock('2026-05-15T10:00:00Z');
let store: TestDatabase;
let ledger: Ledger;
beforeAll(async () => {
  store = await testDatabase();
  ledger = openLedger({ database: store.database, clock });
});
afterAll(() => store.close());

const base = { principal: 'officer-1', effectiveDate: '2026-05-15' } as const;
const place = (amount: bigint, more: Partial<PlaceHold> = {}): PlaceHold => ({
  ...base,
  id: randomUUID(),
  kind: 'hold',
  debit: 'available',
  credit: 'committed',
  amount,
  ...more,
});
const post = (holdId: string, more: Partial<PostHold> = {}): PostHold => ({
  ...base,
  id: randomUUID(),
  kind: 'hold-post',
  holdId,
  ...more,
});
const release = (kind: ReleaseHold['kind'], holdId: string): ReleaseHold => ({ ...base, id: randomUUID(), kind, holdId });

async function held(amount: bigint, more: Partial<PlaceHold> = {}): Promise<{ book: TestBook; holdId: string }> {
  const book = await newBook(ledger);
  const hold = place(amount, more);
  await book.posted(fund(100n), hold);
  return { book, holdId: hold.id };
}

/** Balance, what is on its way out of `available`, and what is on its way into `committed`. */
async function figures(book: TestBook): Promise<(bigint | undefined)[]> {
  const [available, committed] = await ledger.balances(book.authorityId, ['available', 'committed']);
  return [available?.balance, available?.pendingOut, committed?.balance, committed?.pendingIn];
}

async function stateOf(book: TestBook, holdId: string) {
  const [hold] = await ledger.holds(book.authorityId, [holdId]);
  return [hold?.state, hold?.captured];
}

describe('a hold', () => {
  it('sets money aside without moving it, and what is set aside is not available', async () => {
    const { book, holdId } = await held(60n);
    expect(await figures(book)).toEqual([100n, 60n, 0n, 60n]);
    expect(await stateOf(book, holdId)).toEqual(['pending', 0n]);
    expect(await book.codes([commit(41n), commit(40n)])).toEqual(['floor-broken', 'posted']);
  });

  it('posts whole', async () => {
    const { book, holdId } = await held(60n);
    await book.posted(post(holdId));
    expect(await figures(book)).toEqual([40n, 0n, 60n, 0n]);
    expect(await stateOf(book, holdId)).toEqual(['posted', 60n]);
  });

  it('posts a part and lets the rest go', async () => {
    const { book, holdId } = await held(60n);
    await book.posted(post(holdId, { amount: 25n }));
    expect(await figures(book)).toEqual([75n, 0n, 25n, 0n]);
    expect(await stateOf(book, holdId)).toEqual(['posted', 25n]);
  });

  it('posts part after part and ends with its last penny', async () => {
    const { book, holdId } = await held(60n);
    await book.posted(post(holdId, { amount: 25n, final: false }));
    expect(await figures(book)).toEqual([75n, 35n, 25n, 35n]);
    expect(await stateOf(book, holdId)).toEqual(['pending', 25n]);
    await book.posted(post(holdId, { amount: 35n, final: false }));
    expect(await figures(book)).toEqual([40n, 0n, 60n, 0n]);
    expect(await stateOf(book, holdId)).toEqual(['posted', 60n]);
  });

  it('lets go what a part has left', async () => {
    const { book, holdId } = await held(60n);
    await book.posted(post(holdId, { amount: 25n, final: false }), release('hold-void', holdId));
    expect(await figures(book)).toEqual([75n, 0n, 25n, 0n]);
    expect(await stateOf(book, holdId)).toEqual(['voided', 25n]);
  });

  it('posts in full though other promises have taken all that was left', async () => {
    const { book, holdId } = await held(60n);
    await book.posted(commit(40n), post(holdId));
    expect(await figures(book)).toEqual([0n, 0n, 100n, 0n]);
  });

  it('expires at its time, not before, and is found by those who look for it', async () => {
    const { book, holdId } = await held(60n, { expiresAt: new Date('2026-05-16T10:00:00Z') });
    expect(await ledger.expiredHolds(book.authorityId, clock.now())).toEqual([]);
    const later = openLedger({ database: store.database, clock: manualClock('2026-05-16T10:00:00Z') });
    expect(await later.expiredHolds(book.authorityId, new Date('2026-05-16T10:00:00Z'))).toEqual([holdId]);
    const [result] = await later.post(book.authorityId, [release('hold-expire', holdId)]);
    expect(result?.ok).toBe(true);
    expect(await figures(book)).toEqual([100n, 0n, 0n, 0n]);
    expect(await stateOf(book, holdId)).toEqual(['expired', 0n]);
    expect(await later.expiredHolds(book.authorityId, new Date('2026-05-17T10:00:00Z'))).toEqual([]);
  });

  it('is let go when its account has closed and its period too: no money is stuck for a formality', async () => {
    const { book, holdId } = await held(60n, { effectiveDate: '2026-04-10' });
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await book.posted({ ...release('hold-void', holdId), effectiveDate: '2026-04-10' });
    expect(await figures(book)).toEqual([100n, 0n, 0n, 0n]);
  });

  it('ends once, however many try at the same time', async () => {
    const { book, holdId } = await held(60n);
    const other = openLedger({ database: store.database, clock });
    const attempts = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? other : ledger).post(book.authorityId, [n % 3 ? post(holdId) : release('hold-void', holdId)]),
      ),
    );
    expect(attempts.flat().filter((result) => result.ok)).toHaveLength(1);
    const [balance, pendingOut, , pendingIn] = await figures(book);
    expect([pendingOut, pendingIn]).toEqual([0n, 0n]);
    expect([40n, 100n]).toContain(balance);
  });

  it('repeats each of its steps without effect', async () => {
    const { book, holdId } = await held(60n);
    const part = post(holdId, { amount: 10n, final: false });
    const end = release('hold-void', holdId);
    await book.posted(part, end);
    expect(await book.codes([part, end])).toEqual(['replayed', 'replayed']);
    expect(await figures(book)).toEqual([90n, 0n, 10n, 0n]);
  });

  it('stays pending when its group is refused', async () => {
    const { book, holdId } = await held(60n);
    expect(await book.codes([post(holdId), commit(1_000n)], { linked: true })).toEqual(['linked-entry-refused', 'floor-broken']);
    expect(await stateOf(book, holdId)).toEqual(['pending', 0n]);
    expect(await figures(book)).toEqual([100n, 60n, 0n, 60n]);
    await book.posted(post(holdId));
  });

  it('may go below the floor under a named override, as an entry may', async () => {
    const book = await newBook(ledger);
    await book.posted(place(60n, { override: 'agreed-provision' }));
    expect(await figures(book)).toEqual([0n, 60n, 0n, 60n]);
  });
});
