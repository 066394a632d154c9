import { and, eq, inArray, max } from 'drizzle-orm';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { retentionEnds } from '../records/retention-kinds.ts';
import { documentChunks, documents, messages } from './schema.ts';

/** Until when the newest message or document of a family must be kept, by its kind's own clock; undefined when there is none. */
export async function correspondenceKeptUntil(tx: Transaction, authorityId: number, familyId: string): Promise<PlainDate | undefined> {
  const [message] = await tx
    .select({ newest: max(messages.writtenAt) })
    .from(messages)
    .where(and(eq(messages.authorityId, authorityId), eq(messages.familyId, familyId)));
  const [document] = await tx
    .select({ newest: max(documents.sentAt) })
    .from(documents)
    .where(and(eq(documents.authorityId, authorityId), eq(documents.familyId, familyId)));
  const days = [message?.newest, document?.newest].flatMap((at) => (at ? [dateInLondon(at)] : []));
  const newest = days.toSorted().at(-1);
  return newest === undefined ? undefined : retentionEnds('correspondence', newest);
}

/** With the key gone nobody opens them; the sealed bytes go too. That there was a letter of a kind on a day stays, as in the audit. */
export async function dropCorrespondence(tx: Transaction, authorityId: number, familyId: string): Promise<void> {
  await tx
    .update(messages)
    .set({ sealed: null })
    .where(and(eq(messages.authorityId, authorityId), eq(messages.familyId, familyId)));
  const own = tx
    .select({ documentId: documents.documentId })
    .from(documents)
    .where(and(eq(documents.authorityId, authorityId), eq(documents.familyId, familyId)));
  await tx.delete(documentChunks).where(and(eq(documentChunks.authorityId, authorityId), inArray(documentChunks.documentId, own)));
}
