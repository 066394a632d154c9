import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { paymentReturns } from './schema.ts';

/** A payment that came back or was turned down, and whose sum no other payment has paid since. */
export interface PaymentGoneWrong {
  readonly what: 'returned' | 'refused';
  readonly instructionId: string;
  readonly dueRef: string;
  readonly familyId: string | null;
  readonly since: PlainDate;
  readonly reason: string | null;
}

export async function paymentsGoneWrong(tx: Transaction, authorityId: number): Promise<PaymentGoneWrong[]> {
  const rows = await tx
    .select({
      instructionId: paymentInstructions.instructionId,
      dueRef: paymentInstructions.dueRef,
      familyId: paymentInstructions.familyId,
      state: paymentInstructions.state,
      payDate: paymentInstructions.payDate,
      returnedOn: paymentReturns.returnedOn,
      reason: paymentReturns.reason,
    })
    .from(paymentInstructions)
    .leftJoin(
      paymentReturns,
      and(eq(paymentReturns.authorityId, authorityId), eq(paymentReturns.instructionId, paymentInstructions.instructionId)),
    )
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        inArray(paymentInstructions.state, ['returned', 'refused']),
        sql`not exists (select from ${paymentInstructions} paid where paid.authority_id = ${authorityId}
          and paid.due_ref = ${paymentInstructions.dueRef} and paid.state in ('sent', 'settled'))`,
      ),
    )
    .orderBy(paymentInstructions.dueRef, paymentInstructions.number);
  // Tried and failed more than once, it is still one payment that the family waits for.
  const latest = new Map(rows.map((row) => [row.dueRef, row]));
  return [...latest.values()].map(({ state, payDate, returnedOn, ...row }) => ({
    ...row,
    what: state === 'returned' ? ('returned' as const) : ('refused' as const),
    since: returnedOn ?? payDate,
  }));
}
