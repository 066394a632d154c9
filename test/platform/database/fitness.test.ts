import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/index.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { judgeServiceRole } from '../../../src/platform/database/judge-service-role.ts';
import { migrate } from '../../../src/platform/database/migrate.ts';
import { judgeSchemaVersion } from '../../../src/platform/database/schema-version.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { newBook } from '../../support/book.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
let admin: Admin;
const opened: Database[] = [];

beforeAll(async () => {
  test = await testDatabase();
  admin = await openAdmin(test.adminUrl);
});

afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await admin.close();
  await test.close();
});

function openAs(url: string): Database {
  const database = openDatabase({ url, applicationName: 'fitness', maxConnections: 1 });
  opened.push(database);
  return database;
}

describe('the service’s role', () => {
  it('is fit when it is threefold_app', async () => {
    expect(await judgeServiceRole(test.database)).toBeUndefined();
  });

  it('is unfit as a superuser, and says what to do', async () => {
    expect(await judgeServiceRole(openAs(test.adminUrl))).toMatch(/superuser.*threefold_app/);
  });

  it('is unfit as one that bypasses row-level security or belongs to the owner', async () => {
    expect(await judgeServiceRole(openAs(test.ownerUrl))).toMatch(/bypass row-level security/);
    await admin.rows('create role somebody_of_the_owner');
    try {
      await admin.rows('grant threefold_owner to somebody_of_the_owner');
      const url = new URL(test.adminUrl);
      url.searchParams.set('options', '-c role=somebody_of_the_owner');
      expect(await judgeServiceRole(openAs(url.href))).toMatch(/belongs to their owner/);
    } finally {
      await admin.rows('drop role somebody_of_the_owner');
    }
  });
});

describe('a migration', () => {
  it('runs again on a filled database and changes nothing', async () => {
    const book = await newBook(openLedger({ database: test.database, clock: systemClock }));
    const before = await book.ledger.trialBalance(book.authorityId);
    expect((await migrate(test.ownerUrl)).functionsApplied).toEqual([]);
    expect(await book.ledger.trialBalance(book.authorityId)).toEqual(before);
  });

  it('applies a function again when its text is no longer the one that was applied', async () => {
    await admin.rows("update migrations.functions set sha256 = 'another' where file = 'ledger/sql/seal.sql'");
    expect((await migrate(test.ownerUrl)).functionsApplied).toEqual(['ledger/sql/seal.sql']);
  });

  it('tightens what was loosened by hand', async () => {
    await admin.rows('grant update, delete on ledger.postings to threefold_app');
    await admin.rows('alter table ledger.postings no force row level security');
    await migrate(test.ownerUrl);
    const [row] = await admin.rows<{ may: boolean; forced: boolean }>(`
      select has_table_privilege('threefold_app', 'ledger.postings', 'update') as may, relforcerowsecurity as forced from pg_class where oid = 'ledger.postings'::regclass`);
    expect(row).toEqual({ may: false, forced: true });
  });

  it('is asked for when the database is of another version', async () => {
    expect(await judgeSchemaVersion(test.database)).toBeUndefined();
    await admin.rows("update migrations.version set version = 'older'");
    expect(await judgeSchemaVersion(test.database)).toMatch(/of another version.*migrate/);
    await migrate(test.ownerUrl);
    expect(await judgeSchemaVersion(test.database)).toBeUndefined();
  });
});
