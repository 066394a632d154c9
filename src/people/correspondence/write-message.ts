import { and, eq, inArray } from 'drizzle-orm';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mailMessageNotice } from '../notices/job-contracts.ts';
import { changeFamily, type RecordNotFound } from '../records/family-at-hand.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { documents, messages } from './schema.ts';
import { isInFamily, senderOf, type Thread } from './thread.ts';

/** What a message says, sealed under the family's key. */
export interface MessageWords {
  readonly text: string;
}

/** In characters: many pages of a letter. */
export const LONGEST_MESSAGE = 10_000;

export interface NewMessage {
  readonly text: string;
  readonly documentIds?: readonly string[] | undefined;
  /** The caller's own, for what no person writes: the same message written twice is one. */
  readonly messageId?: string;
}

export type WriteRefusal = RecordNotFound | { readonly code: 'errand-for-a-stranger' | 'document-unknown' };

/** Into one person's thread, for nobody else of the family to read. What the council writes is told to the person by mail, without its words. */
export async function writeMessage(
  room: RecordRoom,
  caller: Caller,
  thread: Thread,
  { text, documentIds = [], messageId: own }: NewMessage,
): Promise<Result<{ readonly messageId: string }, WriteRefusal>> {
  const { familyId, personId } = thread;
  return changeFamily(room, caller, { familyId, operation: 'people.write-message' }, async ({ tx, rows, key, now }) => {
    if (!isInFamily(rows, personId)) return refused({ code: 'record-not-found' });
    const sender = senderOf(caller, thread);
    if (sender === undefined) return refused({ code: 'errand-for-a-stranger' });
    const { authorityId, principal: writtenBy } = caller;
    const enclosed = [...new Set(documentIds)];
    const inThread = and(eq(documents.authorityId, authorityId), eq(documents.familyId, familyId), eq(documents.personId, personId));
    const known =
      enclosed.length === 0
        ? []
        : await tx
            .select({ documentId: documents.documentId })
            .from(documents)
            .where(and(inThread, inArray(documents.documentId, enclosed)));
    if (known.length < enclosed.length) return refused({ code: 'document-unknown' });
    const messageId = own ?? timeOrderedId(now);
    const row = {
      authorityId,
      messageId,
      familyId,
      personId,
      sender,
      documents: enclosed,
      sealed: key.seal({ text } satisfies MessageWords, messageId),
      channel: caller.onBehalfOf?.channel ?? 'online',
      writtenAt: now,
      writtenBy,
    } as const;
    const kept = await tx.insert(messages).values(row).onConflictDoNothing().returning({ messageId: messages.messageId });
    if (kept.length === 0) return accepted({ value: { messageId }, personId, facts: { messageId, standing: true } });
    const notice = { authorityId, outboxId: messageId, payload: { personId }, recordedAt: now };
    if (sender === 'council') await appendToOutbox(tx, mailMessageNotice, notice);
    return accepted({ value: { messageId }, personId, facts: { messageId, sender, documents: enclosed.length } });
  });
}
