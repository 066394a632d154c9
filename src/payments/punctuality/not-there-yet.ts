import { and, asc, eq, inArray, lt } from 'drizzle-orm';
import type { Share } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { agreements } from '../agreements/schema.ts';
import { instalments } from '../schedules/schema.ts';

/** A promised day that has passed without its payment. */
interface PaymentNotThere {
  readonly dueRef: string;
  readonly familyId: string;
  readonly lineCode: string;
  readonly stream: Share['stream'];
  readonly promisedOn: PlainDate;
}

/** Of agreements that are to be paid; a payment that came back is a case of its own, and a pause is somebody's decision. */
export function paymentsNotThere(tx: Transaction, authorityId: number, today: PlainDate): Promise<PaymentNotThere[]> {
  const { dueRef, familyId, lineCode, payOn: promisedOn, state } = instalments;
  return tx
    .select({ dueRef, familyId, lineCode, stream: agreements.stream, promisedOn })
    .from(instalments)
    .innerJoin(agreements, and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, instalments.agreementId)))
    .where(
      and(
        eq(instalments.authorityId, authorityId),
        inArray(state, ['planned', 'held', 'in-run']),
        lt(promisedOn, today),
        eq(agreements.state, 'live'),
      ),
    )
    .orderBy(asc(promisedOn), asc(dueRef));
}
