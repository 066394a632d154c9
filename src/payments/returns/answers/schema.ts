import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../../platform/database/columns.ts';
import type { Consequence } from '../../rails/bank-files/consequence.ts';
import { paymentInstructions } from '../../runs/schema.ts';
import { payments } from '../../schema.ts';

export const answerFormats = ['bacs-report', 'pain002'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

export const answerKinds = ['credit-returned', 'account-changed', 'item-not-as-sent', 'input-counted', 'status', 'not-known'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/**
 * `open` is not worked on yet; `booked` stands in the books and what else follows is still to be done; `done` is all of it; `noted` changed
 * nothing; `parked` waits for a person, and `resolved` had one.
 */
export const answerStates = ['open', 'booked', 'done', 'noted', 'parked', 'resolved'] as const;
export type AnswerState = (typeof answerStates)[number];

export const answerResolutions = ['rejected-by-bank', 'booked-by-hand', 'not-ours', 'nothing-to-do'] as const;
export type AnswerResolution = (typeof answerResolutions)[number];

/** A file in which the bank answers, kept once as it came: the same bytes again are the same file. */
export const bankAnswerFiles = payments.table(
  'bank_answer_files',
  {
    authorityId: integer('authority_id').notNull(),
    fileId: uuid('file_id').notNull(),
    sha256: text('sha256').notNull(),
    fileName: text('file_name').notNull(),
    format: text('format', { enum: answerFormats }).notNull(),
    bytes: integer('bytes').notNull(),
    sealed: bytea('sealed').notNull(),
    importedBy: text('imported_by').notNull(),
    importedAt: instant('imported_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.fileId] }),
    uniqueIndex('bank_answer_files_once').on(t.authorityId, t.sha256),
    check('bank_answer_files_format', sql`${t.format} in (${oneOf(answerFormats)})`),
  ],
);

/** One thing that the bank says of our payments. Said again, in another file or another form, it is the same row. */
export const bankAnswers = payments.table(
  'bank_answers',
  {
    authorityId: integer('authority_id').notNull(),
    answerId: uuid('answer_id').notNull(),
    fileId: uuid('file_id').notNull(),
    line: integer('line').notNull(),
    /** Keyed, of everything that tells it from another answer. */
    mark: bytea('mark').notNull(),
    kind: text('kind', { enum: answerKinds }).notNull(),
    /** The bank's code: `2`, `RJCT`. */
    code: text('code').notNull(),
    /** Ours, where it came back whole. */
    reference: text('reference'),
    amount: pence('amount'),
    toldOn: date('told_on').$type<PlainDate>().notNull(),
    follows: jsonb('follows').$type<readonly Consequence[]>().notNull(),
    /** The accounts it names, and what else the work needs. */
    sealed: bytea('sealed').notNull(),
    state: text('state', { enum: answerStates }).notNull(),
    instructionId: uuid('instruction_id'),
    /** What was made of it, in words, without a name or an account. */
    words: text('words'),
    workedAt: instant('worked_at'),
    resolution: text('resolution', { enum: answerResolutions }),
    resolvedBy: text('resolved_by'),
    resolvedAt: instant('resolved_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.answerId] }),
    uniqueIndex('bank_answers_once').on(t.authorityId, t.mark),
    index('bank_answers_file').on(t.authorityId, t.fileId, t.state, t.line),
    index('bank_answers_parked').on(t.authorityId, t.toldOn).where(sql`${t.state} = 'parked'`),
    foreignKey({
      name: 'bank_answers_file_id',
      columns: [t.authorityId, t.fileId],
      foreignColumns: [bankAnswerFiles.authorityId, bankAnswerFiles.fileId],
    }),
    foreignKey({
      name: 'bank_answers_instruction',
      columns: [t.authorityId, t.instructionId],
      foreignColumns: [paymentInstructions.authorityId, paymentInstructions.instructionId],
    }),
    check('bank_answers_kind', sql`${t.kind} in (${oneOf(answerKinds)})`),
    check('bank_answers_state', sql`${t.state} in (${oneOf(answerStates)})`),
    check('bank_answers_resolution', sql`${t.resolution} in (${oneOf(answerResolutions)})`),
    check('bank_answers_resolved', sql`(${t.state} = 'resolved') = (${t.resolution} is not null and ${t.resolvedBy} is not null)`),
    check('bank_answers_parked_in_words', sql`${t.state} <> 'parked' or length(${t.words}) > 0`),
  ],
);
