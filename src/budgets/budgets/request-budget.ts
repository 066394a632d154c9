import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import { isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { findPlan } from '../plans/find-plan.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import { applyDecision, decisionOf } from './decision.ts';
import { insertBudget } from './store.ts';

export interface BudgetRequest {
  readonly planId: string;
  readonly from: PlainDate;
  /** Its last day. */
  readonly until: PlainDate;
  /** What the family wants and why, in their own words. */
  readonly familyWords: string;
}

export type RequestRefusal = {
  readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'dates-crossed' | 'plan-ceased' | 'plan-not-found';
};

/** While a plan is drafted, in force or reviewed, a family may ask for a budget and must be answered (CFA 2014 s.49; SI 2014/1652 reg 4). */
const MAY_BE_ASKED: readonly string[] = ['draft', 'in-force'];

export async function requestBudget(
  desk: BudgetRoom,
  caller: Caller,
  familyId: string,
  { planId, from, until, familyWords }: BudgetRequest,
): Promise<Result<{ readonly budgetId: string; readonly revision: number }, RequestRefusal>> {
  if (isAfter(from, until)) return refused({ code: 'dates-crossed' });
  const { authorityId, principal } = caller;
  const today = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'budgets.request-budget' }, async ({ tx, key, now }) => {
    const plan = await findPlan(tx, authorityId, planId);
    if (plan === undefined || plan.familyId !== familyId || !isOpenTo(caller, familyId, plan.childId))
      return refused({ code: 'plan-not-found' });
    if (!MAY_BE_ASKED.includes(plan.state)) return refused({ code: 'plan-ceased' });
    const budgetId = uuidv7();
    await insertBudget(tx, {
      authorityId,
      budgetId,
      planId,
      familyId,
      childId: plan.childId,
      state: 'requested',
      from,
      until,
      requestedOn: today,
      sealed: key.seal({ familyWords }, budgetId),
      revision: 0,
      createdAt: now,
      createdBy: principal,
    });
    const draft = { decisionId: uuidv7(), budgetId, familyId, decidedBy: principal, decidedOn: today, effectiveOn: today, lines: [] };
    const decision = decisionOf({ ...draft, kind: 'request', reasons: familyWords, streams: [] }, key);
    const revision = await applyDecision(tx, authorityId, decision, now);
    return accepted({ value: { budgetId, revision }, personId: plan.childId, facts: { budgetId } });
  });
}
