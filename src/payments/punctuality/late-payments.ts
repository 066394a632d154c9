import { and, asc, eq, inArray } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PunctualityRoom } from './promised-payments.ts';
import { isCauseOn, type LateCause } from './rules/causes.ts';
import { daysLate, type LatePayment, lateList, type Punctuality, punctualityOf } from './rules/lateness.ts';
import { lateCauseRows } from './schema.ts';

/** Why a payment came late: recorded by an officer, and read wherever the payment is shown as late. */
export async function recordLateCause(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, dueRef, cause }: { readonly familyId: string; readonly dueRef: string; readonly cause: LateCause },
): Promise<
  Result<
    { readonly daysLate: number },
    {
      readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'promised-payment-not-found' | 'cause-not-then' | 'payment-not-late';
    }
  >
> {
  const { authorityId, principal: recordedBy } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'payments.record-late-cause' }, async ({ tx, now }) => {
    const payment = await room.promised.find(tx, authorityId, dueRef);
    if (payment?.familyId !== familyId) return refused({ code: 'promised-payment-not-found' });
    const late = daysLate(payment, today);
    if (late === 0) return refused({ code: 'payment-not-late' });
    if (!isCauseOn(cause, payment.promisedOn)) return refused({ code: 'cause-not-then' });
    await tx.insert(lateCauseRows).values({ authorityId, causeId: uuidV4(), familyId, dueRef, cause, recordedBy, recordedAt: now });
    return accepted({ value: { daysLate: late }, facts: { dueRef, cause, daysLate: late } });
  });
}

export interface LateReport {
  readonly figures: Punctuality;
  readonly late: readonly LatePayment[];
}

/** Promised against actual for the payments of a time: the figures, and the late ones with their causes. */
export async function reportLatePayments(
  { database, promised, businessDate }: PunctualityRoom,
  authorityId: number,
  { from, until }: { readonly from: PlainDate; readonly until: PlainDate },
): Promise<LateReport> {
  const today = await businessDate(authorityId);
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const payments = await promised.between(tx, authorityId, from, until);
    const causes = await causesOf(
      tx,
      authorityId,
      payments.map(({ dueRef }) => dueRef),
    );
    return { figures: punctualityOf(payments, causes, today), late: lateList(payments, causes, today) };
  });
}

/** The newest cause of each payment. */
async function causesOf(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ReadonlyMap<string, LateCause>> {
  if (dueRefs.length === 0) return new Map();
  const rows = await tx
    .select({ dueRef: lateCauseRows.dueRef, cause: lateCauseRows.cause })
    .from(lateCauseRows)
    .where(and(eq(lateCauseRows.authorityId, authorityId), inArray(lateCauseRows.dueRef, [...dueRefs])))
    .orderBy(asc(lateCauseRows.recordedAt));
  return new Map(rows.map(({ dueRef, cause }) => [dueRef, cause]));
}
