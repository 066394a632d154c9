import { v5 as uuidv5 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { findPlan } from '../plans/find-plan.ts';
import { mayStillChange, type PlanNotOpen } from '../plans/may-still-change.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from '../plans/rules/field-refusal.ts';
import { tellClocksOfMany } from './tell-clocks.ts';

export interface TribunalOrder {
  readonly orderedOn: PlainDate;
  /** The last day that the order leaves. */
  readonly complyBy: PlainDate;
}

export type RecordOrderRefusal =
  | PlanNotOpen
  | FieldRefusal<'order-day-outside'>
  | { readonly code: 'record-not-found' | 'errand-for-a-stranger' };

/**
 * A tribunal has ordered something about a plan, drafted or in force: from now on a clock runs to the day that the order itself names
 * (LGSCO 22 011 497, where plan and budget came late after an order). The same order told again is the same one.
 */
export async function recordOrder(
  room: PlanRoom,
  caller: Caller,
  { familyId, planId }: { readonly familyId: string; readonly planId: string },
  { orderedOn, complyBy }: TribunalOrder,
): Promise<Result<{ readonly orderId: string }, RecordOrderRefusal>> {
  const { authorityId, principal } = caller;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.record-order' }, async ({ tx, now }) => {
    const plan = await findPlan(tx, authorityId, planId);
    if (plan === undefined || plan.familyId !== familyId) return refused({ code: 'record-not-found' });
    const open = mayStillChange(plan);
    if (!open.ok) return open;
    if (isAfter(orderedOn, today)) return refused(fieldRefusal('order-day-outside', 'orderedOn', 'This day has not come yet.'));
    if (isBefore(complyBy, orderedOn)) return refused(fieldRefusal('order-day-outside', 'complyBy', 'It lies before the order.'));
    const orderId = uuidv5(`order ${orderedOn} ${complyBy}`, planId);
    const about = { familyId, planId, subjectId: orderId } as const;
    await tellClocksOfMany(tx, { authorityId, principal, now, today }, [
      { ...about, kind: 'order-made', on: orderedOn },
      { ...about, kind: 'order-due', on: complyBy },
    ]);
    return accepted({ value: { orderId }, personId: plan.childId, facts: { orderId, orderedOn, complyBy } });
  });
}
