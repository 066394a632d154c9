import { birthday, isAdult } from '../../../people/rules/own-right.ts';
import { addDays, addMonths, isAfter, isBefore, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ClockDraft, ClockFact, PlanForClocks } from './clock-draft.ts';
import type { Stream } from './clock-words.ts';
import { type PolicySetting, policyOn } from './policies.ts';
import { type Interval, reviewRuleFor } from './review-rules.ts';

/**
 * The last day on which something is in time "within n months" of a day: its corresponding day, or the last of a month that lacks it. Never
 * n times thirty days.
 */
function lastDayWithin(months: number, since: PlainDate): PlainDate {
  return addMonths(since, months);
}

/** "Within three months" can be read to end the day before the corresponding one, so the alarm goes a day early. */
export function cautiousDay(lastDay: PlainDate): PlainDate {
  return addDays(lastDay, -1);
}

/** The reviews of a stream's direct payments that have been held since they began, and the one that is next. */
export function paymentReviewsOf(
  plan: PlanForClocks,
  stream: Stream,
  settings: readonly PolicySetting[],
  today: PlainDate,
): readonly ClockDraft[] {
  const began = runningSince(plan.facts, stream, today);
  if (began === undefined) return [];
  const ofAdults = stream === 'CARE' && isAdult(plan.bornOn, today);
  // Care law for adults begins with the eighteenth birthday, and so does its first review.
  const since = ofAdults ? laterOf(began, birthday(plan.bornOn, 18)) : began;
  const rule = reviewRuleFor(stream, ofAdults ? 'adults' : 'children', since);
  if (rule === undefined) return [];
  const held = reviewsHeld(plan, stream, since);
  const intervalOf = (interval: Interval, from: PlainDate) => {
    if (interval === 'plan-review') return plan.nextReviewBy ?? undefined;
    const months = 'months' in interval ? interval.months : policyOn(settings, interval.policy, from);
    return months === undefined ? undefined : lastDayWithin(months, from);
  };
  const draft = (number: number, dueOn: PlainDate, doneOn?: PlainDate): ClockDraft => ({
    duty: `payment-review:${plan.planId}:${rule.code}:${since}:${number}`,
    kind: 'payment-review',
    stream,
    dueOn,
    alarmOn: cautiousDay(dueOn),
    opensOn: since,
    rule: rule.code,
    hangsOn: { planId: plan.planId, firstPaidOn: since, number, reviewsHeld: held },
    ...(doneOn !== undefined && { doneOn }),
  });
  const last = held.at(-1);
  const next = last === undefined ? intervalOf(rule.first, since) : intervalOf(rule.next, last);
  return [...held.map((day, index) => draft(index + 1, day, day)), ...(next === undefined ? [] : [draft(held.length + 1, next)])];
}

/** A review of the plan reviews its education payments with it (reg 11: "when conducting" one); other streams have reviews of their own. */
function reviewsHeld({ facts, reviewDays }: PlanForClocks, stream: Stream, since: PlainDate): PlainDate[] {
  const own = facts.filter((fact) => fact.kind === 'payment-review' && fact.stream === stream).map(({ on }) => on);
  const days = stream === 'EDUCATION' ? [...own, ...reviewDays] : own;
  return [...new Set(days.filter((day) => !isBefore(day, since)))].toSorted();
}

/**
 * Since when payments of a stream have run without a gap, by what payments have told; undefined when none run. Agreements that follow each
 * other are one run of payments: a renewal is no first payment.
 */
export function runningSince(facts: readonly ClockFact[], stream: Stream, today: PlainDate): PlainDate | undefined {
  const runs = facts
    .filter((fact) => fact.kind === 'first-payment' && fact.stream === stream)
    .map(({ subjectId, on }) => ({
      from: on,
      until: facts.find((fact) => fact.kind === 'payments-ended' && fact.stream === stream && fact.subjectId === subjectId)?.on,
    }))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  let since: PlainDate | undefined;
  let until: PlainDate | undefined;
  for (const run of runs) {
    const goesOn = since !== undefined && (until === undefined || !isAfter(run.from, addDays(until, 1)));
    if (!goesOn) since = run.from;
    until =
      run.until === undefined || (goesOn && until === undefined)
        ? undefined
        : goesOn && until !== undefined
          ? laterOf(until, run.until)
          : run.until;
  }
  return until !== undefined && isBefore(until, today) ? undefined : since;
}
