import type { Actor } from '../../../ledger/index.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { PaymentRefusal } from '../../problems.ts';
import type { RunDesk } from '../../runs/run-desk.ts';
import { readInstruction } from '../../runs/store.ts';
import { attemptByHand, confirmByHand, intend } from '../attempts.ts';
import { bookAnswers } from '../book-answers.ts';
import { MANUAL_RAIL } from '../payment-rail.ts';
import type { HandMethod } from '../schema.ts';
import { railKeyOf } from '../send-payment.ts';

export interface PaymentByHand {
  readonly instructionId: string;
  readonly method: HandMethod;
  /** The day it was done. */
  readonly madeOn: PlainDate;
  /** The cheque's number, or what the bank's screen showed. */
  readonly handReference: string;
}

/** An officer has written the cheque or typed the payment into the bank's screen, and says so. It counts once a second person confirms it. */
export async function recordPaymentByHand(
  { database, clock }: Pick<RunDesk, 'database' | 'clock'>,
  { authorityId, principal }: Actor,
  { instructionId, method, madeOn, handReference }: PaymentByHand,
): Promise<Result<{ readonly attempt: number }, PaymentRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const instruction = await readInstruction(tx, authorityId, instructionId);
    if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
    const { rail, state } = instruction;
    if (rail !== MANUAL_RAIL) return refused({ code: 'payment-not-by-hand', facts: { instructionId, rail } });
    const told = { method, madeOn, railReference: handReference, recordedBy: principal };
    const intent = await intend(tx, authorityId, { instructionId, rail, key: railKeyOf(instruction), now: clock.now() }, told);
    if (intent !== undefined) return accepted({ attempt: intent.attempt });
    const made = await attemptByHand(tx, authorityId, instructionId);
    const isSame =
      made?.recordedBy === principal && made.method === method && made.madeOn === madeOn && made.railReference === handReference;
    return made !== undefined && isSame
      ? accepted({ attempt: made.attempt })
      : refused({ code: 'payment-not-by-hand', facts: { instructionId, state } });
  });
}

/** The second person has seen that it was done: from here on the payment is sent. */
export async function confirmPaymentByHand(
  desk: RunDesk,
  actor: Actor,
  { instructionId }: { readonly instructionId: string },
): Promise<Result<undefined, PaymentRefusal>> {
  const { database, clock } = desk;
  const { authorityId, principal } = actor;
  const confirmed = await inTransaction(database, { authorityId }, async (tx) => {
    const instruction = await readInstruction(tx, authorityId, instructionId);
    if (instruction === undefined) return refused({ code: 'payment-not-found' as const, facts: { instructionId } });
    const made = await attemptByHand(tx, authorityId, instructionId);
    if (instruction.rail !== MANUAL_RAIL || made === undefined) {
      return refused({ code: 'payment-not-by-hand' as const, facts: { instructionId, state: instruction.state } });
    }
    if (made.recordedBy === principal) return refused({ code: 'recorder-may-not-confirm' as const, facts: { instructionId } });
    await confirmByHand(tx, authorityId, made, { confirmedBy: principal, now: clock.now() });
    return accepted(instruction);
  });
  if (!confirmed.ok) return confirmed;
  await bookAnswers(desk, actor, confirmed.value.runId);
  return accepted(undefined);
}
