import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOut } from '../../../src/platform/database/copy-out.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { isOutage } from '../../../src/platform/database/outage.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
let admin: Admin;

beforeAll(async () => {
  test = await testDatabase();
  admin = await openAdmin(test.adminUrl);
});
afterAll(async () => {
  await admin.close();
  await test.close();
});

async function rowsOf(statement: string, onRow?: (bytes: Buffer) => void): Promise<string[]> {
  const rows: string[] = [];
  await inTransaction(test.database, {}, (_, client) => copyOut(client, statement, onRow ?? ((bytes) => rows.push(bytes.toString()))));
  return rows;
}

describe('rows that come by copy', () => {
  it('are given one by one, in order, however many they are', async () => {
    const rows = await rowsOf(`copy (select n, repeat('x', n % 90) from generate_series(1, 30000) n) to stdout (delimiter ',')`);
    expect(rows).toHaveLength(30_000);
    expect(rows.every((row, n) => row === `${n + 1},${'x'.repeat((n + 1) % 90)}\n`)).toBe(true);
  });

  it('end with what the statement failed of, and the connection goes on', async () => {
    await expect(rowsOf('copy (select 1 / (5 - n) from generate_series(1, 9) n) to stdout')).rejects.toThrow('division by zero');
    expect(await rowsOf('copy (select 7) to stdout')).toEqual(['7\n']);
  });

  it('end with what their reader threw, and not with the process', async () => {
    let seen = 0;
    const reading = rowsOf('copy (select n from generate_series(1, 50000) n) to stdout', () => {
      seen += 1;
      if (seen === 3) throw new Error('cannot read this');
    });
    await expect(reading).rejects.toThrow('cannot read this');
    expect(seen).toBe(3);
  });

  it('end as an outage when the server goes away in the middle of them', async () => {
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy (select pg_sleep%' and pid <> pg_backend_pid()`;
    const reading = rowsOf('copy (select pg_sleep(0.01) from generate_series(1, 100000)) to stdout').catch((error: unknown) => error);
    await expect.poll(() => admin.rows(kill)).toHaveLength(1);
    expect(isOutage(await reading)).toBe(true);
  });
});
