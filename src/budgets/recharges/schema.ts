import { sql } from 'drizzle-orm';
import { check, date, foreignKey, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Month } from '../../platform/calendar/date-arithmetic.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import { budgets } from '../schema.ts';
import { streams } from '../sources/schema.ts';

export const disputeReasons = ['not-our-patient', 'wrong-amount', 'not-delivered', 'wrong-month', 'not-agreed'] as const;
export const disputeStates = ['open', 'upheld', 'settled'] as const;

/** What a partner owes for a month: numbered without a gap, sealed when it is made, never changed. */
export const rechargeInvoices = budgets.table(
  'recharge_invoices',
  {
    authorityId: integer('authority_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    partnerCode: text('partner_code').notNull(),
    month: text('month').$type<Month>().notNull(),
    number: integer('number').notNull(),
    reference: text('reference').notNull(),
    amount: pence('amount').notNull(),
    sealedOn: date('sealed_on').$type<PlainDate>().notNull(),
    sealedBy: text('sealed_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.invoiceId] }),
    unique('recharge_invoices_month').on(t.authorityId, t.partnerCode, t.month),
    unique('recharge_invoices_number').on(t.authorityId, t.partnerCode, t.number),
    check('recharge_invoices_month_shape', sql`${t.month} ~ '^[0-9]{4}-[0-9]{2}$'`),
  ],
);

/** One share's part of an invoice. It carries the line's opaque code: a partner reads what it pays for and no name. */
export const rechargeInvoiceLines = budgets.table(
  'recharge_lines',
  {
    authorityId: integer('authority_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    number: integer('number').notNull(),
    kind: text('kind', { enum: ['month', 'adjustment'] }).notNull(),
    /** The month that it is about; an adjustment's is an earlier one than the invoice's. */
    month: text('month').$type<Month>().notNull(),
    lineCode: text('line_code').notNull(),
    sourceCode: text('source_code').notNull(),
    financialYear: text('financial_year').$type<FinancialYear>().notNull(),
    stream: text('stream', { enum: streams }).notNull(),
    costCentre: text('cost_centre').notNull(),
    subjective: text('subjective').notNull(),
    amount: pence('amount').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.invoiceId, t.number] }),
    foreignKey({
      name: 'recharge_lines_invoice',
      columns: [t.authorityId, t.invoiceId],
      foreignColumns: [rechargeInvoices.authorityId, rechargeInvoices.invoiceId],
    }),
    check('recharge_lines_kind', sql`${t.kind} in ('month', 'adjustment')`),
    check('recharge_lines_amount', sql`${t.amount} <> 0`),
  ],
);

/** The part of a line that the partner does not accept. The rest of the invoice is owed all the same. */
export const rechargeDisputes = budgets.table(
  'recharge_disputes',
  {
    authorityId: integer('authority_id').notNull(),
    disputeId: uuid('dispute_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    number: integer('number').notNull(),
    amount: pence('amount').notNull(),
    reason: text('reason', { enum: disputeReasons }).notNull(),
    state: text('state', { enum: disputeStates }).notNull(),
    disputedOn: date('disputed_on').$type<PlainDate>().notNull(),
    disputedBy: text('disputed_by').notNull(),
    settledOn: date('settled_on').$type<PlainDate>(),
    settledBy: text('settled_by'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.disputeId] }),
    foreignKey({
      name: 'recharge_disputes_line',
      columns: [t.authorityId, t.invoiceId, t.number],
      foreignColumns: [rechargeInvoiceLines.authorityId, rechargeInvoiceLines.invoiceId, rechargeInvoiceLines.number],
    }),
    check('recharge_disputes_reason', sql`${t.reason} in (${oneOf(disputeReasons)})`),
    check('recharge_disputes_state', sql`${t.state} in (${oneOf(disputeStates)})`),
    check('recharge_disputes_settled', sql`(${t.state} = 'open') = (${t.settledOn} is null)`),
    check('recharge_disputes_amount', sql`${t.amount} > 0`),
  ],
);
