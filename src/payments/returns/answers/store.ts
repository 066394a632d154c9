import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { AuthorityKey } from '../../../people/index.ts';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import { insertRows } from '../../../platform/database/insert-rows.ts';
import { paymentFiles } from '../../rails/files/schema.ts';
import { type AnswerState, bankAnswerFiles, bankAnswers } from './schema.ts';
import type { ToldAnswer } from './told-answer.ts';

/** Statements on the bank's answers. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type AnswerRow = typeof bankAnswers.$inferSelect;
export type AnswerFileRow = typeof bankAnswerFiles.$inferSelect;

const ROWS_AT_ONCE = 1_000;
const ANSWER_MARK = 'bank-answer';

export async function readAnswerFileByHash(tx: Transaction, authorityId: number, sha256: string): Promise<AnswerFileRow | undefined> {
  const [row] = await tx
    .select()
    .from(bankAnswerFiles)
    .where(and(eq(bankAnswerFiles.authorityId, authorityId), eq(bankAnswerFiles.sha256, sha256)));
  return row;
}

/** What the file says beside what is known already: an answer that another file has brought stays that file's. */
export async function insertAnswers(
  tx: Transaction,
  key: AuthorityKey,
  { authorityId, fileId }: Pick<AnswerFileRow, 'authorityId' | 'fileId'>,
  answers: readonly ToldAnswer[],
): Promise<void> {
  for (let from = 0; from < answers.length; from += ROWS_AT_ONCE) {
    const rows = answers.slice(from, from + ROWS_AT_ONCE).map(({ key: named, more, ...answer }) => {
      const answerId = uuidV4();
      const mark = key.mark(ANSWER_MARK, named);
      return { ...answer, authorityId, answerId, fileId, mark, sealed: key.seal(more, answerId), state: 'open' as const };
    });
    await insertRows(tx, bankAnswers, rows, sql`on conflict do nothing`);
  }
}

export async function answersInState(
  tx: Transaction,
  authorityId: number,
  { fileId, state, limit }: { readonly fileId: string; readonly state: AnswerState; readonly limit: number },
): Promise<AnswerRow[]> {
  return tx
    .select()
    .from(bankAnswers)
    .where(and(eq(bankAnswers.authorityId, authorityId), eq(bankAnswers.fileId, fileId), eq(bankAnswers.state, state)))
    .orderBy(asc(bankAnswers.line), asc(bankAnswers.answerId))
    .limit(limit);
}

export interface Finding {
  readonly answerId: string;
  readonly state: Exclude<AnswerState, 'open' | 'resolved'>;
  readonly words: string;
  readonly instructionId?: string | undefined;
}

/** What was made of many answers, in one statement; of those that somebody else has worked on meanwhile nothing changes. */
export async function noteFindings(
  tx: Transaction,
  authorityId: number,
  findings: readonly Finding[],
  { from, at }: { readonly from: AnswerState; readonly at: Date },
): Promise<void> {
  if (findings.length === 0) return;
  const told = findings.map(({ answerId, state, words, instructionId }) => ({
    answer_id: answerId,
    state,
    words,
    instruction_id: instructionId ?? null,
  }));
  await tx.execute(sql`
    update ${bankAnswers} a
       set state = f.state, words = f.words, instruction_id = coalesce(f.instruction_id, a.instruction_id), worked_at = ${at.toISOString()}::timestamptz
      from json_to_recordset(${JSON.stringify(told)}::json) as f(answer_id uuid, state text, words text, instruction_id uuid)
     where a.authority_id = ${authorityId} and a.answer_id = f.answer_id and a.state = ${from}`);
}

export async function countAnswers(tx: Transaction, authorityId: number, fileId: string): Promise<Record<AnswerState, number>> {
  const rows = await tx
    .select({ state: bankAnswers.state, answers: sql<number>`count(*)::int` })
    .from(bankAnswers)
    .where(and(eq(bankAnswers.authorityId, authorityId), eq(bankAnswers.fileId, fileId)))
    .groupBy(bankAnswers.state);
  const counts = { open: 0, booked: 0, done: 0, noted: 0, parked: 0, resolved: 0 };
  for (const { state, answers } of rows) counts[state] = answers;
  return counts;
}

/** Those that wait for a person, or of one file all of them, in the order of their ids. */
export async function listAnswers(
  tx: Transaction,
  authorityId: number,
  {
    fileId,
    states,
    after,
    limit,
  }: {
    readonly fileId?: string | undefined;
    readonly states: readonly AnswerState[];
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<(AnswerRow & { readonly fileName: string })[]> {
  const rows = await tx
    .select({ answer: bankAnswers, fileName: bankAnswerFiles.fileName })
    .from(bankAnswers)
    .innerJoin(
      bankAnswerFiles,
      and(eq(bankAnswerFiles.authorityId, bankAnswers.authorityId), eq(bankAnswerFiles.fileId, bankAnswers.fileId)),
    )
    .where(
      and(
        eq(bankAnswers.authorityId, authorityId),
        inArray(bankAnswers.state, [...states]),
        fileId === undefined ? undefined : eq(bankAnswers.fileId, fileId),
        after === undefined ? undefined : gt(bankAnswers.answerId, after),
      ),
    )
    .orderBy(asc(bankAnswers.answerId))
    .limit(limit);
  return rows.map(({ answer, fileName }) => ({ ...answer, fileName }));
}

/** Names by which our pain.001 messages may be answered. */
export async function messageIdsOf(tx: Transaction, authorityId: number): Promise<string[]> {
  const rows = await tx
    .select({ bankName: paymentFiles.bankName })
    .from(paymentFiles)
    .where(and(eq(paymentFiles.authorityId, authorityId), eq(paymentFiles.format, 'pain001')));
  return rows.map(({ bankName }) => bankName);
}
