import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';
import { lateCauses } from './rules/causes.ts';
import { claimKinds, claimStates, missingAnswers, urgentReasons, urgentStates } from './rules/kinds.ts';

/** Why a payment came late, as an officer found out. Found out better later, it is a new row. */
export const lateCauseRows = payments.table(
  'late_causes',
  {
    authorityId: integer('authority_id').notNull(),
    causeId: uuid('cause_id').notNull(),
    familyId: uuid('family_id').notNull(),
    dueRef: text('due_ref').notNull(),
    cause: text('cause', { enum: lateCauses }).notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.causeId] }),
    index('late_causes_due_ref').on(t.authorityId, t.dueRef),
    check('late_causes_cause', sql`${t.cause} in (${oneOf(lateCauses)})`),
  ],
);

/** Somebody said that a payment has not come. */
export const missingPayments = payments.table(
  'missing_payments',
  {
    authorityId: integer('authority_id').notNull(),
    caseId: uuid('case_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** Who said so, or for whom somebody did. */
    personId: uuid('person_id'),
    /** Null when nobody could tell which one. */
    dueRef: text('due_ref'),
    openedOn: date('opened_on').$type<PlainDate>().notNull(),
    answerBy: date('answer_by').$type<PlainDate>().notNull(),
    answer: text('answer', { enum: missingAnswers }),
    answeredOn: date('answered_on').$type<PlainDate>(),
    answeredBy: text('answered_by'),
    sealed: bytea('sealed'),
    answerSealed: bytea('answer_sealed'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.caseId] }),
    index('missing_payments_family').on(t.authorityId, t.familyId),
    index('missing_payments_open').on(t.authorityId, t.answerBy).where(sql`${t.answer} is null`),
    uniqueIndex('missing_payments_once')
      .on(t.authorityId, t.familyId, t.dueRef)
      .where(sql`${t.answer} is null and ${t.dueRef} is not null`),
    check('missing_payments_answer', sql`${t.answer} in (${oneOf(missingAnswers)})`),
    check('missing_payments_answered', sql`(${t.answer} is null) = (${t.answeredOn} is null)`),
  ],
);

/** A payment that goes out the same day, and which check two people have waived for it. */
export const urgentPayments = payments.table(
  'urgent_payments',
  {
    authorityId: integer('authority_id').notNull(),
    urgentId: uuid('urgent_id').notNull(),
    familyId: uuid('family_id').notNull(),
    dueRef: text('due_ref').notNull(),
    payeeId: uuid('payee_id').notNull(),
    accountId: uuid('account_id').notNull(),
    amount: pence('amount').notNull(),
    reason: text('reason', { enum: urgentReasons }).notNull(),
    sealed: bytea('sealed').notNull(),
    /** Whether the account was still cooling off. */
    waivesCoolingOff: boolean('waives_cooling_off').notNull(),
    state: text('state', { enum: urgentStates }).notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    rail: text('rail').notNull(),
    /** The one day on which it may go out. */
    payOn: date('pay_on').$type<PlainDate>(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.urgentId] }),
    uniqueIndex('urgent_payments_once').on(t.authorityId, t.dueRef).where(sql`${t.state} = 'asked'`),
    index('urgent_payments_day').on(t.authorityId, t.payOn),
    check('urgent_payments_reason', sql`${t.reason} in (${oneOf(urgentReasons)})`),
    check('urgent_payments_state', sql`${t.state} in (${oneOf(urgentStates)})`),
    check('urgent_payments_two_people', sql`${t.decidedBy} <> ${t.askedBy} or ${t.state} <> 'approved'`),
    check('urgent_payments_decided', sql`(${t.state} = 'asked') = (${t.decidedBy} is null)`),
    check('urgent_payments_day_given', sql`(${t.state} = 'approved') = (${t.payOn} is not null)`),
    check('urgent_payments_amount', sql`${t.amount} > 0`),
  ],
);

/** What a family has laid out itself because the council was late, and what its bank charged it for that. */
export const outlayClaims = payments.table(
  'outlay_claims',
  {
    authorityId: integer('authority_id').notNull(),
    claimId: uuid('claim_id').notNull(),
    familyId: uuid('family_id').notNull(),
    personId: uuid('person_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    /** The payment that was late. */
    dueRef: text('due_ref'),
    kind: text('kind', { enum: claimKinds }).notNull(),
    amount: pence('amount').notNull(),
    spentOn: date('spent_on').$type<PlainDate>().notNull(),
    receiptIds: uuid('receipt_ids').array().notNull(),
    sealed: bytea('sealed').notNull(),
    state: text('state', { enum: claimStates }).notNull(),
    agreedAmount: pence('agreed_amount'),
    paidByDueRef: text('paid_by_due_ref'),
    reasonsSealed: bytea('reasons_sealed'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.claimId] }),
    index('outlay_claims_family').on(t.authorityId, t.familyId),
    check('outlay_claims_kind', sql`${t.kind} in (${oneOf(claimKinds)})`),
    check('outlay_claims_state', sql`${t.state} in (${oneOf(claimStates)})`),
    check('outlay_claims_amount', sql`${t.amount} > 0 and (${t.agreedAmount} is null or ${t.agreedAmount} between 1 and ${t.amount})`),
    check('outlay_claims_two_people', sql`${t.decidedBy} <> ${t.createdBy}`),
    check('outlay_claims_agreed', sql`(${t.state} = 'agreed') = (${t.agreedAmount} is not null and ${t.paidByDueRef} is not null)`),
  ],
);
