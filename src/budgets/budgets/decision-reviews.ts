import { and, eq } from 'drizzle-orm';
import { changeFamily } from '../../people/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { policyOf } from '../clocks/set-policy.ts';
import { tellClocks } from '../clocks/tell-clocks.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import { budgetPolicyOn } from './rules/budget-policy.ts';
import type { ChallengeRoute, reviewOutcomes } from './rules/budget-words.ts';
import { decisionReviews } from './schema.ts';
import { readBudget, readDecisions } from './store.ts';

interface Place {
  readonly familyId: string;
  readonly budgetId: string;
  readonly decisionId: string;
}
type ReviewRefusal = {
  readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'review-asked-already' | 'review-answered' | 'maker-may-not-approve';
};

/**
 * The family asks that a decision be looked at again. The first time is always taken, late or not; there is no second time for the same
 * decision, whose answer names the way beyond the council. A clock runs from here until somebody has answered.
 */
export async function askReview(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId, decisionId }: Place,
  words: string,
): Promise<Result<{ readonly route: ChallengeRoute; readonly answerBy: PlainDate }, ReviewRefusal>> {
  const { authorityId, principal } = caller;
  const askedOn = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.ask-review' }, async ({ tx, key, now }) => {
    const budget = await readBudget(tx, authorityId, budgetId);
    if (budget?.familyId !== familyId || !isOpenTo(caller, familyId, budget.childId)) return refused({ code: 'record-not-found' });
    const decision = (await readDecisions(tx, authorityId, budgetId)).find((each) => each.decisionId === decisionId);
    if (decision === undefined) return refused({ code: 'record-not-found' });
    if ((await readReview(tx, authorityId, decisionId)) !== undefined) return refused({ code: 'review-asked-already' });
    const { route } = decision;
    const days = (await policyOf(tx, authorityId, 'reconsideration-answer', askedOn)) ?? budgetPolicyOn('days-to-answer', askedOn);
    const answerBy = addDays(askedOn, days);
    await tx.insert(decisionReviews).values({
      ...{ authorityId, decisionId, budgetId, familyId, route, askedOn, answerBy },
      askedBy: principal,
      sealed: key.seal({ words }, `${decisionId}:review`),
      createdAt: now,
    });
    const asked = { familyId, planId: budget.planId, subjectId: decisionId, on: askedOn };
    await tellClocks(tx, { authorityId, principal, now, today: askedOn }, { ...asked, kind: 'reconsideration-asked' });
    return accepted({ value: { route, answerBy }, personId: budget.childId, facts: { budgetId, decisionId, route } });
  });
}

/** In writing, with reasons, and by somebody else than whoever decided. A decision that shall change is drafted as a change. */
export async function answerReview(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId, decisionId }: Place,
  { outcome, answer }: { readonly outcome: (typeof reviewOutcomes)[number]; readonly answer: string },
): Promise<Result<undefined, ReviewRefusal>> {
  const { authorityId, principal } = caller;
  const answeredOn = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.answer-review' }, async ({ tx, key, now }) => {
    const review = await readReview(tx, authorityId, decisionId);
    if (review === undefined || review.familyId !== familyId || review.budgetId !== budgetId) return refused({ code: 'record-not-found' });
    if (review.outcome !== null) return refused({ code: 'review-answered' });
    const decision = (await readDecisions(tx, authorityId, budgetId)).find((each) => each.decisionId === decisionId);
    if (decision?.decidedBy === principal) return refused({ code: 'maker-may-not-approve' });
    const budget = await readBudget(tx, authorityId, budgetId);
    if (budget === undefined) return refused({ code: 'record-not-found' });
    const sealedAnswer = key.seal({ answer }, `${decisionId}:answer`);
    await tx
      .update(decisionReviews)
      .set({ outcome, answeredOn, answeredBy: principal, sealedAnswer })
      .where(and(eq(decisionReviews.authorityId, authorityId), eq(decisionReviews.decisionId, decisionId)));
    const answered = { familyId, planId: budget.planId, subjectId: decisionId, on: answeredOn };
    await tellClocks(tx, { authorityId, principal, now, today: answeredOn }, { ...answered, kind: 'reconsideration-answered' });
    return accepted({ value: undefined, facts: { budgetId, decisionId, outcome } });
  });
}

export type ReviewRow = typeof decisionReviews.$inferSelect;

async function readReview(tx: Transaction, authorityId: number, decisionId: string): Promise<ReviewRow | undefined> {
  const [row] = await tx
    .select()
    .from(decisionReviews)
    .where(and(eq(decisionReviews.authorityId, authorityId), eq(decisionReviews.decisionId, decisionId)));
  return row;
}

export async function readReviewsOf(tx: Transaction, authorityId: number, budgetId: string): Promise<ReviewRow[]> {
  return tx
    .select()
    .from(decisionReviews)
    .where(and(eq(decisionReviews.authorityId, authorityId), eq(decisionReviews.budgetId, budgetId)));
}
