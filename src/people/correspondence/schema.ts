import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant, oneOf } from '../../platform/database/columns.ts';
import { families } from '../records/schema.ts';
import { people } from '../schema.ts';
import { documentKinds, senders } from './correspondence-kinds.ts';

/** What one person of a family and the council write to each other: a thread for each person, so that parents are apart. Never changed. */
export const messages = people.table(
  'messages',
  {
    authorityId: integer('authority_id').notNull(),
    messageId: uuid('message_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** Whose thread it is. */
    personId: uuid('person_id').notNull(),
    sender: text('sender', { enum: senders }).notNull(),
    /** Of the same thread. */
    documents: uuid('documents').array().notNull(),
    sealed: bytea('sealed'),
    /** `online`, or how it reached the officer who wrote it down. */
    channel: text('channel').notNull(),
    writtenAt: instant('written_at').notNull(),
    writtenBy: text('written_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.messageId] }),
    foreignKey({
      name: 'messages_family_id',
      columns: [t.authorityId, t.familyId],
      foreignColumns: [families.authorityId, families.familyId],
    }),
    index('messages_thread').on(t.authorityId, t.familyId, t.personId, t.messageId),
    check('messages_sender', sql`${t.sender} in (${oneOf(senders)})`),
  ],
);

/** A paper that was sent in or sent out. What it says lies sealed in parts; its kind is a code, for a file's name may name a child. */
export const documents = people.table(
  'documents',
  {
    authorityId: integer('authority_id').notNull(),
    documentId: uuid('document_id').notNull(),
    familyId: uuid('family_id').notNull(),
    personId: uuid('person_id').notNull(),
    sender: text('sender', { enum: senders }).notNull(),
    kind: text('kind', { enum: documentKinds }).notNull(),
    /** As its first bytes say. */
    mediaType: text('media_type').notNull(),
    bytes: integer('bytes').notNull(),
    chunks: integer('chunks').notNull(),
    channel: text('channel').notNull(),
    sentAt: instant('sent_at').notNull(),
    sentBy: text('sent_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.documentId] }),
    foreignKey({
      name: 'documents_family_id',
      columns: [t.authorityId, t.familyId],
      foreignColumns: [families.authorityId, families.familyId],
    }),
    index('documents_thread').on(t.authorityId, t.familyId, t.personId, t.documentId),
    check('documents_sender', sql`${t.sender} in (${oneOf(senders)})`),
    check('documents_kind', sql`${t.kind} in (${oneOf(documentKinds)})`),
    check('documents_size', sql`${t.bytes} > 0 and ${t.chunks} > 0`),
  ],
);

export const documentChunks = people.table(
  'document_chunks',
  {
    authorityId: integer('authority_id').notNull(),
    documentId: uuid('document_id').notNull(),
    number: integer('number').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.documentId, t.number] }),
    foreignKey({
      name: 'document_chunks_document_id',
      columns: [t.authorityId, t.documentId],
      foreignColumns: [documents.authorityId, documents.documentId],
    }),
  ],
);
