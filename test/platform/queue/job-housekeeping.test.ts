import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobHousekeeping } from '../../../src/platform/queue/job-housekeeping.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { manualClock } from '../../support/manual-clock.ts';

let store: TestDatabase;
let admin: Admin;
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

it('forgets work that ended over ninety days ago, of every authority, and nothing that is still to be done', async () => {
  const row = (authorityId: number, name: string, delivered: string | null) =>
    admin.rows(
      `with o as (insert into platform.outbox (authority_id, outbox_id, topic, payload, recorded_at, delivered_at)
                  values ($1, md5($2)::uuid, $2, '{}', '2026-01-01', $3) returning outbox_id)
       insert into platform.job_attempts (authority_id, job_id, attempt, topic, started_at, finished_at, outcome)
       select $1, outbox_id::text, 1, $2, '2026-01-01', $3::timestamptz, case when $3::timestamptz is null then null else 'done' end from o`,
      [authorityId, name, delivered],
    );
  await row(1, 'old', '2026-01-02');
  await row(2, 'old of another authority', '2026-01-02');
  await row(1, 'old and undelivered', null);
  await row(1, 'recent', '2026-03-15');
  await admin.rows(
    `insert into platform.planned_runs values (1, 'nightly', '2026-01-02', '2026-01-02'), (1, 'nightly', '2026-03-15', '2026-03-15')`,
  );

  const housekeeping = createJobHousekeeping({
    database: store.database,
    clock: manualClock('2026-04-10T09:00:00Z'),
    log: pino({ level: 'silent' }),
  });

  expect(await housekeeping.runOnce()).toBe(3);
  const left = await admin.rows<{ topic: string }>('select topic from platform.outbox order by topic');
  expect(left.map(({ topic }) => topic)).toEqual(['old and undelivered', 'recent']);
  const attempts = await admin.rows<{ topic: string }>('select topic from platform.job_attempts order by topic');
  expect(attempts.map(({ topic }) => topic)).toEqual(['old and undelivered', 'recent']);
  expect(await admin.rows('select 1 from platform.planned_runs')).toHaveLength(1);
  expect(await housekeeping.runOnce()).toBe(0);
});
