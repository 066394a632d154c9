import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { deposit, newBook } from '../support/book.ts';
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

describe('what is said about an entry', () => {
  it('is kept beside it in revisions, and the entry stays as it was', async () => {
    const book = await newBook(ledger);
    const sent = { ...deposit(1n), metadata: { run: 'R1', nested: { list: [1, 'zwei', null] } } };
    await book.posted(sent, deposit(2n));
    const [first] = await ledger.entries(book.authorityId, [sent.id]);
    expect(first).toMatchObject({ metadata: sent.metadata, metadataRevision: 1 });
    expect(await ledger.describeEntry(book.actor, sent.id, { run: 'R2' }, 1)).toEqual({ ok: true, value: { revision: 2 } });
    const [second] = await ledger.entries(book.authorityId, [sent.id]);
    expect(second).toEqual({ ...first, metadata: { run: 'R2' }, metadataRevision: 2 });
    const revisions = await admin.rows('select revision, data from ledger.entry_metadata where authority_id = $1 order by revision', [
      book.authorityId,
    ]);
    expect(revisions).toEqual([
      { revision: 1, data: sent.metadata },
      { revision: 2, data: { run: 'R2' } },
    ]);
  });

  it('begins at nothing', async () => {
    const book = await newBook(ledger);
    const sent = deposit(1n);
    await book.posted(sent);
    const [stored] = await ledger.entries(book.authorityId, [sent.id]);
    expect([stored?.metadata, stored?.metadataRevision]).toEqual([undefined, 0]);
  });

  it('is not lost when two people write at once: one of them is told', async () => {
    const book = await newBook(ledger);
    const sent = deposit(1n);
    await book.posted(sent);
    const results = await Promise.all(['mine', 'theirs'].map((note) => ledger.describeEntry(book.actor, sent.id, { note }, 0)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ refusal: { code: 'revision-stale', facts: { revision: 1 } } });
  });
});

describe('a balance assertion', () => {
  it('is kept when the account stands as it says, once under its id', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(100n));
    const assertion = { assertionId: randomUUID(), account: 'cash', asOf: '2026-05-15', balance: 100n } as const;
    expect(await ledger.assertBalance(book.actor, assertion)).toEqual({ ok: true, value: { asserted: true } });
    expect(await ledger.assertBalance(book.actor, assertion)).toEqual({ ok: true, value: { asserted: false } });
    expect(await ledger.assertBalance(book.actor, { ...assertion, asOf: '2026-05-16' })).toMatchObject({
      ok: false,
      refusal: { code: 'idempotency-conflict' },
    });
  });

  it('holds for its day, whatever comes later', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(100n), deposit(5n, '2026-06-01'));
    const before = await ledger.assertBalance(book.actor, {
      assertionId: randomUUID(),
      account: 'bank',
      asOf: '2026-05-31',
      balance: 100n,
    });
    const wrong = await ledger.assertBalance(book.actor, { assertionId: randomUUID(), account: 'bank', asOf: '2026-06-01', balance: 100n });
    expect([before.ok, wrong.ok]).toEqual([true, false]);
    expect(wrong).toMatchObject({ refusal: { facts: { balance: 105n } } });
  });
});
