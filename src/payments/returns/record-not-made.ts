import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentRefusal } from '../problems.ts';
import { partsToSend } from '../rules/offsets.ts';
import { paymentNotMade } from '../rules/payment-entries.ts';
import { entryIdOf, postPayments } from '../runs/post-payments.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { readInstruction } from '../runs/store.ts';
import { carryRunOn, movePayments } from '../runs/write-run.ts';
import { firstOpenDay } from './book-returns.ts';
import { readReturn } from './record-return.ts';
import { paymentReturns } from './schema.ts';

export interface RecordNotMade {
  readonly instructionId: string;
  /** The rail that took it, and says that it could not make it. */
  readonly rail: string;
  readonly endedOn: PlainDate;
  /** A code: `payout-method-declined`. */
  readonly reason: string;
  readonly railReference: string;
}

/**
 * The rail took a payment and then could not make it: the money never left. Kept beside the returns, because for the payee it is the same: it
 * is owed and promised again, by new entries of that day. Told twice, it is once.
 */
export async function recordNotMade(
  desk: Pick<RunDesk, 'database' | 'ledger' | 'clock' | 'dueLines'>,
  actor: Actor,
  { instructionId, rail, endedOn, reason, railReference }: RecordNotMade,
): Promise<Result<{ readonly recordedBefore: boolean }, PaymentRefusal>> {
  const { database, ledger, clock, dueLines } = desk;
  const { authorityId, principal } = actor;
  const { instruction, before } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    instruction: await readInstruction(tx, authorityId, instructionId),
    before: await readReturn(tx, authorityId, instructionId),
  }));
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { reference, state, kind, payee, payDate, parts, offsets, dueRef, runId } = instruction;
  if (before !== undefined || state === 'refused') return accepted({ recordedBefore: true });
  if (state === 'settled') return refused({ code: 'payment-already-settled', facts: { reference } });
  if (state !== 'sent') return refused({ code: 'payment-not-sent', facts: { reference } });
  const [booked] = await ledger.entries(authorityId, [entryIdOf('not-made 0', instructionId)]);
  const wanted = endedOn < payDate ? payDate : endedOn;
  const bookedOn = booked?.effectiveDate ?? firstOpenDay(await ledger.periods(authorityId), wanted);
  if (bookedOn === undefined) return refused({ code: 'no-open-period', facts: { returnedOn: wanted } });

  const metadata = { originalEntry: entryIdOf('sent', instructionId), reason };
  const event = { effectiveDate: bookedOn, reference, payee, rail, kind, parts: partsToSend(parts, offsets) };
  const entries = paymentNotMade(event).map((entry, step) => ({ step: `not-made ${step}` as const, entry, metadata }));
  const [refusal] = (await postPayments(ledger, actor, [{ instruction, entries }])).values();
  if (refusal !== undefined) return refused({ code: 'ledger-refused', facts: { ...refusal.facts, reference, ledgerCode: refusal.code } });
  return inTransaction(database, { authorityId }, async (tx) => {
    const now = clock.now();
    const row = {
      authorityId,
      instructionId,
      returnedOn: endedOn,
      bookedOn,
      bank: rail,
      bankReference: railReference,
      reason,
      recordedBy: principal,
      recordedAt: now,
    };
    const [kept] = await tx.insert(paymentReturns).values(row).onConflictDoNothing().returning();
    if (kept === undefined) return accepted({ recordedBefore: true });
    await movePayments(tx, authorityId, [instructionId], { from: 'sent', to: 'returned' });
    await dueLines.reopen(tx, authorityId, [dueRef], 'returned');
    await carryRunOn(tx, authorityId, runId, now);
    return accepted({ recordedBefore: false });
  });
}
