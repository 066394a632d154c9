import { createHash } from 'node:crypto';
import { v4 as uuidV4, v5 as uuidv5 } from 'uuid';
import { appendAudit, eventOf, openAuthorityKey } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { appendToOutbox } from '../../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { serviceUserNumbers } from '../../originators/originators.ts';
import type { AnswersDesk } from './answers-desk.ts';
import { tellOfParked } from './follow-answers.ts';
import { followBankAnswers } from './job-contracts.ts';
import { readAnswers } from './read-answers.ts';
import { type AnswerFormat, type AnswerState, bankAnswerFiles } from './schema.ts';
import { countAnswers, insertAnswers, messageIdsOf, readAnswerFileByHash } from './store.ts';
import { workOnAnswers } from './work-on-answers.ts';

/** No bank's report comes near it, and it is held while it is read: all of it is taken, or nothing. */
export const LARGEST_ANSWER_BYTES = 32 * 1_048_576;

export interface ImportedAnswers {
  readonly fileId: string;
  readonly fileName: string;
  readonly format: AnswerFormat;
  readonly importedBefore: boolean;
  readonly answers: Readonly<Record<AnswerState, number>>;
  /** Lines that an earlier file had said already. */
  readonly saidBefore: number;
}

export interface AnswerFileRefused {
  readonly code: 'bank-answer-refused';
  readonly fault: string;
  readonly fileName: string;
  readonly line?: number;
  readonly reason: string;
}

/**
 * Takes in a file in which the bank answers: kept once as it came, each thing it says once, whichever file and form it comes in again. The
 * books follow at once; what it means for payees is carried out by the job that the import asks for, or by `followAnswers`.
 */
export async function importBankAnswers(
  desk: AnswersDesk,
  caller: Caller,
  { fileName, content }: { readonly fileName: string; readonly content: Uint8Array },
): Promise<Result<ImportedAnswers, AnswerFileRefused>> {
  const { database, clock } = desk;
  const { authorityId, principal } = caller;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const today = await desk.businessDate(authorityId);
  const ours = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    before: await readAnswerFileByHash(tx, authorityId, sha256),
    serviceUserNumbers: await serviceUserNumbers(tx, authorityId),
    messageIds: await messageIdsOf(tx, authorityId),
  }));
  const read = await readAnswers(content, { fileName, today, ...ours });
  if (!read.ok) {
    const { code: fault, ...told } = read.refusal;
    return refused({ ...told, code: 'bank-answer-refused', fault });
  }
  const { format, answers } = read.value;
  const file = ours.before ?? (await keep());
  await workOnAnswers(desk, caller, file.fileId);
  await tellOfParked(desk, authorityId, file.fileId);
  const counts = await inTransaction(database, { authorityId, readOnly: true }, (tx) => countAnswers(tx, authorityId, file.fileId));
  const kept = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const about = { fileId: file.fileId, fileName: file.fileName, format, importedBefore: ours.before !== undefined };
  return accepted({ ...about, answers: counts, saidBefore: answers.length - kept });

  async function keep() {
    const fileId = uuidV4();
    return inTransaction(database, { authorityId }, async (tx, client) => {
      const key = await openAuthorityKey(tx, desk, authorityId);
      const importedAt = clock.now();
      const row = { authorityId, fileId, sha256, fileName, format, bytes: content.length, importedBy: principal, importedAt };
      const sealed = key.sealBytes(Buffer.from(content), fileId);
      const [made] = await tx
        .insert(bankAnswerFiles)
        .values({ ...row, sealed })
        .onConflictDoNothing()
        .returning();
      const standing = made ?? (await readAnswerFileByHash(tx, authorityId, sha256));
      if (standing === undefined) throw new Error('a file of the bank was kept and cannot be read');
      if (made === undefined) return standing;
      await insertAnswers(tx, key, made, answers);
      await appendToOutbox(tx, followBankAnswers, {
        authorityId,
        payload: { fileId },
        recordedAt: importedAt,
        outboxId: uuidv5('follow', fileId),
      });
      const facts = { fileId, format, sha256, answers: answers.length };
      await appendAudit(client, authorityId, [eventOf(caller, 'payments.import-bank-answers', 'change', importedAt, {}, facts)]);
      return standing;
    });
  }
}
