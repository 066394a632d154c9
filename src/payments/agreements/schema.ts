import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { agreementStates, consentKinds, decisionKinds, paymentTimings, recipientKinds, stopGrounds } from '../rules/agreement-kinds.ts';
import type { Period, Rhythm } from '../rules/instalment-dates.ts';
import { payments } from '../schema.ts';

/** How a sum is paid, as kept in the row. School terms are dates like any other; they name no school. */
export interface StoredRhythm {
  readonly rhythm: Rhythm;
  /** Pays a part of an instalment for the days before the first and after the last whole one. */
  readonly partPayments: boolean;
  /** Given where only term time is paid for. */
  readonly terms?: readonly Period[];
}

/**
 * A direct payment agreement: who is paid what for which line, and how. It is an offer until a notice was given and consented to, and from
 * then on what was consented to is a version that does not change: another sum or day is a new notice.
 */
export const agreements = payments.table(
  'agreements',
  {
    authorityId: integer('authority_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    planId: uuid('plan_id').notNull(),
    lineId: uuid('line_id').notNull(),
    /** The line's opaque code; shares and accounts carry it. */
    lineCode: text('line_code').notNull(),
    stream: text('stream', { enum: ['EDUCATION', 'HEALTH', 'CARE'] }).notNull(),
    recipientKind: text('recipient_kind', { enum: recipientKinds }).notNull(),
    /** A person of the family, or the grant by which the family named a nominee or third party; null for an organisation. */
    recipientPersonId: uuid('recipient_person_id'),
    payeeId: uuid('payee_id'),
    state: text('state', { enum: agreementStates }).notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** Its last day. */
    until: date('until_date').$type<PlainDate>().notNull(),
    /** What is promised in all. */
    amount: pence('amount').notNull(),
    rhythm: jsonb('rhythm').$type<StoredRhythm>().notNull(),
    timing: text('timing', { enum: paymentTimings }).notNull(),
    /** Spread evenly over the year; otherwise only term time is paid for. */
    smoothed: boolean('smoothed').notNull(),
    /** Used in a school, college or early-years setting: its head must agree (SI 2014/1652 reg 9). */
    onPremises: boolean('on_premises').notNull(),
    /** The latest notice; 0 before the first. */
    noticeVersion: integer('notice_version').notNull(),
    /** The notice that was consented to; null while none is, and again once consent is withdrawn. */
    consentedVersion: integer('consented_version'),
    /** The excluded-persons check (SI 2014/1652 reg 5 and Schedule): null until somebody has looked. */
    mayBePaid: boolean('may_be_paid'),
    /** The first day that is no longer paid for. */
    stoppedFrom: date('stopped_from').$type<PlainDate>(),
    stopGround: text('stop_ground', { enum: stopGrounds }),
    /** The agreement whose place it takes: what that one was paid on for the same days counts. */
    renews: uuid('renews'),
    /** The money step that is under way; null while the books and the agreement say the same. */
    stepId: uuid('step_id'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.agreementId] }),
    index('agreements_family').on(t.authorityId, t.familyId),
    index('agreements_renews').on(t.authorityId, t.renews).where(sql`${t.renews} is not null`),
    index('agreements_line').on(t.authorityId, t.lineCode),
    index('agreements_until').on(t.authorityId, t.until).where(sql`${t.state} in ('live', 'paused')`),
    uniqueIndex('agreements_one_live_a_line').on(t.authorityId, t.lineId).where(sql`${t.state} in ('live', 'paused')`),
    check('agreements_recipient_kind', sql`${t.recipientKind} in (${oneOf(recipientKinds)})`),
    check('agreements_state', sql`${t.state} in (${oneOf(agreementStates)})`),
    check('agreements_timing', sql`${t.timing} in (${oneOf(paymentTimings)})`),
    check('agreements_dates', sql`${t.from} <= ${t.until}`),
    check('agreements_amount', sql`${t.amount} > 0`),
    check('agreements_stop', sql`(${t.stoppedFrom} is null) = (${t.stopGround} is null)`),
    check('agreements_stop_ground', sql`${t.stopGround} in (${oneOf(stopGrounds)})`),
    check('agreements_consented', sql`${t.state} not in ('consented', 'live') or ${t.consentedVersion} is not null`),
    check('agreements_own_consent', sql`${t.recipientKind} in ('nominee', 'third-party') or ${t.recipientPersonId} is not null`),
  ],
);

const ofAgreement = (t: { authorityId: AnyPgColumn; agreementId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.agreementId], foreignColumns: [agreements.authorityId, agreements.agreementId] });

/** One date of the calendar that a notice promised. */
export interface StoredPayDate {
  readonly payOn: PlainDate;
  readonly pence: string;
}

