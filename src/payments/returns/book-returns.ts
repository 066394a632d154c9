import type { AccountingPeriod, Actor } from '../../ledger/index.ts';
import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import { partsToSend } from '../rules/offsets.ts';
import { invoicePaymentRejected, invoicePaymentReturned, paymentRejected, paymentReturned } from '../rules/payment-entries.ts';
import type { Exclusion, PaymentInstruction } from '../runs/payment-run.ts';
import { entryIdOf, postPayments, type StepToBook } from '../runs/post-payments.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { carryRunOn, insertExclusions, movePayments } from '../runs/write-run.ts';
import { grouped } from './grouped.ts';
import { passOnReturns } from './pass-on-returns.ts';
import { paymentReturns } from './schema.ts';

type Desk = Pick<RunDesk, 'database' | 'ledger' | 'clock' | 'dueLines'>;

/** Several payments that came back, or that the bank never made: the set-based twin of recording one. */
export interface FailedPayment {
  readonly instruction: PaymentInstruction;
  readonly toldOn: PlainDate;
  /** A code: `arucs-b`. */
  readonly reason: string;
}

/** By payment: why the books do not take it; those that are not named are booked. */
export type NotBooked = ReadonlyMap<string, string>;

/**
 * The money is back at the bank and each obligation open again. Entry ids follow from the payment and the step, and only a payment that
 * moves now is kept as a return and reopens its instalment: however often this runs, and whoever runs it beside it, it happens once.
 */
export async function bookReturns(
  desk: Desk,
  actor: Actor,
  returned: readonly (FailedPayment & { readonly bank: string })[],
): Promise<NotBooked> {
  const { ledger } = desk;
  const periods = await ledger.periods(actor.authorityId);
  const bookedBefore = await bookedDays(desk, actor, returned, 'returned 0');
  const notBooked = new Map<string, string>();
  const toBook: { readonly each: FailedPayment & { readonly bank: string }; readonly bookedOn: PlainDate }[] = [];
  for (const each of returned) {
    const bookedOn = bookedBefore.get(each.instruction.instructionId) ?? firstOpenDay(periods, each.toldOn);
    if (bookedOn === undefined) notBooked.set(each.instruction.instructionId, 'no accounting period from that day on is open');
    else toBook.push({ each, bookedOn });
  }
  const steps = toBook.map(({ each: { instruction, bank, toldOn }, bookedOn }): StepToBook => {
    const { kind, reference, payee, rail, offsets, instructionId } = instruction;
    const facts = { effectiveDate: bookedOn, reference, payee, rail, bank, parts: partsToSend(instruction.parts, offsets) };
    const drafts = kind === 'instalment' ? paymentReturned(facts) : invoicePaymentReturned(facts);
    const metadata = { originalEntry: entryIdOf('sent', instructionId), returnedOn: toldOn };
    return { instruction, entries: drafts.map((entry, step) => ({ step: `returned ${step}` as const, entry, metadata })) };
  });
  for (const [instructionId, { code }] of await postPayments(ledger, actor, steps))
    notBooked.set(instructionId, `the books do not take it (${code})`);
  const booked = toBook.filter(({ each }) => !notBooked.has(each.instruction.instructionId));
  await moveBack(desk, actor, booked, ['sent', 'settled'], 'returned', async (tx, moved, now) => {
    const rows = moved.map(({ each: { instruction, bank, toldOn, reason }, bookedOn }) => ({
      ...{ authorityId: actor.authorityId, instructionId: instruction.instructionId, bank, returnedOn: toldOn, bookedOn, reason },
      ...{ recordedBy: actor.principal, recordedAt: now },
    }));
    await insertRows(tx, paymentReturns, rows);
    const instructionIds = rows.map(({ instructionId }) => instructionId);
    await passOnReturns(tx, actor.authorityId, { instructionIds, recordedAt: now });
  });
  return notBooked;
}

