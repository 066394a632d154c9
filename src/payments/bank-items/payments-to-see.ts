import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { ShareAmount } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { listRailSettings } from '../rails/rail-settings.ts';
import { paymentReturns } from '../returns/schema.ts';
import { partsToSend } from '../rules/offsets.ts';
import { moneyAccount } from '../rules/payment-entries.ts';
import type { PaymentInstruction } from '../runs/payment-run.ts';
import { entryIdOf } from '../runs/post-payments.ts';
import { instructionOf } from '../runs/rows.ts';
import { paymentInstructions, paymentRuns } from '../runs/schema.ts';
import { carryRunOn, movePayments, moveRun, noteSeenAfterReturn } from '../runs/write-run.ts';

/** A payment that has left by its rail and that the bank has not shown, or showed only coming back. */
export interface PaymentToSee
  extends Pick<PaymentInstruction, 'instructionId' | 'runId' | 'reference' | 'amount' | 'payDate' | 'rail' | 'payee'> {
  /** Whose money it is: the parts add up to the amount. */
  readonly parts: readonly ShareAmount[];
}

const NOT_SEEN = or(
  eq(paymentInstructions.state, 'sent'),
  and(eq(paymentInstructions.state, 'returned'), isNull(paymentInstructions.settledOn)),
);

/** Payments that the bank statement of this account of the books is to show; of a rail with a statement of its own none. */
export async function paymentsToSee(tx: Transaction, authorityId: number, ledgerAccount: string): Promise<PaymentToSee[]> {
  const rails = (await listRailSettings(tx, authorityId))
    .filter((settings) => settings.settledBy === 'bank-statement' && moneyAccount(settings) === ledgerAccount)
    .map(({ rail }) => rail);
  if (rails.length === 0) return [];
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), inArray(paymentInstructions.rail, rails), NOT_SEEN))
    .orderBy(asc(paymentInstructions.number));
  return rows.map(toSee);
}

/** Of the given payments those that are still to be seen, locked until the transaction ends. */
export async function lockPaymentsToSee(
  tx: Transaction,
  authorityId: number,
  instructionIds: readonly string[],
): Promise<Map<string, PaymentToSee>> {
  if (instructionIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), inArray(paymentInstructions.instructionId, [...instructionIds]), NOT_SEEN))
    .orderBy(asc(paymentInstructions.number))
    .for('update');
  return new Map(rows.map((row) => [row.instructionId, toSee(row)]));
}

/** The bank has shown them, and the books have it: one that came back meanwhile stays returned, with the day of its leaving noted. */
export async function markPaymentsSeen(
  tx: Transaction,
  authorityId: number,
  instructionIds: readonly string[],
  { seenOn, bankReference, at }: { readonly seenOn: PlainDate; readonly bankReference?: string; readonly at: Date },
): Promise<void> {
  const facts = { settledOn: seenOn, ...(bankReference !== undefined && { bankReference }) };
  const moved = new Set(await movePayments(tx, authorityId, instructionIds, { from: 'sent', to: 'settled' }, facts));
  for (const id of instructionIds) if (!moved.has(id)) await noteSeenAfterReturn(tx, authorityId, id, facts);
  for (const runId of await runsOf(tx, authorityId, instructionIds)) await carryRunOn(tx, authorityId, runId, at);
}

/** Undefined when what the bank showed may be taken back; otherwise the run that is closed. */
export async function closedRunOf(tx: Transaction, authorityId: number, instructionIds: readonly string[]): Promise<string | undefined> {
  if (instructionIds.length === 0) return undefined;
  const [row] = await tx
    .select({ runId: paymentRuns.runId })
    .from(paymentInstructions)
    .innerJoin(
      paymentRuns,
      and(eq(paymentRuns.authorityId, paymentInstructions.authorityId), eq(paymentRuns.runId, paymentInstructions.runId)),
    )
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        inArray(paymentInstructions.instructionId, [...instructionIds]),
        eq(paymentRuns.state, 'closed'),
      ),
    )
    .limit(1);
  return row?.runId;
}

/** The line was not theirs: they are awaited again. Called once the books have the reversal. */
export async function markPaymentsUnseen(tx: Transaction, authorityId: number, instructionIds: readonly string[]): Promise<void> {
  const unseen = { settledOn: null, bankReference: null };
  const moved = new Set(await movePayments(tx, authorityId, instructionIds, { from: 'settled', to: 'sent' }, unseen));
  await movePayments(
    tx,
    authorityId,
    instructionIds.filter((id) => !moved.has(id)),
    { from: 'returned', to: 'returned' },
    unseen,
  );
  for (const runId of await runsOf(tx, authorityId, [...moved])) {
    await moveRun(tx, authorityId, runId, { from: 'settled', to: 'sent' });
    await moveRun(tx, authorityId, runId, { from: 'part-returned', to: 'sent' });
  }
}

/** The entries by which returns came back to the bank, with the run that each payment was of: a Bacs contra is the run less these. */
export async function returnEntries(
  tx: Transaction,
  authorityId: number,
): Promise<Map<string, { readonly runId: string; readonly reference: string; readonly rail: string }>> {
  const rows = await tx
    .select({
      instructionId: paymentReturns.instructionId,
      runId: paymentInstructions.runId,
      reference: paymentInstructions.reference,
      rail: paymentInstructions.rail,
    })
    .from(paymentReturns)
    .innerJoin(
      paymentInstructions,
      and(
        eq(paymentInstructions.authorityId, paymentReturns.authorityId),
        eq(paymentInstructions.instructionId, paymentReturns.instructionId),
      ),
    )
    .where(eq(paymentReturns.authorityId, authorityId));
  return new Map(rows.map(({ instructionId, ...facts }) => [entryIdOf('returned 0', instructionId), facts]));
}

async function runsOf(tx: Transaction, authorityId: number, instructionIds: readonly string[]): Promise<string[]> {
  if (instructionIds.length === 0) return [];
  const rows = await tx
    .selectDistinct({ runId: paymentInstructions.runId })
    .from(paymentInstructions)
    .where(and(eq(paymentInstructions.authorityId, authorityId), inArray(paymentInstructions.instructionId, [...instructionIds])));
  return rows.map(({ runId }) => runId).sort();
}

function toSee(row: typeof paymentInstructions.$inferSelect): PaymentToSee {
  const { instructionId, runId, reference, amount, payDate, rail, payee, parts, offsets } = instructionOf(row);
  return { instructionId, runId, reference, amount, payDate, rail, payee, parts: partsToSend(parts, offsets) };
}
