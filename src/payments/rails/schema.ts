import { sql } from 'drizzle-orm';
import { boolean, check, date, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { payments } from '../schema.ts';

/**
 * `intended` is committed before the rail is called. `taken` and `refused` are the rail's answers; `absent` is its answer to our question
 * whether it knows the payment; `in-doubt` is no answer. A later attempt closes an earlier one as `superseded`.
 */
export const attemptStates = ['intended', 'in-doubt', 'taken', 'refused', 'absent', 'superseded'] as const;
export type AttemptState = (typeof attemptStates)[number];
/** How money left by hand. */
export const handMethods = ['cheque', 'bank-screen', 'prepaid-card'] as const;
export type HandMethod = (typeof handMethods)[number];

/** Our own record of every try to make a payment leave. Recovery and fencing read this table and the passed-in clock, never a queue's lock. */
export const paymentAttempts = payments.table(
  'payment_attempts',
  {
    authorityId: integer('authority_id').notNull(),
    instructionId: uuid('instruction_id').notNull(),
    attempt: integer('attempt').notNull(),
    rail: text('rail').notNull(),
    /** Sent with the call; every attempt at a payment has the same, so that a rail that remembers keys never pays it twice. */
    key: text('key').notNull(),
    state: text('state', { enum: attemptStates }).notNull(),
    intendedAt: instant('intended_at').notNull(),
    answeredAt: instant('answered_at'),
    /** The rail's own name for the payment; of a payment by hand, the cheque's number or what the bank's screen showed. */
    railReference: text('rail_reference'),
    /** Why the rail refused, as a code. */
    reason: text('reason'),
    method: text('method', { enum: handMethods }),
    madeOn: date('made_on').$type<PlainDate>(),
    recordedBy: text('recorded_by'),
    confirmedBy: text('confirmed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.instructionId, t.attempt] }),
    foreignKey({
      name: 'payment_attempts_instruction',
      columns: [t.authorityId, t.instructionId],
      foreignColumns: [paymentInstructions.authorityId, paymentInstructions.instructionId],
    }),
    uniqueIndex('payment_attempts_one_open').on(t.authorityId, t.instructionId).where(sql`${t.state} in ('intended', 'in-doubt')`),
    uniqueIndex('payment_attempts_one_taken').on(t.authorityId, t.instructionId).where(sql`${t.state} = 'taken'`),
    index('payment_attempts_open').on(t.authorityId, t.intendedAt).where(sql`${t.state} in ('intended', 'in-doubt')`),
    check('payment_attempts_state', sql`${t.state} in (${oneOf(attemptStates)})`),
    check('payment_attempts_answered', sql`(${t.state} in ('intended', 'in-doubt')) = (${t.answeredAt} is null)`),
    check('payment_attempts_method', sql`${t.method} in (${oneOf(handMethods)})`),
    check('payment_attempts_two_people', sql`${t.confirmedBy} <> ${t.recordedBy}`),
  ],
);

/** Which rails an authority pays by, from which of its bank accounts and how much at most. */
export const railSettings = payments.table(
  'rail_settings',
  {
    authorityId: integer('authority_id').notNull(),
    rail: text('rail').notNull(),
    /** Which of our accounts in the books the money leaves. */
    bank: text('bank').notNull(),
    settledBy: text('settled_by', { enum: ['bank-statement', 'rail-statement'] }).notNull(),
    largestPayment: pence('largest_payment').notNull(),
    largestRun: pence('largest_run').notNull(),
    /** Runs are planned for it every day without asking. */
    plannedDaily: boolean('planned_daily').notNull(),
    /** How far the rail's list of returns and its own statement were read. */
    returnsReadTo: text('returns_read_to'),
    statementReadTo: text('statement_read_to'),
    revision: integer('revision').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.rail] }),
    check('rail_settings_settled_by', sql`${t.settledBy} in ('bank-statement', 'rail-statement')`),
    check('rail_settings_limits', sql`${t.largestPayment} > 0 and ${t.largestRun} >= ${t.largestPayment}`),
  ],
);
