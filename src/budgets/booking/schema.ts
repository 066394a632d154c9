import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant, oneOf } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';

export const stepStates = ['pending', 'booked', 'refused'] as const;

/**
 * A decision and the money that follows from it: what is to be booked is kept with the decision, then booked, then the outcome is kept. Two
 * databases' worth of truth become one, because whoever finds a pending row can finish it, and finishing it twice books it once.
 */
export const bookingSteps = budgets.table(
  'booking_steps',
  {
    authorityId: integer('authority_id').notNull(),
    stepId: uuid('step_id').notNull(),
    /** Which room's outcome it is: a kind that the service knows how to finish. */
    kind: text('kind').notNull(),
    /** The budget, source or agreement that waits for it. */
    subjectId: text('subject_id').notNull(),
    accounts: jsonb('accounts').notNull(),
    commands: jsonb('commands').notNull(),
    /** What is to be written once it is booked: opaque ids, pence and sealed words, never a name. */
    details: jsonb('details').notNull(),
    /** Digest of the request as it was sent: the same key with other content is refused. */
    fingerprint: bytea('fingerprint'),
    state: text('state', { enum: stepStates }).notNull(),
    refusal: jsonb('refusal'),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull(),
    doneAt: instant('done_at'),
    /** Counts those who tried; what an overtaken one finds out does not count. */
    attempt: integer('attempt').notNull(),
    claimedUntil: instant('claimed_until').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.stepId] }),
    index('booking_steps_pending').on(t.authorityId, t.claimedUntil).where(sql`${t.state} = 'pending'`),
    index('booking_steps_subject').on(t.authorityId, t.subjectId),
    check('booking_steps_state', sql`${t.state} in (${oneOf(stepStates)})`),
    check('booking_steps_done', sql`(${t.state} = 'pending') = (${t.doneAt} is null)`),
    check('booking_steps_refusal', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
  ],
);
