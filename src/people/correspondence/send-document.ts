import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Upload } from '../../platform/http/read-upload.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changeFamily, type RecordNotFound } from '../records/family-at-hand.ts';
import type { FamilyKey } from '../records/family-key.ts';
import type { RecordRoom } from '../records/record-room.ts';
import type { DocumentKind } from './correspondence-kinds.ts';
import { isOfFormat } from './document-formats.ts';
import { documentChunks, documents } from './schema.ts';
import { isInFamily, senderOf, type Thread } from './thread.ts';

/** Small enough to be held while it arrives, so that it is kept whole in one transaction or not at all. */
export const LARGEST_DOCUMENT_BYTES = 10 * 1_048_576;
const CHUNK_BYTES = 256 * 1024;

export type SendRefusal = RecordNotFound | { readonly code: 'errand-for-a-stranger' | 'document-empty' | 'document-not-as-said' };

/** As a program streams it, or as a form of a page has brought it already. */
interface ArrivedFile extends Omit<Upload, 'content'> {
  readonly content: Upload['content'] | readonly Uint8Array[];
}

/** The original as it came, sealed in parts under the family's key. It is handed out for saving and never shown by us. */
export async function sendDocument(
  room: RecordRoom,
  caller: Caller,
  thread: Thread,
  { kind, upload }: { readonly kind: DocumentKind; readonly upload: ArrivedFile },
): Promise<Result<{ readonly documentId: string }, SendRefusal>> {
  const arrived: Uint8Array[] = [];
  for await (const part of upload.content) arrived.push(part);
  const content = Buffer.concat(arrived);
  if (content.length === 0) return refused({ code: 'document-empty' });
  if (!isOfFormat(content, upload.mediaType)) return refused({ code: 'document-not-as-said' });
  const { familyId, personId } = thread;
  return changeFamily(room, caller, { familyId, operation: 'people.send-document' }, async ({ tx, rows, key, now }) => {
    if (!isInFamily(rows, personId)) return refused({ code: 'record-not-found' });
    const sender = senderOf(caller, thread);
    if (sender === undefined) return refused({ code: 'errand-for-a-stranger' });
    const { authorityId, principal: sentBy } = caller;
    const channel = caller.onBehalfOf?.channel ?? 'online';
    const about = { authorityId, familyId, personId, sender, kind, mediaType: upload.mediaType, channel, sentBy };
    const documentId = await keepDocument(tx, key, about, content, now);
    return accepted({ value: { documentId }, personId, facts: { documentId, sender, kind, bytes: content.length } });
  });
}

type NewDocument = Pick<
  typeof documents.$inferInsert,
  'authorityId' | 'familyId' | 'personId' | 'sender' | 'kind' | 'mediaType' | 'channel' | 'sentBy'
>;

/** Sealed in parts, in the caller's transaction. */
export async function keepDocument(tx: Transaction, key: FamilyKey, about: NewDocument, content: Buffer, now: Date): Promise<string> {
  const { authorityId } = about;
  const documentId = timeOrderedId(now);
  const chunks = Math.ceil(content.length / CHUNK_BYTES);
  await tx.insert(documents).values({ ...about, documentId, bytes: content.length, chunks, sentAt: now });
  for (let number = 0; number < chunks; number += 1) {
    const part = content.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES);
    await tx.insert(documentChunks).values({ authorityId, documentId, number, sealed: key.sealBytes(part, `${documentId}/${number}`) });
  }
  return documentId;
}
