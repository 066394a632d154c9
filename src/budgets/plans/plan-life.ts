import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { judgeNextReview } from './change-plan.ts';
import { mayStillChange, mustBeInForce, type PlanNotOpen } from './may-still-change.ts';
import { changePlan, type PlanAddress, type PlanAtHand, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import { reviewRowId } from './plan-view.ts';
import { ceaseReasonOn } from './rules/cease-reasons.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { lastDayForReview } from './rules/plan-dates.ts';
import { planTypeOn } from './rules/plan-types.ts';
import { phaseTransfers, planReviews, provisions } from './schema.ts';
import type { ReviewRow } from './store.ts';

type At = PlanAddress & { readonly ifMatch: string };
type LifeRefusal = PlanChangeRefusal | PlanNotOpen | FieldRefusal<'plan-dates-crossed'>;

/** The draft becomes the plan: from now on it is a duty, and its first review has a last day. */
export async function finalisePlan(
  room: PlanRoom,
  caller: Caller,
  at: At,
  finalisedOn: PlainDate,
): Promise<Result<Revised<{ readonly nextReviewBy?: PlainDate }>, LifeRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.finalise-plan' }, async ({ plan, bornOn, today }) => {
    if (plan.state !== 'draft') return refused({ code: 'plan-not-open', state: plan.state });
    const dated = notAhead('finalisedOn', finalisedOn, today, bornOn);
    if (!dated.ok) return dated;
    const type = planTypeOn(plan.planType, plan.startsOn);
    const nextReviewBy = type && lastDayForReview(type, { finalisedOn });
    return accepted({
      value: { ...(nextReviewBy !== undefined && { nextReviewBy }) },
      set: { state: 'in-force', finalisedOn, nextReviewBy: nextReviewBy ?? null },
      event: { kind: 'finalised', on: finalisedOn, facts: { nextReviewBy } },
    });
  });
}

export interface HeldReview {
  readonly reviewedOn: PlainDate;
  readonly outcome: ReviewRow['outcome'];
  /** Where it shall be earlier than the law asks. */
  readonly nextReviewBy?: PlainDate | undefined;
  readonly views?: string | undefined;
  readonly findings?: string | undefined;
}

/** A review was held. The next one is counted from it, and so is every clock that hangs on the plan's review. */
export async function reviewPlan(
  room: PlanRoom,
  caller: Caller,
  at: At,
  { reviewedOn, outcome, nextReviewBy, ...words }: HeldReview,
): Promise<
  Result<Revised<{ readonly number: number; readonly nextReviewBy?: PlainDate }>, LifeRefusal | FieldRefusal<'plan-review-outside'>>
> {
  return changePlan(room, caller, { ...at, operation: 'budgets.review-plan' }, async ({ tx, key, now, plan, today }) => {
    const inForce = mustBeInForce(plan);
    if (!inForce.ok) return inForce;
    const { authorityId, planId, familyId, finalisedOn } = plan;
    const since = plan.reviewedOn ?? finalisedOn ?? plan.startsOn;
    const dated = notAhead('reviewedOn', reviewedOn, today, since);
    if (!dated.ok) return dated;
    const planned = nextReviewBy === undefined ? accepted(undefined) : judgeNextReview({ ...plan, reviewedOn }, nextReviewBy);
    if (!planned.ok) return planned;
    const type = planTypeOn(plan.planType, plan.startsOn);
    const next = nextReviewBy ?? (type && lastDayForReview(type, { finalisedOn: finalisedOn ?? plan.startsOn, reviewedOn }));
    const number = plan.reviews + 1;
    await tx.insert(planReviews).values({
      authorityId,
      planId,
      number,
      familyId,
      reviewedOn,
      outcome,
      ...(next !== undefined && { nextReviewBy: next }),
      sealed: key.seal(words, reviewRowId(planId, number)),
      createdAt: now,
      createdBy: caller.principal,
    });
    return accepted({
      value: { number, ...(next !== undefined && { nextReviewBy: next }) },
      set: { reviewedOn, reviews: number, nextReviewBy: next ?? null },
      event: { kind: 'reviewed', on: reviewedOn, facts: { number, outcome, nextReviewBy: next } },
    });
  });
}

export interface Ceased {
  readonly ceasedOn: PlainDate;
  /** A code of rules/cease-reasons.ts. */
  readonly reason: string;
  readonly words: string;
}

/** The plan's last day has come. Its support ends with it, and a move to the next phase that was planned does not happen. */
export async function ceasePlan(
  room: PlanRoom,
  caller: Caller,
  at: At,
  { ceasedOn, reason, words }: Ceased,
): Promise<Result<Revised<object>, LifeRefusal | FieldRefusal<'cease-reason-unknown'>>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.cease-plan' }, async (family) => {
    const { plan, today } = family;
    const open = mayStillChange(plan);
    if (!open.ok) return open;
    const dated = notAhead('ceasedOn', ceasedOn, today, plan.startsOn);
    if (!dated.ok) return dated;
    const known = ceaseReasonOn(reason, ceasedOn);
    if (known === undefined || known.byHandoverOnly === true)
      return refused(
        fieldRefusal('cease-reason-unknown', 'reason', 'Use one of the reasons of the SEN2 return; a move away is a handover.'),
      );
    await endParts(family, ceasedOn);
    return accepted({
      value: {},
      set: { state: 'ceased', endsOn: ceasedOn, ceaseReason: reason, nextReviewBy: null },
      event: { kind: 'ceased', on: ceasedOn, facts: { reason } },
      words: { words },
    });
  });
}

/** No support goes on after the plan's last day. */
export async function endParts({ tx, plan }: Pick<PlanAtHand, 'tx' | 'plan'>, lastDay: PlainDate): Promise<void> {
  const { authorityId, planId } = plan;
  await tx
    .update(provisions)
    .set({ until: lastDay })
    .where(
      and(
        eq(provisions.authorityId, authorityId),
        eq(provisions.planId, planId),
        lte(provisions.from, lastDay),
        or(isNull(provisions.until), gt(provisions.until, lastDay)),
      ),
    );
  await tx
    .update(phaseTransfers)
    .set({ state: 'cancelled' })
    .where(
      and(
        eq(phaseTransfers.authorityId, authorityId),
        eq(phaseTransfers.planId, planId),
        or(eq(phaseTransfers.state, 'planned'), eq(phaseTransfers.state, 'decided')),
      ),
    );
}

function notAhead(
  field: string,
  date: PlainDate,
  today: PlainDate,
  notBefore: PlainDate,
): Result<undefined, FieldRefusal<'plan-dates-crossed'>> {
  if (isAfter(date, today)) return refused(fieldRefusal('plan-dates-crossed', field, 'This day has not come yet.'));
  if (isBefore(date, notBefore)) return refused(fieldRefusal('plan-dates-crossed', field, `It cannot be before ${notBefore}.`));
  return accepted(undefined);
}
