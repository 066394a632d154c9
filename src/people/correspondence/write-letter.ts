import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import type { Letter } from '../../platform/letters/letter.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../platform/letters/letter-as-text.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { mailMessageNotice } from '../notices/job-contracts.ts';
import type { FamilyAtHand } from '../records/family-at-hand.ts';
import { messages } from './schema.ts';
import { keepDocument } from './send-document.ts';
import type { Thread } from './thread.ts';
import type { MessageWords } from './write-message.ts';

/**
 * A letter of the council into one person's thread, in the transaction of the decision that it tells of: the words as a message, the same
 * letter as a tagged PDF with it, and a mail that says that it has come.
 */
export async function writeLetter(
  { tx, key, now }: Pick<FamilyAtHand, 'tx' | 'key' | 'now'>,
  { authorityId, principal }: Pick<Caller, 'authorityId' | 'principal'>,
  { familyId, personId }: Thread,
  letter: Letter,
): Promise<{ readonly messageId: string }> {
  const about = { authorityId, familyId, personId, sender: 'council', channel: 'online' } as const;
  const pdf = await letterAsPdf(letter);
  const documentId = await keepDocument(tx, key, { ...about, kind: 'letter', mediaType: 'application/pdf', sentBy: principal }, pdf, now);
  const messageId = timeOrderedId(now);
  const sealed = key.seal({ text: letterAsText(letter) } satisfies MessageWords, messageId);
  await tx.insert(messages).values({ ...about, messageId, documents: [documentId], sealed, writtenAt: now, writtenBy: principal });
  await appendToOutbox(tx, mailMessageNotice, { authorityId, outboxId: messageId, payload: { personId }, recordedAt: now });
  return { messageId };
}
