import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../../platform/database/columns.ts';
import { bankFileFormats } from '../../originators/originator-settings.ts';
import { originators } from '../../originators/schema.ts';
import { paymentInstructions, paymentRuns } from '../../runs/schema.ts';
import { payments } from '../../schema.ts';

/** `void` was never given to the bank: two people say so, and its payments go into a new file under a new number. */
export const paymentFileStates = ['made', 'submitted', 'void'] as const;
export type PaymentFileState = (typeof paymentFileStates)[number];

/** A file to the bank as a run made it, once: its bytes never change, and who made it, sent it and fetched it is kept beside them. */
export const paymentFiles = payments.table(
  'payment_files',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    runId: uuid('run_id').notNull(),
    /** Counts the files of a run from 1; a run over the bank's limits for a file makes several. */
    ordinal: integer('ordinal').notNull(),
    originatorId: uuid('originator_id').notNull(),
    format: text('format', { enum: bankFileFormats }).notNull(),
    profile: text('profile').notNull(),
    /** Whose numbers it counts in: a service user's, or that of our messages or tables. */
    series: text('series').notNull(),
    /** What the bank knows the file by: the serial of Bacs, the message id of a pain.001, our own number of a table. */
    bankName: text('bank_name').notNull(),
    state: text('state', { enum: paymentFileStates }).notNull(),
    payments: integer('payments').notNull(),
    amount: pence('amount').notNull(),
    processingDate: date('processing_date').$type<PlainDate>().notNull(),
    submitBy: date('submit_by').$type<PlainDate>().notNull(),
    bytes: integer('bytes').notNull(),
    chunks: integer('chunks').notNull(),
    /** Of its bytes, in hex. */
    sha256: text('sha256').notNull(),
    /** How many names are written in other letters than the payee's, for the bank carries few. */
    changedNames: integer('changed_names').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    submittedBy: text('submitted_by'),
    submittedAt: instant('submitted_at'),
    /** What the bank's page or bureau answered at the submission. */
    submission: text('submission'),
    voidedBy: text('voided_by'),
    voidedAt: instant('voided_at'),
    /** A code. */
    voidReason: text('void_reason'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId] }),
    uniqueIndex('payment_files_of_run').on(t.authorityId, t.runId, t.ordinal).where(sql`${t.state} <> 'void'`),
    uniqueIndex('payment_files_bank_name').on(t.authorityId, t.series, t.bankName),
    foreignKey({
      name: 'payment_files_run',
      columns: [t.authorityId, t.runId],
      foreignColumns: [paymentRuns.authorityId, paymentRuns.runId],
    }),
    foreignKey({
      name: 'payment_files_originator',
      columns: [t.authorityId, t.originatorId],
      foreignColumns: [originators.authorityId, originators.originatorId],
    }),
    check('payment_files_state', sql`${t.state} in (${oneOf(paymentFileStates)})`),
    check('payment_files_format', sql`${t.format} in (${oneOf(bankFileFormats)})`),
    check('payment_files_submitted', sql`(${t.state} = 'submitted') = (${t.submittedBy} is not null and ${t.submittedAt} is not null)`),
    check('payment_files_void', sql`(${t.state} = 'void') = (${t.voidedBy} is not null and ${t.voidReason} is not null)`),
    check('payment_files_two_people_void', sql`${t.voidedBy} <> ${t.madeBy}`),
  ],
);

/** The bytes, sealed in parts under the authority's key: bank details of many families stand in them. */
export const paymentFileChunks = payments.table(
  'payment_file_chunks',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    number: integer('number').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId, t.number] }),
    foreignKey({
      name: 'payment_file_chunks_file',
      columns: [t.authorityId, t.fileId],
      foreignColumns: [paymentFiles.authorityId, paymentFiles.fileId],
    }),
  ],
);

/** Which payments a file makes, and by which attempt: what comes back finds its payment here where no reference of ours survived. */
export const paymentFileItems = payments.table(
  'payment_file_items',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    instructionId: uuid('instruction_id').notNull(),
    attempt: integer('attempt').notNull(),
    /** Keyed: finds the account paid to without keeping it readable. */
    accountMark: bytea('account_mark').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId, t.instructionId] }),
    index('payment_file_items_account').on(t.authorityId, t.accountMark),
    index('payment_file_items_instruction').on(t.authorityId, t.instructionId),
    foreignKey({
      name: 'payment_file_items_file',
      columns: [t.authorityId, t.fileId],
      foreignColumns: [paymentFiles.authorityId, paymentFiles.fileId],
    }),
    foreignKey({
      name: 'payment_file_items_instruction_id',
      columns: [t.authorityId, t.instructionId],
      foreignColumns: [paymentInstructions.authorityId, paymentInstructions.instructionId],
    }),
  ],
);

/** Every handing-out of a file, with a name and a time; from the second on also with the reason. */
export const paymentFileFetches = payments.table(
  'payment_file_fetches',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    number: integer('number').notNull(),
    fetchedBy: text('fetched_by').notNull(),
    fetchedAt: instant('fetched_at').notNull(),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId, t.number] }),
    foreignKey({
      name: 'payment_file_fetches_file',
      columns: [t.authorityId, t.fileId],
      foreignColumns: [paymentFiles.authorityId, paymentFiles.fileId],
    }),
    check('payment_file_fetches_reason', sql`${t.number} = 1 or length(${t.reason}) > 0`),
  ],
);
