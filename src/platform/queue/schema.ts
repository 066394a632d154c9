import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgSchema, primaryKey, text, time, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';

export const platform = pgSchema('platform');

/**
 * What is still to be done. A row is written in the same statement as the fact that asks for it and stays undelivered until its job has
 * come to an end (done or refused), not merely until a queue has taken it: a queue that is wiped therefore costs delay and nothing else.
 * `claimed_until` is the relay's lease, `attempt` counts hand-overs. The payload names ids only; it never holds personal data.
 */
export const outbox = platform.table(
  'outbox',
  {
    authorityId: integer('authority_id').notNull(),
    outboxId: uuid('outbox_id').notNull(),
    topic: text('topic').notNull(),
    payload: jsonb('payload').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    claimedUntil: instant('claimed_until'),
    attempt: integer('attempt').notNull().default(0),
    deliveredAt: instant('delivered_at'),
  },
  (table) => [
    primaryKey({ columns: [table.authorityId, table.outboxId] }),
    index('outbox_undelivered').on(table.recordedAt).where(sql`delivered_at IS NULL`),
  ],
);

/** When work falls due. BullMQ's own schedulers are not used: they vanish with the queue and never replay a missed window. */
export const schedules = platform.table(
  'schedules',
  {
    authorityId: integer('authority_id').notNull(),
    scheduleId: text('schedule_id').notNull(),
    topic: text('topic').notNull(),
    cadence: text('cadence', { enum: ['daily', 'hourly', 'every-minutes'] }).notNull(),
    atLocalTime: time('at_local_time'),
    everyMinutes: integer('every_minutes'),
    payload: jsonb('payload').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    nextDueAt: instant('next_due_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.authorityId, table.scheduleId] }),
    index('schedules_next_due').on(table.nextDueAt).where(sql`enabled`),
    check(
      'schedules_cadence',
      sql`(cadence = 'daily' AND at_local_time IS NOT NULL AND every_minutes IS NULL)
        OR (cadence = 'hourly' AND at_local_time IS NULL AND every_minutes IS NULL)
        OR (cadence = 'every-minutes' AND at_local_time IS NULL AND every_minutes IS NOT NULL AND every_minutes BETWEEN 1 AND 1440)`,
    ),
  ],
);

/** A due occurrence exists once, whatever the number of planners: the primary key says so. */
export const plannedRuns = platform.table(
  'planned_runs',
  {
    authorityId: integer('authority_id').notNull(),
    scheduleId: text('schedule_id').notNull(),
    dueAt: instant('due_at').notNull(),
    plannedAt: instant('planned_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.authorityId, table.scheduleId, table.dueAt] })],
);

/** Our own record of who tried what. Recovery and fencing read this table and the passed-in clock, never BullMQ's locks. */
export const jobAttempts = platform.table(
  'job_attempts',
  {
    authorityId: integer('authority_id').notNull(),
    jobId: text('job_id').notNull(),
    attempt: integer('attempt').notNull(),
    topic: text('topic').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    outcome: text('outcome', { enum: ['done', 'refused', 'outage', 'superseded'] }),
    errorCode: text('error_code'),
  },
  (table) => [
    primaryKey({ columns: [table.authorityId, table.jobId, table.attempt] }),
    check(
      'job_attempts_outcome',
      sql`outcome IN ('done', 'refused', 'outage', 'superseded') AND (outcome IS NULL) = (finished_at IS NULL)`,
    ),
  ],
);
