import { addMonths, isAfter, isBefore, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import { academicYearOf, lastDayOfAcademicYear } from '../../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { type FieldRefusal, fieldRefusal } from './field-refusal.ts';
import { type PlanType, planTypeOn } from './plan-types.ts';

export type PlanDatesRefusal = FieldRefusal<'plan-type-unknown' | 'plan-age-outside' | 'plan-dates-crossed'>;

export interface PlanDates {
  readonly planType: string;
  readonly startsOn: PlainDate;
  readonly endsOn?: PlainDate | undefined;
}

/**
 * The last day that somebody can have a plan of a kind: the end of the school year in which they reach its age limit
 * (Children and Families Act 2014, s.46: to the end of the academic year in which they turn 25; unverified).
 */
export function lastPlanDay(bornOn: PlainDate, { ageLimit }: Pick<PlanType, 'ageLimit'>): PlainDate {
  return lastDayOfAcademicYear(academicYearOf(addMonths(bornOn, ageLimit * 12)));
}

/** A plan is of a kind that is there when it begins, begins between birth and the age limit, and ends after it began. */
export function judgePlanDates(bornOn: PlainDate, { planType, startsOn, endsOn }: PlanDates): Result<PlanType, PlanDatesRefusal> {
  const type = planTypeOn(planType, startsOn);
  if (type === undefined) return refused(fieldRefusal('plan-type-unknown', 'planType', 'There is no such kind of plan on its first day.'));
  if (isBefore(startsOn, bornOn))
    return refused(fieldRefusal('plan-age-outside', 'startsOn', `The child was born on ${bornOn}; the plan cannot begin before.`));
  if (!isBefore(startsOn, addMonths(bornOn, type.ageLimit * 12)))
    return refused(fieldRefusal('plan-age-outside', 'startsOn', `By then they are ${type.ageLimit}, and such a plan begins before.`));
  if (endsOn === undefined) return accepted(type);
  if (isBefore(endsOn, startsOn)) return refused(fieldRefusal('plan-dates-crossed', 'endsOn', 'The last day lies before the first.'));
  if (isAfter(endsOn, lastPlanDay(bornOn, type)))
    return refused(fieldRefusal('plan-age-outside', 'endsOn', `Such a plan ends by ${lastPlanDay(bornOn, type)} for this person.`));
  return accepted(type);
}

/**
 * The last day for the next review: within 12 months of the plan being made, and of each review after that (Children and Families Act 2014,
 * s.44(1)). Undefined for kinds of plan for which the law sets no interval.
 */
export function lastDayForReview(
  { reviewMonths }: Pick<PlanType, 'reviewMonths'>,
  { finalisedOn, reviewedOn }: { readonly finalisedOn: PlainDate; readonly reviewedOn?: PlainDate | null | undefined },
): PlainDate | undefined {
  if (reviewMonths === undefined) return undefined;
  return addMonths(reviewedOn == null ? finalisedOn : laterOf(finalisedOn, reviewedOn), reviewMonths);
}