/** What the recipient was told in writing before they consented (SI 2014/1652 reg 8): kept word for word, version by version. */
export const agreementNotices = payments.table(
  'agreement_notices',
  {
    authorityId: integer('authority_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    version: integer('version').notNull(),
    familyId: uuid('family_id').notNull(),
    givenOn: date('given_on').$type<PlainDate>().notNull(),
    /** The first day of these terms: the agreement's own, or that of a change. */
    from: date('from_date').$type<PlainDate>().notNull(),
    until: date('until_date').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    /** When and how much: all dates, as they stood on the day of the notice. */
    payDates: jsonb('pay_dates').$type<readonly StoredPayDate[]>().notNull(),
    payeeId: uuid('payee_id'),
    maskedAccount: text('masked_account'),
    /** The child's name, the agreed provision and the conditions. */
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.agreementId, t.version] }), ofAgreement(t, 'agreement_notices_agreement_id')],
);

/** Who said yes to which version, and who took it back: rows are added and never changed. */
export const agreementConsents = payments.table(
  'agreement_consents',
  {
    authorityId: integer('authority_id').notNull(),
    consentId: uuid('consent_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: consentKinds }).notNull(),
    version: integer('version').notNull(),
    capacity: text('capacity', { enum: recipientKinds }).notNull(),
    /** A person of the family or a grant; null for an organisation. */
    signedBy: uuid('signed_by'),
    /** The day on the paper, or of the online signature; of a withdrawal, the day it reached the council. */
    writtenOn: date('written_on').$type<PlainDate>().notNull(),
    channel: text('channel', { enum: ['online', 'paper'] }).notNull(),
    /** What they wrote with it. */
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.consentId] }),
    index('agreement_consents_agreement').on(t.authorityId, t.agreementId, t.version),
    ofAgreement(t, 'agreement_consents_agreement_id'),
    check('agreement_consents_kind', sql`${t.kind} in (${oneOf(consentKinds)})`),
    check('agreement_consents_capacity', sql`${t.capacity} in (${oneOf(recipientKinds)})`),
    check('agreement_consents_channel', sql`${t.channel} in ('online', 'paper')`),
  ],
);

/** The head's or principal's yes to support on the premises. A new one replaces the old; a refusal is kept too. */
export const headAgreements = payments.table(
  'head_agreements',
  {
    authorityId: integer('authority_id').notNull(),
    headAgreementId: uuid('head_agreement_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    agrees: boolean('agrees').notNull(),
    agreedOn: date('agreed_on').$type<PlainDate>().notNull(),
    /** The setting, who agreed, and on what terms. */
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.headAgreementId] }),
    index('head_agreements_agreement').on(t.authorityId, t.agreementId),
    ofAgreement(t, 'head_agreements_agreement_id'),
  ],
);

/** That somebody looked whether the recipient is an excluded person, and what came of it; what they saw lies sealed. */
export const recipientChecks = payments.table(
  'recipient_checks',
  {
    authorityId: integer('authority_id').notNull(),
    checkId: uuid('check_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    checkedOn: date('checked_on').$type<PlainDate>().notNull(),
    mayBePaid: boolean('may_be_paid').notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.checkId] }),
    index('recipient_checks_agreement').on(t.authorityId, t.agreementId),
    ofAgreement(t, 'recipient_checks_agreement_id'),
  ],
);

/** Figures that were shown before a decision, in pence: what somebody decided on must be known afterwards. */
export type DecisionFigures = Readonly<Record<string, string>>;

/** Every decision on an agreement with its reasons, its notice and the right that goes with it. */
export const agreementDecisions = payments.table(
  'agreement_decisions',
  {
    authorityId: integer('authority_id').notNull(),
    decisionId: uuid('decision_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: decisionKinds }).notNull(),
    decidedOn: date('decided_on').$type<PlainDate>().notNull(),
    effectiveOn: date('effective_on').$type<PlainDate>().notNull(),
    noticeOn: date('notice_on').$type<PlainDate>(),
    ground: text('ground', { enum: stopGrounds }),
    /** The decision that this one is about: of a reconsideration. */
    about: uuid('about'),
    figures: jsonb('figures').$type<DecisionFigures>().notNull(),
    sealed: bytea('sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.decisionId] }),
    index('agreement_decisions_agreement').on(t.authorityId, t.agreementId),
    uniqueIndex('agreement_decisions_one_reconsideration').on(t.authorityId, t.about).where(sql`${t.kind} = 'reconsideration-asked'`),
    ofAgreement(t, 'agreement_decisions_agreement_id'),
    check('agreement_decisions_kind', sql`${t.kind} in (${oneOf(decisionKinds)})`),
    check('agreement_decisions_ground', sql`(${t.kind} = 'stop') = (${t.ground} is not null)`),
  ],
);
