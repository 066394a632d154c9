import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { agreements } from '../agreements/schema.ts';
import { payments, type StoredPart } from '../schema.ts';
import { proofKinds, receiptMediaTypes, receiptStates, spendingRefusals, spendingStates } from './rules/kinds.ts';

/** A receipt as it arrived. The original lies sealed in parts and is never handed out; people see its pages, drawn anew. */
export const receipts = payments.table(
  'receipts',
  {
    authorityId: integer('authority_id').notNull(),
    receiptId: uuid('receipt_id').notNull(),
    familyId: uuid('family_id').notNull(),
    mediaType: text('media_type', { enum: receiptMediaTypes }).notNull(),
    bytes: integer('bytes').notNull(),
    chunks: integer('chunks').notNull(),
    pages: integer('pages').notNull(),
    state: text('state', { enum: receiptStates }).notNull(),
    /** Marks under the authority's key of the file, and of what its first page shows: equal ones are found and nothing is read from them. */
    fileMark: bytea('file_mark').notNull(),
    pictureMark: bytea('picture_mark'),
    arrivedAt: instant('arrived_at').notNull(),
    sentBy: text('sent_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.receiptId] }),
    index('receipts_family').on(t.authorityId, t.familyId),
    index('receipts_file_mark').on(t.authorityId, t.fileMark),
    index('receipts_picture_mark').on(t.authorityId, t.pictureMark),
    check('receipts_media_type', sql`${t.mediaType} in (${oneOf(receiptMediaTypes)})`),
    check('receipts_state', sql`${t.state} in (${oneOf(receiptStates)})`),
    check('receipts_size', sql`${t.bytes} > 0 and ${t.chunks} > 0`),
  ],
);

export const receiptChunks = payments.table(
  'receipt_chunks',
  {
    authorityId: integer('authority_id').notNull(),
    receiptId: uuid('receipt_id').notNull(),
    number: integer('number').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.receiptId, t.number] }),
    foreignKey({
      name: 'receipt_chunks_receipt',
      columns: [t.authorityId, t.receiptId],
      foreignColumns: [receipts.authorityId, receipts.receiptId],
    }),
  ],
);

export const receiptPages = payments.table(
  'receipt_pages',
  {
    authorityId: integer('authority_id').notNull(),
    receiptId: uuid('receipt_id').notNull(),
    page: integer('page').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.receiptId, t.page] }),
    foreignKey({
      name: 'receipt_pages_receipt',
      columns: [t.authorityId, t.receiptId],
      foreignColumns: [receipts.authorityId, receipts.receiptId],
    }),
  ],
);

/** What a family shows that it spent, and what became of it. */
export const spendings = payments.table(
  'spendings',
  {
    authorityId: integer('authority_id').notNull(),
    spendingId: uuid('spending_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    lineCode: text('line_code').notNull(),
    spentOn: date('spent_on').$type<PlainDate>().notNull(),
    shownOn: date('shown_on').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    parts: jsonb('parts').$type<readonly StoredPart[]>().notNull(),
    proof: text('proof', { enum: proofKinds }).notNull(),
    receiptIds: uuid('receipt_ids').array().notNull(),
    state: text('state', { enum: spendingStates }).notNull(),
    refusedReason: text('refused_reason', { enum: spendingRefusals }),
    refusedOn: date('refused_on').$type<PlainDate>(),
    /** What it was for, who was paid, and of a lost receipt what became of it. */
    sealed: bytea('sealed').notNull(),
    refusedSealed: bytea('refused_sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.spendingId] }),
    index('spendings_agreement').on(t.authorityId, t.agreementId, t.spentOn),
    index('spendings_receipts').using('gin', t.receiptIds),
    foreignKey({
      name: 'spendings_agreement_id',
      columns: [t.authorityId, t.agreementId],
      foreignColumns: [agreements.authorityId, agreements.agreementId],
    }),
    check('spendings_proof', sql`${t.proof} in (${oneOf(proofKinds)})`),
    check('spendings_state', sql`${t.state} in (${oneOf(spendingStates)})`),
    check('spendings_amount', sql`${t.amount} > 0`),
    check('spendings_refused', sql`(${t.state} = 'refused') = (${t.refusedReason} is not null)`),
  ],
);
