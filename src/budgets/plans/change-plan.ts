import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayStillChange, type PlanNotOpen } from './may-still-change.ts';
import type { PlanWords } from './open-plan.ts';
import { changePlan, type PlanAddress, type PlanChangeRefusal, type PlanRoom, type Revised } from './plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from './rules/field-refusal.ts';
import { judgePlanDates, lastDayForReview, type PlanDatesRefusal } from './rules/plan-dates.ts';
import { planTypeOn } from './rules/plan-types.ts';
import type { SettingKind } from './rules/plan-words.ts';
import type { PlanRow } from './store.ts';

export interface PlanFactsChange {
  readonly startsOn?: PlainDate | undefined;
  readonly endsOn?: PlainDate | null | undefined;
  readonly nextReviewBy?: PlainDate | undefined;
  readonly settingKind?: SettingKind | undefined;
  readonly element2Held?: boolean | undefined;
  readonly settingName?: string | null | undefined;
}

export type ChangePlanRefusal =
  | PlanChangeRefusal
  | PlanNotOpen
  | PlanDatesRefusal
  | FieldRefusal<'plan-review-outside' | 'plan-in-force-since'>;

/** Dates, setting and the day of the next review. What is left out stays; what clocks hang on moves them. */
export async function changePlanFacts(
  room: PlanRoom,
  caller: Caller,
  at: PlanAddress & { readonly ifMatch: string },
  change: PlanFactsChange,
): Promise<Result<Revised<object>, ChangePlanRefusal>> {
  return changePlan(room, caller, { ...at, operation: 'budgets.change-plan' }, async ({ key, today, plan, bornOn }) => {
    const open = mayStillChange(plan);
    if (!open.ok) return open;
    const { settingName, ...facts } = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    ) as PlanFactsChange;
    if (facts.startsOn !== undefined && plan.state === 'in-force')
      return refused(fieldRefusal('plan-in-force-since', 'startsOn', 'A plan in force keeps the day on which it began.'));
    const { planType } = plan;
    const endsOn = facts.endsOn === undefined ? plan.endsOn : facts.endsOn;
    const judged = judgePlanDates(bornOn, { planType, startsOn: facts.startsOn ?? plan.startsOn, endsOn: endsOn ?? undefined });
    if (!judged.ok) return judged;
    if (facts.nextReviewBy !== undefined) {
      const inTime = judgeNextReview(plan, facts.nextReviewBy);
      if (!inTime.ok) return inTime;
    }
    const words: PlanWords = { ...key.open<PlanWords>(plan.sealed, plan.planId) };
    const named = settingName === undefined ? words : { ...words, settingName: settingName ?? undefined };
    return accepted({
      value: {},
      set: { ...(facts as Partial<PlanRow>), sealed: key.seal(named, plan.planId) },
      event: { kind: 'changed', on: today, facts: { fields: Object.keys(change), ...facts } },
    });
  });
}

/** A review may be planned for any day after the last one that the law still lets it be held on. */
export function judgeNextReview(
  plan: Pick<PlanRow, 'state' | 'planType' | 'startsOn' | 'finalisedOn' | 'reviewedOn'>,
  nextReviewBy: PlainDate,
): Result<undefined, FieldRefusal<'plan-review-outside'>> {
  const { finalisedOn, reviewedOn } = plan;
  const wrong = (message: string) => refused(fieldRefusal('plan-review-outside', 'nextReviewBy', message));
  if (finalisedOn === null) return wrong('A draft has no review: finalise the plan first.');
  const since = reviewedOn ?? finalisedOn;
  if (!isAfter(nextReviewBy, since)) return wrong(`The next review comes after ${since}.`);
  const type = planTypeOn(plan.planType, plan.startsOn);
  const last = type === undefined ? undefined : lastDayForReview(type, { finalisedOn, reviewedOn });
  return last === undefined || !isBefore(last, nextReviewBy) ? accepted(undefined) : wrong(`The law asks for a review by ${last}.`);
}
