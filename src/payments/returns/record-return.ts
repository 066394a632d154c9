import { and, desc, eq, lt } from 'drizzle-orm';
import type { AccountingPeriod, Actor } from '../../ledger/index.ts';
import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentRefusal } from '../problems.ts';
import { partsToSend } from '../rules/offsets.ts';
import { invoicePaymentReturned, paymentReturned } from '../rules/payment-entries.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { entryIdOf, postPayments } from '../runs/post-payments.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { readInstruction } from '../runs/store.ts';
import { carryRunOn, movePayments } from '../runs/write-run.ts';
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
export async function recordReturn(
  desk: Pick<RunDesk, 'database' | 'ledger' | 'clock' | 'dueLines'>,
  actor: Actor,
  told: RecordReturn,
): Promise<Result<RecordedReturn, PaymentRefusal>> {
  const { database, ledger, clock, dueLines } = desk;
  const { authorityId, principal } = actor;
  const { instructionId, bank, returnedOn, bankReference } = told;
  const { instruction, before } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    instruction: await readInstruction(tx, authorityId, instructionId),
    before: await readReturn(tx, authorityId, instructionId),
  }));
  if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
  const { reference, state, payDate, dueRef, runId } = instruction;
  if (before !== undefined) {
    const isSame = before.returnedOn === returnedOn && before.bankReference === bankReference;
    return isSame ? accepted({ ...before, recordedBefore: true }) : refused({ code: 'payment-already-returned', facts: { reference } });
  }
  if (state !== 'sent' && state !== 'settled') return refused({ code: 'payment-not-sent', facts: { reference } });
  if (isBefore(returnedOn, payDate)) return refused({ code: 'return-before-payment', facts: { reference, payDate } });
  // A recording that was cut off after the booking keeps the day it was booked on, whatever has been closed since.
  const [booked] = await ledger.entries(authorityId, [entryIdOf('returned 0', instructionId)]);
  const bookedOn = booked?.effectiveDate ?? firstOpenDay(await ledger.periods(authorityId), returnedOn);
  if (bookedOn === undefined) return refused({ code: 'no-open-period', facts: { returnedOn } });

  const metadata = { originalEntry: entryIdOf('sent', instructionId), returnedOn };
  const entries = entriesOf(instruction, bank, bookedOn).map((entry, step) => ({ step: `returned ${step}` as const, entry, metadata }));
  const [refusal] = (await postPayments(ledger, actor, [{ instruction, entries }])).values();
  if (refusal !== undefined) {
    return refused({ code: 'ledger-refused', facts: { ...refusal.facts, reference, ledgerCode: refusal.code } });
  }
  return inTransaction(database, { authorityId }, async (tx) => {
    const recordedAt = clock.now();
    const row = { authorityId, ...told, bookedOn, recordedBy: principal, recordedAt };
    const [kept] = await tx.insert(paymentReturns).values(row).onConflictDoNothing().returning();
    if (kept === undefined) return accepted({ ...told, bookedOn, recordedAt, recordedBefore: true });
    await movePayments(tx, authorityId, [instructionId], { from: 'sent', to: 'returned' });
    await movePayments(tx, authorityId, [instructionId], { from: 'settled', to: 'returned' });
    await dueLines.reopen(tx, authorityId, [dueRef], 'returned');
    await carryRunOn(tx, authorityId, runId, recordedAt);
    return accepted({ ...told, bookedOn, recordedAt, recordedBefore: false });
  });
}

function entriesOf(instruction: PaymentInstruction, bank: string, effectiveDate: PlainDate) {
  const { kind, reference, payee, rail, offsets } = instruction;
  const facts = { effectiveDate, reference, payee, rail, bank, parts: partsToSend(instruction.parts, offsets) };
  return kind === 'instalment' ? paymentReturned(facts) : invoicePaymentReturned(facts);
}

/** The day itself while its period takes entries, or the first day after it that does. */
export function firstOpenDay(periods: readonly AccountingPeriod[], day: PlainDate): PlainDate | undefined {
  const open = periods.filter(({ state, lastDay }) => state === 'open' && !isBefore(lastDay, day));
  const [first] = open.map(({ firstDay }) => (isAfter(firstDay, day) ? firstDay : day)).sort();
  return first;
}

export async function readReturn(tx: Transaction, authorityId: number, instructionId: string): Promise<PaymentReturn | undefined> {
  const [row] = await tx
    .select()
    .from(paymentReturns)
    .where(and(eq(paymentReturns.authorityId, authorityId), eq(paymentReturns.instructionId, instructionId)));
  return row && returnOf(row);
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
