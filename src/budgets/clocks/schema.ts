import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';
import { clockEventKinds, clockFactKinds, clockKinds, clockStates, paymentFactKinds, streams } from './rules/clock-words.ts';

const day = (name: string) => date(name).$type<PlainDate>();

/** Something that must be done by a day. What it hangs on is kept with it, so that the day can be worked out again. */
export const clocks = budgets.table(
  'clocks',
  {
    authorityId: integer('authority_id').notNull(),
    clockId: uuid('clock_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    planId: uuid('plan_id'),
    budgetId: uuid('budget_id'),
    kind: text('kind', { enum: clockKinds }).notNull(),
    stream: text('stream', { enum: streams }),
    /** Which duty this is, for ever: the same is never opened twice, however its day moves. */
    duty: text('duty').notNull(),
    /** The last day on which it is in time. */
    dueOn: day('due_on').notNull(),
    /** From this day it stands in the due list as urgent: a day before the last one where the law can be read to end a day earlier. */
    alarmOn: day('alarm_on').notNull(),
    state: text('state', { enum: clockStates }).notNull(),
    /** Code of the rule that set the day. */
    rule: text('rule').notNull(),
    /** Ids, codes and dates that the day follows from. */
    hangsOn: jsonb('hangs_on').$type<Readonly<Record<string, unknown>>>().notNull(),
    openedOn: day('opened_on').notNull(),
    doneOn: day('done_on'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.clockId] }),
    unique('clocks_duty').on(t.authorityId, t.duty),
    index('clocks_due').on(t.authorityId, t.alarmOn, t.clockId).where(sql`${t.state} in ('open', 'missed')`),
    index('clocks_family').on(t.authorityId, t.familyId),
    index('clocks_plan').on(t.authorityId, t.planId),
    check('clocks_kind', sql`${t.kind} in (${oneOf(clockKinds)})`),
    check('clocks_state', sql`${t.state} in (${oneOf(clockStates)}) and (${t.state} = 'done') = (${t.doneOn} is not null)`),
    check('clocks_stream', sql`${t.stream} is null or ${t.stream} in (${oneOf(streams)})`),
    check('clocks_alarm', sql`${t.alarmOn} <= ${t.dueOn}`),
  ],
);

/** What happened to a clock: opened, moved, missed, done. Never rewritten. */
export const clockEvents = budgets.table(
  'clock_events',
  {
    authorityId: integer('authority_id').notNull(),
    clockId: uuid('clock_id').notNull(),
    revision: integer('revision').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: clockEventKinds }).notNull(),
    on: day('on_date').notNull(),
    facts: jsonb('facts').$type<Readonly<Record<string, unknown>>>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.clockId, t.revision] }),
    check('clock_events_kind', sql`${t.kind} in (${oneOf(clockEventKinds)})`),
  ],
);

/** What clocks hang on beyond the plan itself: a first payment, a review of the payments, a notice, a question asked. Told once, kept for ever. */
export const clockFacts = budgets.table(
  'clock_facts',
  {
    authorityId: integer('authority_id').notNull(),
    factId: uuid('fact_id').notNull(),
    familyId: uuid('family_id').notNull(),
    planId: uuid('plan_id').notNull(),
    kind: text('kind', { enum: clockFactKinds }).notNull(),
    stream: text('stream', { enum: streams }),
    /** The agreement, budget, decision or review it is about. */
    subjectId: uuid('subject_id').notNull(),
    on: day('on_date').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.factId] }),
    index('clock_facts_plan').on(t.authorityId, t.planId),
    // Once for each subject: a decision has one reconsideration, an agreement one first payment in a stream.
    uniqueIndex('clock_facts_once').on(t.authorityId, t.kind, t.subjectId, sql`coalesce(${t.stream}, '')`),
    check('clock_facts_kind', sql`${t.kind} in (${oneOf(clockFactKinds)})`),
    check('clock_facts_stream', sql`${t.stream} is null or ${t.stream} in (${oneOf(streams)})`),
    check('clock_facts_of_payments', sql`(${t.stream} is not null) = (${t.kind} in (${oneOf(paymentFactKinds)}))`),
  ],
);

/** What an authority has decided for itself, from a day on; earlier decisions stay for the days they counted on. */
export const policySettings = budgets.table(
  'policy_settings',
  {
    authorityId: integer('authority_id').notNull(),
    code: text('code').notNull(),
    from: day('from_date').notNull(),
    /** Null: from then on nothing of the kind. */
    value: integer('value'),
    /** The decision it comes from: a minute, a page of the council's policy. */
    source: text('source').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.code, t.from] })],
);
