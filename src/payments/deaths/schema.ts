import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';
import { deathKinds, deathStates, deathSteps, stepStates } from './rules/steps.ts';

/** That somebody has died, as far as money and messages are concerned. */
export const deaths = payments.table(
  'deaths',
  {
    authorityId: integer('authority_id').notNull(),
    deathId: uuid('death_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** Null for a payee who is no person of the record. */
    personId: uuid('person_id'),
    payeeId: uuid('payee_id'),
    kind: text('kind', { enum: deathKinds }).notNull(),
    /** Null while only the bank has told of it. */
    diedOn: date('died_on').$type<PlainDate>(),
    learntOn: date('learnt_on').$type<PlainDate>().notNull(),
    state: text('state', { enum: deathStates }).notNull(),
    /** The officer who takes over; null until somebody is named. */
    owner: text('owner'),
    /** From this day automatic messages may go to the family again: an officer's decision. */
    contactFrom: date('contact_from').$type<PlainDate>(),
    sealed: bytea('sealed'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.deathId] }),
    index('deaths_family').on(t.authorityId, t.familyId),
    uniqueIndex('deaths_person_once')
      .on(t.authorityId, t.personId)
      .where(sql`${t.state} <> 'recorded-in-error' and ${t.personId} is not null`),
    uniqueIndex('deaths_payee_once')
      .on(t.authorityId, t.payeeId)
      .where(sql`${t.state} <> 'recorded-in-error' and ${t.payeeId} is not null`),
    check('deaths_kind', sql`${t.kind} in (${oneOf(deathKinds)})`),
    check('deaths_state', sql`${t.state} in (${oneOf(deathStates)})`),
    check('deaths_somebody', sql`${t.personId} is not null or ${t.payeeId} is not null`),
  ],
);

/** What has to be done after a death, each with its day. */
export const deathStepRows = payments.table(
  'death_steps',
  {
    authorityId: integer('authority_id').notNull(),
    deathId: uuid('death_id').notNull(),
    step: text('step', { enum: deathSteps }).notNull(),
    dueOn: date('due_on').$type<PlainDate>().notNull(),
    state: text('state', { enum: stepStates }).notNull(),
    doneBy: text('done_by'),
    doneAt: instant('done_at'),
    sealed: bytea('sealed'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.deathId, t.step] }),
    foreignKey({ name: 'death_steps_death_id', columns: [t.authorityId, t.deathId], foreignColumns: [deaths.authorityId, deaths.deathId] }),
    check('death_steps_step', sql`${t.step} in (${oneOf(deathSteps)})`),
    check('death_steps_state', sql`${t.state} in (${oneOf(stepStates)})`),
    check('death_steps_done', sql`(${t.state} = 'open') = (${t.doneBy} is null)`),
  ],
);
