import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentRefusal } from '../problems.ts';
import { readInstruction } from '../runs/store.ts';
import { bookNotMade, type ReturnsDesk } from './book-returns.ts';

export interface RecordNotMade {
  readonly instructionId: string;
  /** The rail that took it, and says that it could not make it. */
  readonly rail: string;
  readonly endedOn: PlainDate;
  /** A code: `payout-method-declined`. */
  readonly reason: string;
  readonly railReference: string;
}

/** The rail took a payment and then could not make it: the money never left, and it is owed and promised again. Told twice, it is once. */
export async function recordNotMade(
  desk: ReturnsDesk,
  actor: Actor,
  { instructionId, rail, endedOn, reason, railReference }: RecordNotMade,
): Promise<Result<{ readonly recordedBefore: boolean }, PaymentRefusal>> {
  const { authorityId } = actor;
  const instruction = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) =>
    readInstruction(tx, authorityId, instructionId),
  );
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { reference, state } = instruction;
  if (state === 'returned' || state === 'refused') return accepted({ recordedBefore: true });
  if (state === 'settled') return refused({ code: 'payment-already-settled', facts: { reference } });
  if (state !== 'sent') return refused({ code: 'payment-not-sent', facts: { reference } });
  const failed = { instruction, toldOn: endedOn, reason, bank: rail, bankReference: railReference };
  const { refusals, moved } = await bookNotMade(desk, actor, [failed]);
  const refusal = refusals.get(instructionId);
  return refusal === undefined ? accepted({ recordedBefore: !moved.has(instructionId) }) : refused(refusal);
}
