import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import { payments, type StoredOffset, type StoredPart } from '../schema.ts';
import { LET_GO, paymentKinds, paymentStates, runStates } from './states.ts';

/** What is paid together on one day by one rail. Who made it and who approved it are different people, and the row says so itself. */
export const paymentRuns = payments.table(
  'payment_runs',
  {
    authorityId: integer('authority_id').notNull(),
    runId: uuid('run_id').notNull(),
    payDate: date('pay_date').$type<PlainDate>().notNull(),
    rail: text('rail').notNull(),
    state: text('state', { enum: runStates }).notNull(),
    plannedBy: text('planned_by').notNull(),
    plannedAt: instant('planned_at').notNull(),
    submittedBy: text('submitted_by'),
    submittedAt: instant('submitted_at'),
    approvedBy: text('approved_by'),
    approvedAt: instant('approved_at'),
    /** SHA-256 over the lines that were approved, in hex: what is released and sent is held against it. */
    approvedHash: text('approved_hash'),
    releasedAt: instant('released_at'),
    closedAt: instant('closed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.runId] }),
    index('payment_runs_pay_date').on(t.authorityId, t.payDate),
    check('payment_runs_state', sql`${t.state} in (${oneOf(runStates)})`),
    check('payment_runs_two_people', sql`${t.approvedBy} <> ${t.plannedBy} and ${t.approvedBy} <> ${t.submittedBy}`),
    check('payment_runs_submission', sql`(${t.submittedBy} is null) = (${t.submittedAt} is null)`),
    check(
      'payment_runs_approval',
      sql`(${t.state} in ('draft', 'submitted', 'withdrawn')) = (${t.approvedBy} is null) and (${t.approvedBy} is null) = (${t.approvedAt} is null) and (${t.approvedBy} is null) = (${t.approvedHash} is null)`,
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
    kind: text('kind', { enum: paymentKinds }).notNull(),
    /** The payee's opaque code, as its account in the books has it. */
    payee: text('payee').notNull(),
    payeeId: uuid('payee_id'),
    /** The payee's account as it was approved: another one is another approval. */
    accountId: uuid('account_id'),
    /** As people see it: `••••1234`. */
    paidTo: text('paid_to'),
    /** The latest day on which that account was changed, for whoever approves. */
    accountChangedOn: date('account_changed_on').$type<PlainDate>(),
    familyId: uuid('family_id'),
    parts: jsonb('parts').$type<readonly StoredPart[]>().notNull(),
    offsets: jsonb('offsets').$type<readonly StoredOffset[]>().notNull().default([]),
    /** What is sent: the parts less the offsets. */
    amount: pence('amount').notNull(),
    /** The day that the payee was promised. */
    dueOn: date('due_on').$type<PlainDate>(),
    coverFrom: date('cover_from').$type<PlainDate>(),
    coverUntil: date('cover_until').$type<PlainDate>(),
    payDate: date('pay_date').$type<PlainDate>().notNull(),
    rail: text('rail').notNull(),
    state: text('state', { enum: paymentStates }).notNull(),
    settledOn: date('settled_on').$type<PlainDate>(),
    /** The bank's own reference of the line that settled it. */
    bankReference: text('bank_reference'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.instructionId] }),
    unique('payment_instructions_number').on(t.authorityId, t.number),
    unique('payment_instructions_reference').on(t.authorityId, t.reference),
    uniqueIndex('payment_instructions_due')
      .on(t.authorityId, t.dueRef)
      .where(sql`${t.state} not in (${oneOf(LET_GO)})`),
    foreignKey({
      name: 'payment_instructions_run_id',
      columns: [t.authorityId, t.runId],
      foreignColumns: [paymentRuns.authorityId, paymentRuns.runId],
    }),
    index('payment_instructions_run').on(t.authorityId, t.runId, t.state),
    index('payment_instructions_sent').on(t.authorityId, t.reference).where(sql`${t.state} = 'sent'`),
    index('payment_instructions_family').on(t.authorityId, t.familyId, t.number),
    index('payment_instructions_due_ref').on(t.authorityId, t.dueRef),
    check('payment_instructions_amount', sql`${t.amount} > 0`),
    check('payment_instructions_reference_length', sql`length(${t.reference}) = 18`),
    check('payment_instructions_kind', sql`${t.kind} in (${oneOf(paymentKinds)})`),
    check('payment_instructions_state', sql`${t.state} in (${oneOf(paymentStates)})`),
    check(
      'payment_instructions_settled',
      sql`case ${t.state} when 'settled' then ${t.settledOn} is not null when 'returned' then true else ${t.settledOn} is null end`,
    ),
  ],
);

/** What was due and is not paid by a run, and why. Kept for ever: a family may ask why it waited. */
export const runExclusions = payments.table(
  'run_exclusions',
  {
    authorityId: integer('authority_id').notNull(),
    runId: uuid('run_id').notNull(),
    dueRef: text('due_ref').notNull(),
    reason: text('reason').notNull(),
    /** Codes, amounts and days; never words about a person. */
    facts: jsonb('facts').$type<Readonly<Record<string, unknown>>>().notNull(),
    excludedBy: text('excluded_by').notNull(),
    excludedAt: instant('excluded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.runId, t.dueRef] }),
    foreignKey({
      name: 'run_exclusions_run_id',
      columns: [t.authorityId, t.runId],
      foreignColumns: [paymentRuns.authorityId, paymentRuns.runId],
    }),
  ],
);
