import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type FamilyAtHand, type RecordNotFound, readFamily } from '../records/family-at-hand.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { documentChunks, documents, messages } from './schema.ts';
import { isInFamily, type Thread } from './thread.ts';
import type { MessageWords } from './write-message.ts';

export interface Message extends Omit<typeof messages.$inferSelect, 'authorityId' | 'sealed' | 'familyId' | 'personId'> {
  readonly text: string;
}
export type Document = Omit<typeof documents.$inferSelect, 'authorityId' | 'familyId' | 'personId' | 'chunks'>;

export interface FetchedDocument {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

interface Page {
  readonly before?: string | undefined;
  readonly limit: number;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/heic': 'heic',
};

/** One person's thread, newest first. */
export async function listMessages(
  room: RecordRoom,
  authorityId: number,
  thread: Thread,
  page: Page,
): Promise<Result<Message[], RecordNotFound>> {
  return inThread(room, authorityId, thread, (family) => messagesOf(family, thread, page));
}

export async function messagesOf(
  { tx, rows, key }: FamilyAtHand,
  { familyId, personId }: Thread,
  { before, limit }: Page,
): Promise<Message[]> {
  const found = await tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.authorityId, rows.family.authorityId),
        eq(messages.familyId, familyId),
        eq(messages.personId, personId),
        before === undefined ? undefined : lt(messages.messageId, before),
      ),
    )
    .orderBy(desc(messages.messageId))
    .limit(limit);
  return found.map(({ authorityId: _a, familyId: _f, personId: _p, sealed, ...message }) => {
    return { ...message, text: key.open<MessageWords>(sealed, message.messageId)?.text ?? '' };
  });
}

export async function listDocuments(
  room: RecordRoom,
  authorityId: number,
  thread: Thread,
  page: Page,
): Promise<Result<Document[], RecordNotFound>> {
  return inThread(room, authorityId, thread, (family) => documentsOf(family, thread, page));
}

export async function documentsOf({ tx, rows }: FamilyAtHand, thread: Thread, { before, limit }: Page): Promise<Document[]> {
  const found = await tx
    .select()
    .from(documents)
    .where(and(ofThread(rows.family.authorityId, thread), before === undefined ? undefined : lt(documents.documentId, before)))
    .orderBy(desc(documents.documentId))
    .limit(limit);
  return found.map(shown);
}

/** Those of one thread with these ids: what a message encloses. */
export async function documentsById(
  room: RecordRoom,
  authorityId: number,
  thread: Thread,
  documentIds: readonly string[],
): Promise<Result<Document[], RecordNotFound>> {
  return inThread(room, authorityId, thread, async ({ tx }) => {
    if (documentIds.length === 0) return [];
    const enclosed = and(ofThread(authorityId, thread), inArray(documents.documentId, [...documentIds]));
    return (await tx.select().from(documents).where(enclosed).orderBy(asc(documents.documentId))).map(shown);
  });
}

/** Made of the kind and the day: what the sender called it is not kept. */
export function fileNameOf({ kind, sentAt, mediaType }: Pick<Document, 'kind' | 'sentAt' | 'mediaType'>): string {
  return `${kind}-${dateInLondon(sentAt)}.${ENDINGS[mediaType] ?? 'bin'}`;
}

function shown({ authorityId: _a, familyId: _f, personId: _p, chunks: _c, ...document }: typeof documents.$inferSelect): Document {
  return document;
}

/** The original, whole, for saving: a document of another thread is as unknown as one that never was. */
export async function fetchDocument(
  room: RecordRoom,
  authorityId: number,
  thread: Thread,
  documentId: string,
): Promise<Result<FetchedDocument, RecordNotFound>> {
  const read = await inThread(room, authorityId, thread, async ({ tx, key }) => {
    const [found] = await tx
      .select()
      .from(documents)
      .where(and(ofThread(authorityId, thread), eq(documents.documentId, documentId)));
    if (found === undefined) return undefined;
    const parts = await tx
      .select()
      .from(documentChunks)
      .where(and(eq(documentChunks.authorityId, authorityId), eq(documentChunks.documentId, documentId)))
      .orderBy(asc(documentChunks.number));
    if (parts.length !== found.chunks) throw new Error(`document ${documentId} has lost a part`);
    const content = Buffer.concat(parts.map(({ number, sealed }) => key.openBytes(sealed, `${documentId}/${number}`)));
    return { fileName: fileNameOf(found), mediaType: found.mediaType, content };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : accepted(read.value);
}

function ofThread(authorityId: number, { familyId, personId }: Thread) {
  return and(eq(documents.authorityId, authorityId), eq(documents.familyId, familyId), eq(documents.personId, personId));
}

async function inThread<Value>(
  room: RecordRoom,
  authorityId: number,
  { familyId, personId }: Thread,
  work: (family: FamilyAtHand) => Promise<Value>,
): Promise<Result<Value, RecordNotFound>> {
  const read = await readFamily(room, authorityId, familyId, async (family) => {
    return isInFamily(family.rows, personId) ? { found: await work(family) } : undefined;
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : accepted(read.value.found);
}
