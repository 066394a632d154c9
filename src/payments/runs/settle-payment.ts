import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { partsToSend } from '../rules/offsets.ts';
import { paymentSeenAtBank } from '../rules/payment-entries.ts';
import { postPayments } from './post-payments.ts';
import { readInstruction } from './store.ts';
import { carryRunOn, movePayments, noteSeenAfterReturn } from './write-run.ts';

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
  { database, ledger, clock }: PaymentDesk,
  actor: Actor,
  { instructionId, bank, seenOn, bankReference }: SettlePayment,
): Promise<Result<{ readonly settledBefore: boolean }, PaymentRefusal>> {
  const { authorityId } = actor;
  const instruction = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    readInstruction(tx, authorityId, instructionId),
  );
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { state, reference, rail, runId, settledOn } = instruction;
  if (settledOn !== undefined) {
    const sameLine = settledOn === seenOn && instruction.bankReference === bankReference;
    return sameLine ? accepted({ settledBefore: true }) : refused({ code: 'payment-already-settled', facts: { reference } });
  }
  if (state !== 'sent' && state !== 'returned') return refused({ code: 'payment-not-sent', facts: { reference } });

  const parts = partsToSend(instruction.parts, instruction.offsets);
  const entry = paymentSeenAtBank({ effectiveDate: seenOn, reference, parts, rail, bank });
  const [refusal] = (await postPayments(ledger, actor, [{ instruction, entries: [{ step: 'settled', entry }] }])).values();
  if (refusal !== undefined) {
    return refused({ code: 'ledger-refused', facts: { ...refusal.facts, reference, ledgerCode: refusal.code } });
  }
  await inTransaction(database, { authorityId }, async (tx) => {
    const facts = { settledOn: seenOn, ...(bankReference !== undefined && { bankReference }) };
    // Money may be back before its leaving is seen: two bank lines, read in either order.
    if (state === 'returned') await noteSeenAfterReturn(tx, authorityId, instructionId, facts);
    else await movePayments(tx, authorityId, [instructionId], { from: 'sent', to: 'settled' }, facts);
    await carryRunOn(tx, authorityId, runId, clock.now());
  });
  return accepted({ settledBefore: false });
}
