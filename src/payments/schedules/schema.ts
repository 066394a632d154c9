import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { agreements } from '../agreements/schema.ts';
import { holdReasons, instalmentKinds, instalmentStates } from '../rules/agreement-kinds.ts';
import { payments, type StoredPart } from '../schema.ts';

/** What is to be paid when, for which days and from which shares. What was paid stays as it is; a change cancels and plans anew. */
export const instalments = payments.table(
  'instalments',
  {
    authorityId: integer('authority_id').notNull(),
    instalmentId: uuid('instalment_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    lineCode: text('line_code').notNull(),
    /** Counts the agreement's instalments for ever: one that was cancelled keeps its number. */
    number: integer('number').notNull(),
    kind: text('kind', { enum: instalmentKinds }).notNull(),
    dueOn: date('due_on').$type<PlainDate>().notNull(),
    payOn: date('pay_on').$type<PlainDate>().notNull(),
    coverFrom: date('cover_from').$type<PlainDate>().notNull(),
    coverUntil: date('cover_until').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    parts: jsonb('parts').$type<readonly StoredPart[]>().notNull(),
    state: text('state', { enum: instalmentStates }).notNull(),
    holdReason: text('hold_reason', { enum: holdReasons }),
    /** By which a payment run names it; nothing with the same one is paid twice. */
    dueRef: text('due_ref').notNull(),
    /** The day on which the payee was promised the money that was sent. */
    paidOn: date('paid_on').$type<PlainDate>(),
    /** How often it came back. */
    returns: integer('returns').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.instalmentId] }),
    unique('instalments_number').on(t.authorityId, t.agreementId, t.number),
    unique('instalments_due_ref').on(t.authorityId, t.dueRef),
    index('instalments_to_pay').on(t.authorityId, t.payOn).where(sql`${t.state} in ('planned', 'held', 'returned')`),
    index('instalments_line').on(t.authorityId, t.lineCode, t.payOn),
    index('instalments_family').on(t.authorityId, t.familyId, t.payOn),
    foreignKey({
      name: 'instalments_agreement_id',
      columns: [t.authorityId, t.agreementId],
      foreignColumns: [agreements.authorityId, agreements.agreementId],
    }),
    check('instalments_kind', sql`${t.kind} in (${oneOf(instalmentKinds)})`),
    check('instalments_state', sql`${t.state} in (${oneOf(instalmentStates)})`),
    check('instalments_amount', sql`${t.amount} > 0`),
    check('instalments_cover', sql`${t.coverFrom} <= ${t.coverUntil}`),
    check('instalments_held', sql`(${t.state} = 'held') = (${t.holdReason} is not null)`),
    check('instalments_paid', sql`(${t.state} = 'paid') = (${t.paidOn} is not null)`),
  ],
);

/** A stay away from home that a policy asks an officer to look at. What kind of stay it is is nobody's business but the record's. */
export const absences = payments.table(
  'absences',
  {
    authorityId: integer('authority_id').notNull(),
    absenceId: uuid('absence_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    until: date('until_date').$type<PlainDate>(),
    /** The day of the stay on which the policy of its first day puts it before an officer. */
    lookAtOn: date('look_at_on').$type<PlainDate>().notNull(),
    /** The officer has looked; what they decided is a decision on the agreement. */
    lookedAtOn: date('looked_at_on').$type<PlainDate>(),
    sealed: bytea('sealed').notNull(),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.absenceId] }),
    index('absences_family').on(t.authorityId, t.familyId),
    index('absences_to_look_at').on(t.authorityId, t.lookAtOn).where(sql`${t.lookedAtOn} is null`),
    check('absences_dates', sql`${t.until} is null or ${t.from} <= ${t.until}`),
  ],
);
