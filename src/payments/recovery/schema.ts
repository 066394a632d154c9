import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, date, foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { agreements } from '../agreements/schema.ts';
import { payments, type StoredPart } from '../schema.ts';
import {
  careConcernStates,
  challengeRoutes,
  heldAsKinds,
  payerKinds,
  recoveryEventKinds,
  recoveryGrounds,
  recoveryStates,
  takingKinds,
  takingStates,
  unusedReasons,
} from './rules/kinds.ts';

/** Money to return: one matter with one ground, from the first look to the last penny. What was said in it lies sealed in its events. */
export const recoveryCases = payments.table(
  'recovery_cases',
  {
    authorityId: integer('authority_id').notNull(),
    caseId: uuid('case_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    planId: uuid('plan_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    lineCode: text('line_code').notNull(),
    /** The law that lists the ground. */
    regime: text('regime').notNull(),
    ground: text('ground', { enum: recoveryGrounds }).notNull(),
    heldAs: text('held_as', { enum: heldAsKinds }).notNull(),
    state: text('state', { enum: recoveryStates }).notNull(),
    /** Pence as text: what the sum was worked out from, as the family is told it. */
    figures: jsonb('figures').$type<Readonly<Record<string, string>>>().notNull(),
    countedOn: date('counted_on').$type<PlainDate>().notNull(),
    /** What is asked for; it can only become less. */
    amount: pence('amount').notNull(),
    cushion: pence('cushion').notNull(),
    whyUnused: text('why_unused', { enum: unusedReasons }),
    careConcern: text('care_concern', { enum: careConcernStates }).notNull(),
    noticeOn: date('notice_on').$type<PlainDate>(),
    noticedBy: text('noticed_by'),
    /** Before this day nothing is decided and nothing is taken. */
    firstDay: date('first_day').$type<PlainDate>(),
    payerKind: text('payer_kind', { enum: payerKinds }),
    payerPersonId: uuid('payer_person_id'),
    challengeRoute: text('challenge_route', { enum: challengeRoutes }),
    challengedOn: date('challenged_on').$type<PlainDate>(),
    answerBy: date('answer_by').$type<PlainDate>(),
    answeredOn: date('answered_on').$type<PlainDate>(),
    decidedOn: date('decided_on').$type<PlainDate>(),
    /** Whose money it is; known from the decision on. */
    parts: jsonb('parts').$type<readonly StoredPart[]>(),
    /** Decided and not yet returned or written off. */
    outstanding: pence('outstanding').notNull(),
    writeOffAmount: pence('write_off_amount'),
    writeOffBy: text('write_off_by'),
    /** The money step that is under way. */
    stepId: uuid('step_id'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.caseId] }),
    index('recovery_cases_family').on(t.authorityId, t.familyId),
    index('recovery_cases_open').on(t.authorityId, t.state).where(sql`${t.state} in ('draft', 'noticed', 'decided')`),
    // Two matters of one ground about the same money would ask for it twice.
    uniqueIndex('recovery_cases_one_open')
      .on(t.authorityId, t.agreementId, t.ground)
      .where(sql`${t.state} in ('draft', 'noticed', 'decided')`),
    foreignKey({
      name: 'recovery_cases_agreement',
      columns: [t.authorityId, t.agreementId],
      foreignColumns: [agreements.authorityId, agreements.agreementId],
    }),
    check('recovery_cases_ground', sql`${t.ground} in (${oneOf(recoveryGrounds)})`),
    check('recovery_cases_state', sql`${t.state} in (${oneOf(recoveryStates)})`),
    check('recovery_cases_amount', sql`${t.amount} > 0 and ${t.outstanding} between 0 and ${t.amount}`),
    check(
      'recovery_cases_notice',
      sql`${t.state} in ('draft', 'withdrawn') or (${t.noticeOn} is not null and ${t.firstDay} >= ${t.noticeOn})`,
    ),
    check('recovery_cases_not_before', sql`${t.decidedOn} is null or ${t.decidedOn} >= ${t.firstDay}`),
    check('recovery_cases_challenge', sql`(${t.challengedOn} is null) = (${t.answerBy} is null)`),
    check('recovery_cases_answer', sql`${t.answeredOn} is null or ${t.challengedOn} is not null`),
    check('recovery_cases_decided', sql`(${t.decidedOn} is null) = (${t.parts} is null)`),
  ],
);

const ofCase = (t: { authorityId: AnyPgColumn; caseId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.caseId], foreignColumns: [recoveryCases.authorityId, recoveryCases.caseId] });

/** What happened in a case, in its order, with the words that were said: rows are added and never changed. */
export const recoveryEvents = payments.table(
  'recovery_events',
  {
    authorityId: integer('authority_id').notNull(),
    eventId: uuid('event_id').notNull(),
    caseId: uuid('case_id').notNull(),
    familyId: uuid('family_id').notNull(),
    number: integer('number').notNull(),
    kind: text('kind', { enum: recoveryEventKinds }).notNull(),
    on: date('on_day').$type<PlainDate>().notNull(),
    amount: pence('amount'),
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.eventId] }),
    uniqueIndex('recovery_events_number').on(t.authorityId, t.caseId, t.number),
    ofCase(t, 'recovery_events_case'),
    check('recovery_events_kind', sql`${t.kind} in (${oneOf(recoveryEventKinds)})`),
  ],
);

/** When and how the sum comes back: payments that the family makes, and what is kept from payments to it. */
export const recoveryTakings = payments.table(
  'recovery_takings',
  {
    authorityId: integer('authority_id').notNull(),
    takingId: uuid('taking_id').notNull(),
    caseId: uuid('case_id').notNull(),
    kind: text('kind', { enum: takingKinds }).notNull(),
    dueOn: date('due_on').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    parts: jsonb('parts').$type<readonly StoredPart[]>().notNull(),
    state: text('state', { enum: takingStates }).notNull(),
    /** Of an offset: the instalment it is kept from. */
    dueRef: text('due_ref'),
    takenOn: date('taken_on').$type<PlainDate>(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.takingId] }),
    index('recovery_takings_case').on(t.authorityId, t.caseId),
    uniqueIndex('recovery_takings_instalment').on(t.authorityId, t.dueRef, t.caseId).where(sql`${t.state} <> 'cancelled'`),
    ofCase(t, 'recovery_takings_case'),
    check('recovery_takings_kind', sql`${t.kind} in (${oneOf(takingKinds)})`),
    check('recovery_takings_state', sql`${t.state} in (${oneOf(takingStates)})`),
    check('recovery_takings_amount', sql`${t.amount} > 0`),
    check('recovery_takings_offset', sql`(${t.kind} = 'offset') = (${t.dueRef} is not null)`),
    check('recovery_takings_taken', sql`(${t.state} = 'taken') = (${t.takenOn} is not null)`),
  ],
);

/** Every letter of a case as it was written, kept once as meaning: text and PDF are drawn from it. */
export const recoveryLetters = payments.table(
  'recovery_letters',
  {
    authorityId: integer('authority_id').notNull(),
    letterId: uuid('letter_id').notNull(),
    caseId: uuid('case_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: ['notice', 'answer', 'decision'] }).notNull(),
    on: date('on_day').$type<PlainDate>().notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.letterId] }),
    index('recovery_letters_case').on(t.authorityId, t.caseId),
    ofCase(t, 'recovery_letters_case'),
    check('recovery_letters_kind', sql`${t.kind} in ('notice', 'answer', 'decision')`),
  ],
);
