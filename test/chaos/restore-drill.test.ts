import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { databaseUrl } from '../../src/platform/database/prepare-cluster.ts';
import { runAsAdmin, TEST_PASSWORDS } from '../support/cluster.ts';
import { testDatabase } from '../support/database.ts';
import { postgresClient } from '../support/postgres-client.ts';
import { AUTHORITY, openChaosBook, purse, send } from './book.ts';
import { startAgain, startOwnCluster, urlsOf } from './own-cluster.ts';
import { seededRandom } from './seeded-random.ts';

const tools = await postgresClient(inject('adminUrl'));

describe('a backup', () => {
  it('that is a copy of the data folder of a stopped service starts elsewhere, verifies and goes on', async () => {
    const cluster = await startOwnCluster();
    const before = await withDatabase(urlsOf(cluster.postgres).appUrl, async (database) => {
      await openChaosBook(openLedger({ database, clock }));
      await postSome(database);
      return verifyBook(database, AUTHORITY);
    });
    await cluster.postgres.stop();

    const elsewhere = join(cluster.folder, 'elsewhere');
    cpSync(cluster.dataDirectory, elsewhere, { recursive: true, filter: (path) => !path.endsWith('threefold.lock') });
    const restored = await startAgain(elsewhere);
    await withDatabase(urlsOf(restored).appUrl, (database) => expectTheSameAndMore(database, before));
    await restored.stop();
    await cluster.close();
  });

  it.skipIf(tools === undefined)('that is a dump is restored into an empty database, verifies and goes on', async () => {
    if (tools === undefined) return;
    const store = await testDatabase();
    await openChaosBook(openLedger({ database: store.database, clock }));
    await postSome(store.database);
    const before = await verifyBook(store.database, AUTHORITY);

    const dump = await tools.dump(store.ownerUrl);
    const name = `threefold_restored_${process.pid}`;
    await runAsAdmin(
      inject('adminUrl'),
      `create database ${name} owner threefold_owner template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
    );
    await tools.restore(dump, databaseUrl(store.ownerUrl, { database: name }));
    const appUrl = databaseUrl(inject('adminUrl'), { database: name, user: 'threefold_app', password: TEST_PASSWORDS.app });
    await withDatabase(appUrl, (database) => expectTheSameAndMore(database, before));
    await runAsAdmin(inject('adminUrl'), `drop database ${name} with (force)`);
    await store.close();
  });
});

const clock = { now: () => new Date('2026-04-15T12:00:00Z') };

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, applicationName: 'threefold-restore-drill', maxConnections: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function postSome(database: Database): Promise<void> {
  const random = seededRandom(1);
  const ledger = openLedger({ database, clock });
  for (let n = 0; n < 50; n += 1) {
    const legs = [[purse('actual', random(6)), '-250'] as const, [purse('actual', 6 + random(6)), '250'] as const];
    expect(await send(ledger, { linked: false, commands: [{ id: crypto.randomUUID(), legs }] })).toMatchObject([{ outcome: 'ok' }]);
  }
}

async function expectTheSameAndMore(database: Database, before: Awaited<ReturnType<typeof verifyBook>>): Promise<void> {
  expect(before).toMatchObject({ green: true, entries: 50n });
  expect(await verifyBook(database, AUTHORITY)).toEqual(before);
  await postSome(database);
  expect(await verifyBook(database, AUTHORITY)).toMatchObject({ green: true, entries: 100n });
}
