import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { defineJob, plannedWindow } from '../../../src/platform/queue/job-contract.ts';
import { type Cadence, keepSchedule } from '../../../src/platform/queue/keep-schedule.ts';
import { createPlanner } from '../../../src/platform/queue/planner.ts';
import { testDatabase } from '../../support/database.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

const contract = defineJob({ topic: 'test.count-pennies', payload: plannedWindow });

describe('the planner', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  let clock: ManualClock;
  // Each test has an authority of its own, whose schedules the others leave behind it cannot see.
  let authorityId = 0;

  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());
  beforeEach(() => {
    authorityId += 1;
    clock = manualClock('2026-06-01T09:00:00Z');
  });

  const newPlanner = () => createPlanner({ database: store.database, clock, log: pino({ level: 'silent' }), onPlanned: () => undefined });

  const keep = (when: Cadence) =>
    inTransaction(store.database, { authorityId }, (tx) =>
      keepSchedule(tx, contract, { authorityId, scheduleId: 'pennies', when }, clock.now()),
    );

  const planAt = async (instant: string) => {
    clock.set(instant);
    await newPlanner().runOnce();
  };

  const asked = () =>
    inTransaction(store.database, { authorityId }, async (tx) => {
      const { rows } = await tx.execute<{ due: string }>(
        `SELECT payload->>'dueOn' || ' ' || (payload->>'dueAt') AS due FROM platform.outbox ORDER BY payload->>'dueAt'`,
      );
      return rows.map(({ due }) => due);
    });

  const plannedRuns = () =>
    inTransaction(store.database, { authorityId }, async (tx) => {
      const { rows } = await tx.execute<{ count: number }>('SELECT count(*)::integer AS count FROM platform.planned_runs');
      return rows[0]?.count;
    });

  it('plans nothing before it is due and each window once', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await planAt('2026-06-02T00:59:59Z');
    expect(await asked()).toEqual([]);

    await planAt('2026-06-02T01:00:00Z');
    await planAt('2026-06-02T01:00:01Z');
    expect(await asked()).toEqual(['2026-06-02 2026-06-02T01:00:00Z']);
  });

  it('plans once when two planners look at once', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    clock.set('2026-06-02T03:00:00Z');
    await Promise.all(Array.from({ length: 6 }, () => newPlanner().runOnce()));
    expect(await asked()).toEqual(['2026-06-02 2026-06-02T01:00:00Z']);
  });

  it('asks for a window once even if a schedule is set back by hand', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await planAt('2026-06-02T03:00:00Z');
    await inTransaction(store.database, { authorityId }, (tx) =>
      tx.execute(`UPDATE platform.schedules SET next_due_at = '2026-06-02T01:00:00Z' WHERE authority_id = ${authorityId}`),
    );
    await planAt('2026-06-02T03:00:01Z');
    expect(await asked()).toHaveLength(1);
    expect(await plannedRuns()).toBe(1);
  });

  it('catches up every day that was missed, each once', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await planAt('2026-06-04T12:00:00Z');
    expect(await asked()).toEqual([
      '2026-06-02 2026-06-02T01:00:00Z',
      '2026-06-03 2026-06-03T01:00:00Z',
      '2026-06-04 2026-06-04T01:00:00Z',
    ]);
  });

  it('runs a minute cadence once after a pause, for the latest window', async () => {
    await keep({ cadence: 'every-minutes', everyMinutes: 15 });
    await planAt('2026-06-01T11:07:00Z');
    expect(await asked()).toEqual(['2026-06-01 2026-06-01T11:00:00Z']);
    await planAt('2026-06-01T11:15:00Z');
    expect(await asked()).toHaveLength(2);
  });

  it('runs an hourly cadence on the hour', async () => {
    await keep({ cadence: 'hourly' });
    await planAt('2026-06-01T09:59:00Z');
    await planAt('2026-06-01T10:00:00Z');
    await planAt('2026-06-01T10:30:00Z');
    expect(await asked()).toEqual(['2026-06-01 2026-06-01T10:00:00Z']);
  });

  it('keeps local time when the clocks go forward', async () => {
    clock.set('2026-03-27T12:00:00Z');
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await planAt('2026-03-30T12:00:00Z');
    expect(await asked()).toEqual([
      '2026-03-28 2026-03-28T02:00:00Z',
      '2026-03-29 2026-03-29T01:00:00Z',
      '2026-03-30 2026-03-30T01:00:00Z',
    ]);
  });

  it('keeps local time when the clocks go back', async () => {
    clock.set('2026-10-23T12:00:00Z');
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await planAt('2026-10-26T12:00:00Z');
    expect(await asked()).toEqual([
      '2026-10-24 2026-10-24T01:00:00Z',
      '2026-10-25 2026-10-25T02:00:00Z',
      '2026-10-26 2026-10-26T02:00:00Z',
    ]);
  });

  it('runs once on the day whose 01:30 does not exist', async () => {
    clock.set('2026-03-28T12:00:00Z');
    await keep({ cadence: 'daily', atLocalTime: '01:30' });
    for (const minute of ['00:30', '01:00', '01:30', '02:30', '12:00']) await planAt(`2026-03-29T${minute}:00Z`);
    await planAt('2026-03-30T12:00:00Z');
    expect(await asked()).toEqual(['2026-03-29 2026-03-29T01:30:00Z', '2026-03-30 2026-03-30T00:30:00Z']);
  });

  it('runs once on the day that has 01:30 twice', async () => {
    clock.set('2026-10-24T12:00:00Z');
    await keep({ cadence: 'daily', atLocalTime: '01:30' });
    for (const minute of ['00:29', '00:30', '00:45', '01:30', '01:45', '12:00']) await planAt(`2026-10-25T${minute}:00Z`);
    await planAt('2026-10-26T12:00:00Z');
    expect(await asked()).toEqual(['2026-10-25 2026-10-25T01:30:00Z', '2026-10-26 2026-10-26T01:30:00Z']);
  });

  it('does not skip a missed window because the schedule was defined again', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    clock.set('2026-06-03T12:00:00Z');
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await newPlanner().runOnce();
    expect(await asked()).toHaveLength(2);
  });

  it('follows a schedule that was moved', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await keep({ cadence: 'daily', atLocalTime: '06:00' });
    await planAt('2026-06-02T12:00:00Z');
    expect(await asked()).toEqual(['2026-06-02 2026-06-02T05:00:00Z']);
  });

  it('leaves a disabled schedule alone', async () => {
    await keep({ cadence: 'daily', atLocalTime: '02:00' });
    await inTransaction(store.database, { authorityId }, (tx) =>
      tx.execute(`UPDATE platform.schedules SET enabled = false WHERE authority_id = ${authorityId}`),
    );
    await planAt('2026-06-04T12:00:00Z');
    expect(await asked()).toEqual([]);
  });
});
