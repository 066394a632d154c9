import type { Actor, EntryDraft } from '../../ledger/index.ts';
import { firstOpenDay } from '../../ledger/index.ts';
import { laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { insertRows } from '../../platform/database/insert-rows.ts';
import { grouped } from '../../platform/grouped.ts';
import type { PaymentRefusal } from '../problems.ts';
import { partsToSend } from '../rules/offsets.ts';
import { invoicePaymentReturned, paymentNotMade, paymentReturned } from '../rules/payment-entries.ts';
import type { Exclusion, PaymentInstruction } from '../runs/payment-run.ts';
import { entryIdOf, postPayments, type StepToBook } from '../runs/post-payments.ts';
import type { RunDesk } from '../runs/run-desk.ts';
import { carryRunOn, insertExclusions, movePayments } from '../runs/write-run.ts';
import { passOnReturns } from './pass-on-returns.ts';
import { paymentReturns } from './schema.ts';

export type ReturnsDesk = Pick<RunDesk, 'database' | 'ledger' | 'clock' | 'dueLines'>;

/** A payment that went wrong after the rail had it. */
export interface FailedPayment {
  readonly instruction: PaymentInstruction;
  readonly toldOn: PlainDate;
  /** A code: `account-closed`. */
  readonly reason: string;
  /** Which of our accounts has the money again. */
  readonly bank: string;
  readonly bankReference?: string | undefined;
}

export interface BookedBack {
  /** By payment: why the books do not take it; those that are not named are booked. */
  readonly refusals: ReadonlyMap<string, PaymentRefusal>;
  /** Those that moved now; of the others somebody else has said so before. */
  readonly moved: ReadonlySet<string>;
}

interface Way {
  readonly step: 'returned' | 'not-made' | 'rejected';
  readonly from: readonly ('sent' | 'settled')[];
  readonly to: 'returned' | 'refused';
  readonly entries: (failed: FailedPayment, effectiveDate: PlainDate) => EntryDraft[];
  /** A payment counts from the promised day: what was never made is not undone before it. */
  readonly notBeforePayDate: boolean;
  readonly keep: (tx: Transaction, actor: Actor, moved: readonly Booked[], at: Date) => Promise<void>;
}

interface Booked {
  readonly failed: FailedPayment;
  readonly bookedOn: PlainDate;
}

const factsOf = ({ reference, payee, rail, parts, offsets }: PaymentInstruction, effectiveDate: PlainDate) => ({
  ...{ effectiveDate, reference, payee, rail },
  parts: partsToSend(parts, offsets),
});
const notMade: Way['entries'] = ({ instruction }, day) => paymentNotMade({ ...factsOf(instruction, day), kind: instruction.kind });

const RETURNED: Way = {
  step: 'returned',
  from: ['sent', 'settled'],
  to: 'returned',
  entries: ({ instruction, bank }, day) => {
    const facts = { ...factsOf(instruction, day), bank };
    return instruction.kind === 'instalment' ? paymentReturned(facts) : invoicePaymentReturned(facts);
  },
  notBeforePayDate: false,
  keep: keepReturns,
};
const NOT_MADE: Way = { step: 'not-made', from: ['sent'], to: 'returned', entries: notMade, notBeforePayDate: true, keep: keepReturns };
const REJECTED: Way = { step: 'rejected', from: ['sent'], to: 'refused', entries: notMade, notBeforePayDate: true, keep: keepRejections };

/** The bank gave them back: the money is ours again and each obligation open again. */
export const bookReturns = (desk: ReturnsDesk, actor: Actor, failed: readonly FailedPayment[]) => bookBack(desk, actor, failed, RETURNED);

/** The rail took them and could not make them. For the payee it is the same as a return, so they are kept and told as one. */
export const bookNotMade = (desk: ReturnsDesk, actor: Actor, failed: readonly FailedPayment[]) => bookBack(desk, actor, failed, NOT_MADE);

/** The bank took the file and turned these down: no money moved, and what was due is due again. */
export const bookRejections = (desk: ReturnsDesk, actor: Actor, failed: readonly FailedPayment[]) =>
  bookBack(desk, actor, failed, REJECTED);

/**
 * Books by new entries of the day they are told of, or the first open day after it, and edits nothing earlier. Entry ids follow from the
 * payment and the step, and only a payment that moves now is kept and reopens its instalment: however often this runs, and whoever runs it
 * beside it, it happens once.
 */
async function bookBack(desk: ReturnsDesk, actor: Actor, failed: readonly FailedPayment[], way: Way): Promise<BookedBack> {
  const refusals = new Map<string, PaymentRefusal>();
  if (failed.length === 0) return { refusals, moved: new Set() };
  const periods = await desk.ledger.periods(actor.authorityId);
  const bookedBefore = await bookedDays(desk, actor, failed, way.step);
  const dated: Booked[] = [];
  for (const each of failed) {
    const { instructionId, payDate } = each.instruction;
    const returnedOn = way.notBeforePayDate ? laterOf(each.toldOn, payDate) : each.toldOn;
    const bookedOn = bookedBefore.get(instructionId) ?? firstOpenDay(periods, returnedOn);
    if (bookedOn === undefined) refusals.set(instructionId, { code: 'no-open-period', facts: { returnedOn } });
    else dated.push({ failed: each, bookedOn });
  }
  const steps = dated.map(({ failed: each, bookedOn }): StepToBook => {
    const { instruction, toldOn } = each;
    const metadata = { originalEntry: entryIdOf('sent', instruction.instructionId), returnedOn: toldOn };
    const entries = way.entries(each, bookedOn).map((entry, number) => ({ step: `${way.step} ${number}` as const, entry, metadata }));
    return { instruction, entries };
  });
  for (const [instructionId, refusal] of await postPayments(desk.ledger, actor, steps)) {
    const reference = failed.find(({ instruction }) => instruction.instructionId === instructionId)?.instruction.reference;
    refusals.set(instructionId, { code: 'ledger-refused', facts: { ...refusal.facts, reference, ledgerCode: refusal.code } });
  }
  const booked = dated.filter(({ failed: { instruction } }) => !refusals.has(instruction.instructionId));
  return { refusals, moved: await moveBack(desk, actor, booked, way) };
}

async function moveBack(
  { database, clock, dueLines }: ReturnsDesk,
  actor: Actor,
  booked: readonly Booked[],
  { from, to, keep }: Way,
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  if (booked.length === 0) return moved;
  const { authorityId } = actor;
  await inTransaction(database, { authorityId }, async (tx) => {
    const now = clock.now();
    const ids = booked.map(({ failed }) => failed.instruction.instructionId);
    for (const state of from) for (const id of await movePayments(tx, authorityId, ids, { from: state, to })) moved.add(id);
    const back = booked.filter(({ failed }) => moved.has(failed.instruction.instructionId));
    await keep(tx, actor, back, now);
    const dueRefs = back.map(({ failed }) => failed.instruction.dueRef);
    if (dueRefs.length > 0) await dueLines.reopen(tx, authorityId, dueRefs, 'returned');
    // Always in one order, so that two imports at once do not wait for each other's runs.
    for (const runId of [...new Set(booked.map(({ failed }) => failed.instruction.runId))].sort())
      await carryRunOn(tx, authorityId, runId, now);
  });
  return moved;
}

async function keepReturns(tx: Transaction, { authorityId, principal }: Actor, moved: readonly Booked[], at: Date): Promise<void> {
  const rows = moved.map(({ failed: { instruction, bank, bankReference, toldOn, reason }, bookedOn }) => ({
    ...{ authorityId, instructionId: instruction.instructionId, bank, bankReference, returnedOn: toldOn, bookedOn, reason },
    ...{ recordedBy: principal, recordedAt: at },
  }));
  await insertRows(tx, paymentReturns, rows);
  await passOnReturns(tx, authorityId, { instructionIds: rows.map(({ instructionId }) => instructionId), recordedAt: at });
}

async function keepRejections(tx: Transaction, { authorityId, principal }: Actor, moved: readonly Booked[], at: Date): Promise<void> {
  for (const [runId, ofRun] of grouped(moved, ({ failed }) => failed.instruction.runId)) {
    const exclusions = ofRun.map(
      ({ failed: { instruction, reason } }): Exclusion => ({ dueRef: instruction.dueRef, reason: 'rail-refused', facts: { reason } }),
    );
    await insertExclusions(tx, authorityId, runId, exclusions, { by: principal, at });
  }
}

/** A booking that was cut off before it was noted keeps its day, whatever has been closed since. */
async function bookedDays(
  { ledger }: ReturnsDesk,
  { authorityId }: Actor,
  failed: readonly FailedPayment[],
  step: Way['step'],
): Promise<ReadonlyMap<string, PlainDate>> {
  const byEntry = new Map(failed.map(({ instruction: { instructionId } }) => [entryIdOf(`${step} 0`, instructionId), instructionId]));
  const entries = await ledger.entries(authorityId, [...byEntry.keys()]);
  return new Map(entries.map(({ entryId, effectiveDate }) => [byEntry.get(entryId) ?? '', effectiveDate]));
}
