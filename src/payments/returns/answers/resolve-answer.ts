import { and, eq } from 'drizzle-orm';
import { appendAudit, eventOf } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { readInstruction } from '../../runs/store.ts';
import { bookRejections } from '../book-returns.ts';
import { type AnswersDesk, actorOf } from './answers-desk.ts';
import { type AnswerResolution, bankAnswers } from './schema.ts';

type ResolveRefusal = {
  readonly code:
    | 'bank-answer-not-found'
    | 'bank-answer-not-parked'
    | 'bank-answer-names-no-payment'
    | 'payment-not-sent'
    | 'ledger-refused';
};

/**
 * A person has found out what a parked line means. `rejected-by-bank` says that Bacs turned the payment down, and what was due is due
 * again; the others change nothing in the books.
 */
export async function resolveAnswer(
  desk: AnswersDesk,
  caller: Caller,
  { answerId, resolution }: { readonly answerId: string; readonly resolution: AnswerResolution },
): Promise<Result<undefined, ResolveRefusal>> {
  const { database, clock } = desk;
  const { authorityId, principal } = caller;
  const one = and(eq(bankAnswers.authorityId, authorityId), eq(bankAnswers.answerId, answerId));
  const { row, instruction } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const [found] = await tx.select().from(bankAnswers).where(one);
    const instructionId = found?.instructionId ?? undefined;
    return { row: found, instruction: instructionId === undefined ? undefined : await readInstruction(tx, authorityId, instructionId) };
  });
  if (row === undefined) return refused({ code: 'bank-answer-not-found' });
  if (row.state === 'resolved' && row.resolution === resolution) return accepted(undefined);
  if (row.state !== 'parked') return refused({ code: 'bank-answer-not-parked' });
  if (resolution === 'rejected-by-bank') {
    if (instruction === undefined) return refused({ code: 'bank-answer-names-no-payment' });
    if (instruction.state !== 'sent' && instruction.state !== 'refused') return refused({ code: 'payment-not-sent' });
    if (instruction.state === 'sent') {
      const rejected = { instruction, toldOn: row.toldOn, reason: `input-${row.code.toLowerCase()}`, bank: instruction.rail };
      const refusal = (await bookRejections(desk, actorOf(caller), [rejected])).refusals.get(instruction.instructionId);
      if (refusal !== undefined) return refused({ code: 'ledger-refused', facts: refusal.facts });
    }
  }
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const told = { state: 'resolved', resolution, resolvedBy: principal, resolvedAt: now } as const;
    await tx
      .update(bankAnswers)
      .set(told)
      .where(and(one, eq(bankAnswers.state, 'parked')));
    await appendAudit(client, authorityId, [eventOf(caller, 'payments.resolve-bank-answer', 'change', now, {}, { answerId, resolution })]);
    return accepted(undefined);
  });
}
