import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { deposit, newBook, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

/** More blocks than are re-read in one go, so that what is carried from one stretch to the next is tried as well. */
const BLOCKS = 450;
const entries = Array.from({ length: BLOCKS }, (_, n) => deposit(BigInt(n + 1)));

let store: TestDatabase;
let admin: Admin;
let book: TestBook;

beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  book = await newBook(openLedger({ database: store.database, clock: manualClock('2026-05-15T10:00:00Z') }));
  for (const each of entries) await book.posted(each);
  for (const name of ['entries', 'postings', 'blocks']) await admin.rows(`alter table ledger.${name} disable trigger user`);
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

/** What was touched is put back afterwards. */
async function tampered(table: string, statement: string): Promise<Awaited<ReturnType<typeof verifyBook>>> {
  await admin.rows(`create temp table kept as table ${table}`);
  try {
    await admin.rows(statement);
    return await verifyBook(store.database, book.authorityId);
  } finally {
    await admin.rows(`delete from ${table}; insert into ${table} select * from kept; drop table kept`);
  }
}

const blockOf = (n: number) => `(select block_seq from ledger.entries where entry_id = '${entries[n]?.id}')`;

describe('a chain that is longer than what is re-read in one go', () => {
  it('is proved from its first block to its last, and says how far it is', async () => {
    const proved: bigint[] = [];
    const report = await verifyBook(store.database, book.authorityId, { onProgress: (block) => proved.push(block) });
    expect(report).toMatchObject({ green: true, findings: [], entries: BigInt(BLOCKS), postings: BigInt(BLOCKS * 2) });
    expect(proved.length).toBeGreaterThan(1);
    expect(proved.at(-1)).toBe(report.head.blockSeq);
  });

  for (const n of [0, 190, 210, BLOCKS - 1]) {
    it(`names its entry number ${n + 1} when that was touched`, async () => {
      const report = await tampered('ledger.entries', `update ledger.entries set description = 'x' where entry_id = '${entries[n]?.id}'`);
      expect(report.findings).toMatchObject([{ check: 'entry-digest', entryId: entries[n]?.id }]);
    });

    it(`names its entry number ${n + 1} when a posting of it is gone`, async () => {
      const report = await tampered('ledger.postings', `delete from ledger.postings where entry_id = '${entries[n]?.id}' and leg = 1`);
      expect(report.findings.find(({ entryId }) => entryId !== undefined)?.entryId).toBe(entries[n]?.id);
    });
  }

  it('is not cut short by a hole that is longer than that', async () => {
    const report = await tampered('ledger.blocks', `delete from ledger.blocks where block_seq between ${blockOf(10)} and ${blockOf(430)}`);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ check: 'block-link', detail: 'the block before it is missing', entryId: entries[431]?.id }),
    );
    expect(report.findings.filter(({ check }) => check === 'entries-sealed').length).toBe(100);
  });
});
