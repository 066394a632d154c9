import { sql } from 'drizzle-orm';
import { check, date, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Month } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';
import { accountCheckStates, returnStates } from './rules/kinds.ts';

/** What an authority has decided about looking at spending, each from a day on; a new decision is a new row. */
export const monitoringPolicyRows = payments.table(
  'monitoring_policies',
  {
    authorityId: integer('authority_id').notNull(),
    code: text('code').notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    value: integer('value').notNull(),
    source: text('source').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.code, t.from] })],
);

/** The family's bank statement held against what is not yet shown as spent. A difference is a question to the family and never more. */
export const accountChecks = payments.table(
  'account_checks',
  {
    authorityId: integer('authority_id').notNull(),
    checkId: uuid('check_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    on: date('on_day').$type<PlainDate>().notNull(),
    balance: pence('balance').notNull(),
    ownMoney: pence('own_money').notNull(),
    notYetShown: pence('not_yet_shown').notNull(),
    /** In the account without the family's own, less what is not yet shown as spent. */
    gap: pence('gap').notNull(),
    state: text('state', { enum: accountCheckStates }).notNull(),
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.checkId] }),
    uniqueIndex('account_checks_day').on(t.authorityId, t.agreementId, t.on),
    check('account_checks_state', sql`${t.state} in (${oneOf(accountCheckStates)})`),
    check('account_checks_gap', sql`${t.gap} = ${t.balance} - ${t.ownMoney} - ${t.notYetShown}`),
    check('account_checks_question', sql`(${t.state} = 'agrees') = (${t.gap} = 0)`),
  ],
);

/** What an organisation that holds families' money says its client account holds at the end of a month. */
export const custodyStatements = payments.table(
  'custody_statements',
  {
    authorityId: integer('authority_id').notNull(),
    payeeId: uuid('payee_id').notNull(),
    month: text('month').$type<Month>().notNull(),
    balance: pence('balance').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.payeeId, t.month, t.createdAt] })],
);

/** One look at a family's figures: asked once, with the list of what is needed. Nothing about it ever stops a payment. */
export const monitoringReturns = payments.table(
  'monitoring_returns',
  {
    authorityId: integer('authority_id').notNull(),
    returnId: uuid('return_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    until: date('until_date').$type<PlainDate>().notNull(),
    askedOn: date('asked_on').$type<PlainDate>().notNull(),
    dueOn: date('due_on').$type<PlainDate>().notNull(),
    /** Of these the family has been told in a letter. */
    reminders: integer('reminders').notNull(),
    state: text('state', { enum: returnStates }).notNull(),
    answeredOn: date('answered_on').$type<PlainDate>(),
    /** An officer's words on what was agreed with the family. */
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.returnId] }),
    uniqueIndex('monitoring_returns_once').on(t.authorityId, t.agreementId, t.until),
    index('monitoring_returns_open').on(t.authorityId, t.dueOn).where(sql`${t.state} in ('asked', 'with-officer')`),
    check('monitoring_returns_state', sql`${t.state} in (${oneOf(returnStates)})`),
    check('monitoring_returns_dates', sql`${t.from} <= ${t.until} and ${t.askedOn} <= ${t.dueOn}`),
    check('monitoring_returns_answered', sql`(${t.state} in ('answered', 'agreed')) = (${t.answeredOn} is not null)`),
  ],
);