/** The bank took the file and turned these down: no money moved, and what was due is due again. */
export async function bookRejections(desk: Desk, actor: Actor, rejected: readonly FailedPayment[]): Promise<NotBooked> {
  const steps = rejected.map(({ instruction, toldOn }): StepToBook => {
    const { kind, payDate, reference, payee, rail, offsets } = instruction;
    // The payment counts from the promised day, so its rejection does not count before it.
    const effectiveDate = isBefore(toldOn, payDate) ? payDate : toldOn;
    const facts = { effectiveDate, reference, payee, rail, parts: partsToSend(instruction.parts, offsets) };
    const drafts = kind === 'instalment' ? paymentRejected(facts) : invoicePaymentRejected(facts);
    return { instruction, entries: drafts.map((entry, step) => ({ step: `rejected ${step}` as const, entry })) };
  });
  const refusals = await postPayments(desk.ledger, actor, steps);
  const notBooked = new Map([...refusals].map(([instructionId, { code }]) => [instructionId, `the books do not take it (${code})`]));
  const booked = rejected.filter(({ instruction }) => !notBooked.has(instruction.instructionId)).map((each) => ({ each }));
  await moveBack(desk, actor, booked, ['sent'], 'refused', async (tx, moved, now) => {
    const byRun = grouped(moved, ({ each }) => each.instruction.runId);
    for (const [runId, ofRun] of byRun) {
      const exclusions = ofRun.map(
        ({ each: { instruction, reason } }): Exclusion => ({ dueRef: instruction.dueRef, reason: 'rail-refused', facts: { reason } }),
      );
      await insertExclusions(tx, actor.authorityId, runId, exclusions, { by: actor.principal, at: now });
    }
  });
  return notBooked;
}

async function moveBack<Booked extends { readonly each: FailedPayment }>(
  { database, clock, dueLines }: Desk,
  { authorityId }: Actor,
  booked: readonly Booked[],
  from: readonly ('sent' | 'settled')[],
  to: 'returned' | 'refused',
  keep: (tx: Parameters<Parameters<typeof inTransaction<void>>[2]>[0], moved: readonly Booked[], now: Date) => Promise<void>,
): Promise<void> {
  if (booked.length === 0) return;
  await inTransaction(database, { authorityId }, async (tx) => {
    const now = clock.now();
    const ids = booked.map(({ each }) => each.instruction.instructionId);
    const movedIds = new Set<string>();
    for (const state of from) for (const id of await movePayments(tx, authorityId, ids, { from: state, to })) movedIds.add(id);
    const moved = booked.filter(({ each }) => movedIds.has(each.instruction.instructionId));
    await keep(tx, moved, now);
    const dueRefs = moved.map(({ each }) => each.instruction.dueRef);
    if (dueRefs.length > 0) await dueLines.reopen(tx, authorityId, dueRefs, 'returned');
    // Always in one order, so that two imports at once do not wait for each other's runs.
    for (const runId of [...new Set(booked.map(({ each }) => each.instruction.runId))].sort())
      await carryRunOn(tx, authorityId, runId, now);
  });
}

/** A booking that was cut off before it was noted keeps its day, whatever has been closed since. */
async function bookedDays(
  { ledger }: Desk,
  { authorityId }: Actor,
  failed: readonly FailedPayment[],
  step: 'returned 0',
): Promise<ReadonlyMap<string, PlainDate>> {
  const byEntry = new Map(failed.map(({ instruction: { instructionId } }) => [entryIdOf(step, instructionId), instructionId]));
  const entries = byEntry.size === 0 ? [] : await ledger.entries(authorityId, [...byEntry.keys()]);
  return new Map(entries.map(({ entryId, effectiveDate }) => [byEntry.get(entryId) ?? '', effectiveDate]));
}

/** The day itself while its period takes entries, or the first day after it that does. */
export function firstOpenDay(periods: readonly AccountingPeriod[], day: PlainDate): PlainDate | undefined {
  const open = periods.filter(({ state, lastDay }) => state === 'open' && !isBefore(lastDay, day));
  const [first] = open.map(({ firstDay }) => (isAfter(firstDay, day) ? firstDay : day)).sort();
  return first;
}
