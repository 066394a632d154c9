import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../platform/calendar/plain-date.ts';

export const payments = pgSchema('payments');

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const pence = (name: string) => bigint(name, { mode: 'bigint' });

/** A share and how much of the payment it bears, as kept in the row: opaque codes only, pence as text because JSON has no bigint. */
export interface StoredPart {
  readonly share: {
    readonly line: string;
    readonly source: string;
    readonly financialYear: `${number}-${number}`;
    readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
    readonly costCentre: string;
    readonly subjective: string;
  };
  readonly pence: string;
}

/** What is paid together on one day by one rail. Who planned it and who approved it are two people, and the row says so itself. */
export const paymentRuns = payments.table(
  'payment_runs',
  {
    authorityId: integer('authority_id').notNull(),
    runId: uuid('run_id').notNull(),
    payDate: date('pay_date').$type<PlainDate>().notNull(),
    rail: text('rail').notNull(),
    state: text('state', { enum: ['draft', 'approved', 'released', 'sent', 'settled'] }).notNull(),
    plannedBy: text('planned_by').notNull(),
    plannedAt: instant('planned_at').notNull(),
    approvedBy: text('approved_by'),
    approvedAt: instant('approved_at'),
    /** SHA-256 over the lines that were approved, in hex: what is released is held against it. */
    approvedHash: text('approved_hash'),
    releasedAt: instant('released_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.runId] }),
    index('payment_runs_pay_date').on(t.authorityId, t.payDate),
    check('payment_runs_state', sql`${t.state} in ('draft', 'approved', 'released', 'sent', 'settled')`),
    check('payment_runs_two_people', sql`${t.approvedBy} <> ${t.plannedBy}`),
    check(
      'payment_runs_approval',
      sql`(${t.state} = 'draft') = (${t.approvedBy} is null) and (${t.approvedBy} is null) = (${t.approvedAt} is null) and (${t.approvedBy} is null) = (${t.approvedHash} is null)`,
    ),
  ],
);

/** One payment to one payee. A payment sent again after a return is a new instruction, so each bank line has its own. */
export const paymentInstructions = payments.table(
  'payment_instructions',
  {
    authorityId: integer('authority_id').notNull(),
    instructionId: uuid('instruction_id').notNull(),
    runId: uuid('run_id').notNull(),
    /** Counts the authority's instructions; the reference is made of it. */
    number: pence('number').notNull(),
    /** Our 18 characters: what comes back on the bank statement. */
    reference: text('reference').notNull(),
    /** What is paid, in the terms of whoever owes it: nothing that is due is paid twice, unless it came back. */
    dueRef: text('due_ref').notNull(),
    /** An instalment is charged to the budget when it is released; an invoice was charged when it was approved. */
    kind: text('kind', { enum: ['instalment', 'invoice'] }).notNull(),
    payee: text('payee').notNull(),
    parts: jsonb('parts').$type<readonly StoredPart[]>().notNull(),
    amount: pence('amount').notNull(),
    payDate: date('pay_date').$type<PlainDate>().notNull(),
    rail: text('rail').notNull(),
    state: text('state', { enum: ['due', 'approved', 'released', 'sent', 'settled', 'returned'] }).notNull(),
    settledOn: date('settled_on').$type<PlainDate>(),
    /** The bank's own reference of the line that settled it. */
    bankReference: text('bank_reference'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.instructionId] }),
    unique('payment_instructions_number').on(t.authorityId, t.number),
    unique('payment_instructions_reference').on(t.authorityId, t.reference),
    uniqueIndex('payment_instructions_due').on(t.authorityId, t.dueRef).where(sql`${t.state} <> 'returned'`),
    foreignKey({
      name: 'payment_instructions_run_id',
      columns: [t.authorityId, t.runId],
      foreignColumns: [paymentRuns.authorityId, paymentRuns.runId],
    }),
    index('payment_instructions_run').on(t.authorityId, t.runId),
    index('payment_instructions_sent').on(t.authorityId, t.reference).where(sql`${t.state} = 'sent'`),
    check('payment_instructions_amount', sql`${t.amount} > 0`),
    check('payment_instructions_reference_length', sql`length(${t.reference}) = 18`),
    check('payment_instructions_kind', sql`${t.kind} in ('instalment', 'invoice')`),
    check('payment_instructions_state', sql`${t.state} in ('due', 'approved', 'released', 'sent', 'settled', 'returned')`),
    check(
      'payment_instructions_settled',
      sql`case ${t.state} when 'settled' then ${t.settledOn} is not null when 'returned' then true else ${t.settledOn} is null end`,
    ),
  ],
);
