import type { Actor } from '../ledger/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { PaymentDesk } from './payment-desk.ts';
import { postPayments } from './post-payments.ts';
import type { PaymentRefusal } from './problems.ts';
import { paymentSeenAtBank } from './rules/payment-entries.ts';
import { movePayments, moveRun, readInstruction, readRun } from './store.ts';

export interface SettlePayment {
  readonly instructionId: string;
  /** Which of our accounts the money left. */
  readonly bank: string;
  /** The bank line's own day. */
  readonly seenOn: PlainDate;
  readonly bankReference?: string;
}

/** The bank has shown the payment: it leaves clearing on the day of the bank line. The same line again changes nothing. */
export async function settlePayment(
  { database, ledger }: PaymentDesk,
  actor: Actor,
  { instructionId, bank, seenOn, bankReference }: SettlePayment,
): Promise<Result<{ readonly settledBefore: boolean }, PaymentRefusal>> {
  const { authorityId } = actor;
  const instruction = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    readInstruction(tx, authorityId, instructionId),
  );
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { state, reference, parts, rail, runId } = instruction;
  if (state === 'settled' || state === 'returned') {
    const sameLine = instruction.settledOn === seenOn && instruction.bankReference === bankReference;
    return sameLine ? accepted({ settledBefore: true }) : refused({ code: 'payment-already-settled', facts: { reference } });
  }
  if (state !== 'sent') return refused({ code: 'payment-not-sent', facts: { reference } });

  const entry = paymentSeenAtBank({ effectiveDate: seenOn, reference, parts, rail, bank });
  const booked = await postPayments(ledger, actor, 'settled', [{ instruction, entry }]);
  if (!booked.ok) return booked;
  await inTransaction(database, { authorityId }, async (tx) => {
    const facts = { settledOn: seenOn, ...(bankReference !== undefined && { bankReference }) };
    // The run is locked first, so that of two lines settled at once one sees the other and closes the run.
    await readRun(tx, authorityId, runId, 'update');
    await movePayments(tx, authorityId, [instructionId], { from: 'sent', to: 'settled' }, facts);
    const run = await readRun(tx, authorityId, runId);
    if (run?.instructions.every((each) => each.state === 'settled')) await moveRun(tx, authorityId, runId, { from: 'sent', to: 'settled' });
  });
  return accepted({ settledBefore: false });
}
