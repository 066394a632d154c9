import { and, desc, eq, lt } from 'drizzle-orm';
import type { Actor } from '../../ledger/index.ts';
import { isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { defined } from '../defined.ts';
import type { PaymentRefusal } from '../problems.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { readInstruction } from '../runs/store.ts';
import { bookReturns, type ReturnsDesk } from './book-returns.ts';
import { paymentReturns } from './schema.ts';

export interface RecordReturn {
  readonly instructionId: string;
  /** Which of our accounts the money came back to. */
  readonly bank: string;
  /** The bank line's own day. */
  readonly returnedOn: PlainDate;
  /** A code: `account-closed`. */
  readonly reason: string;
  readonly bankReference?: string;
}

export interface PaymentReturn extends RecordReturn {
  readonly bookedOn: PlainDate;
  readonly recordedAt: Date;
}

export interface RecordedReturn extends PaymentReturn {
  readonly recordedBefore: boolean;
}

/**
 * The bank gives a payment back: new entries of that day put the money back at the bank and open the obligation again, and nothing earlier
 * is edited. When that day's period is closed they post to the first open day after it and name the payment's own entry. Told twice, it is
 * one return.
 */
export async function recordReturn(desk: ReturnsDesk, actor: Actor, told: RecordReturn): Promise<Result<RecordedReturn, PaymentRefusal>> {
  const { database } = desk;
  const { authorityId } = actor;
  const { instructionId, bank, returnedOn, bankReference } = told;
  const { instruction, before } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    instruction: await readInstruction(tx, authorityId, instructionId),
    before: await readReturn(tx, authorityId, instructionId),
  }));
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { reference, state, payDate } = instruction;
  if (before !== undefined) {
    const isSame = before.returnedOn === returnedOn && before.bankReference === bankReference;
    return isSame ? accepted({ ...before, recordedBefore: true }) : refused({ code: 'payment-already-returned', facts: { reference } });
  }
  if (state !== 'sent' && state !== 'settled') return refused({ code: 'payment-not-sent', facts: { reference } });
  if (isBefore(returnedOn, payDate)) return refused({ code: 'return-before-payment', facts: { reference, payDate } });
  const failed = { instruction, toldOn: returnedOn, reason: told.reason, bank, bankReference };
  const { refusals, moved } = await bookReturns(desk, actor, [failed]);
  const refusal = refusals.get(instructionId);
  if (refusal !== undefined) return refused(refusal);
  const kept = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readReturn(tx, authorityId, instructionId));
  if (kept === undefined) throw new Error(`The return of ${reference} is booked and not kept.`);
  return accepted({ ...kept, recordedBefore: !moved.has(instructionId) });
}

export async function readReturn(tx: Transaction, authorityId: number, instructionId: string): Promise<PaymentReturn | undefined> {
  const [row] = await tx
    .select()
    .from(paymentReturns)
    .where(and(eq(paymentReturns.authorityId, authorityId), eq(paymentReturns.instructionId, instructionId)));
  return row && returnOf(row);
}

/** A payment and, where it came back, its return. */
export async function findPayment(
  { database }: Pick<RunDesk, 'database'>,
  authorityId: number,
  instructionId: string,
): Promise<{ readonly payment: PaymentInstruction; readonly back?: PaymentReturn } | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const payment = await readInstruction(tx, authorityId, instructionId);
    return payment && { payment, ...defined({ back: await readReturn(tx, authorityId, instructionId) }) };
  });
}

/** Newest first: what an officer has to look after. */
export async function listReturns(
  tx: Transaction,
  authorityId: number,
  { before, limit }: { readonly before?: Date | undefined; readonly limit: number },
): Promise<PaymentReturn[]> {
  const rows = await tx
    .select()
    .from(paymentReturns)
    .where(and(eq(paymentReturns.authorityId, authorityId), before && lt(paymentReturns.recordedAt, before)))
    .orderBy(desc(paymentReturns.recordedAt))
    .limit(limit);
  return rows.map(returnOf);
}

function returnOf(row: typeof paymentReturns.$inferSelect): PaymentReturn {
  const { instructionId, bank, returnedOn, bookedOn, reason, bankReference, recordedAt } = row;
  return { instructionId, bank, returnedOn, bookedOn, reason, recordedAt, ...(bankReference !== null && { bankReference }) };
}
