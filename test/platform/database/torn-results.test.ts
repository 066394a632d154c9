import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('a statement after its connection died in the middle of another’s result', () => {
  it('answers whole or says that the database was away, never with its beginning missing', async () => {
    const { sql } = test.database;
    for (let round = 0; round < 12; round += 1) {
      const long = sql`select n, pg_sleep(case when n = 300 then 0.2 else 0 end), repeat('x', 2000) from generate_series(1, 400) n`.catch(
        (error: unknown) => error,
      );
      const killed = admin.rows(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'threefold-test' and datname = current_database() and state = 'active'",
      );
      await Promise.all([long, killed]);
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => sql<{ one: number }[]>`select 1 as one`.catch((error: unknown) => error)),
      );
      for (const answer of answers) {
        if (answer instanceof Error) expect(isOutage(answer)).toBe(true);
        else expect(answer).toMatchObject([{ one: 1 }]);
      }
    }
  });
});
