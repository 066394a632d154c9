import { birthday, lastDayOfCompulsorySchoolAge, ownRightFrom } from '../../../people/rules/own-right.ts';
import { addDays, isBefore, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ClockDraft, PlanForClocks } from './clock-draft.ts';
import { streams } from './clock-words.ts';
import { cautiousDay, paymentReviewsOf, runningSince } from './payment-reviews.ts';
import { type PolicyCode, type PolicySetting, policyOn } from './policies.ts';
import { daysAfterMove } from './statutory-days.ts';

/** A week: an order is not done in a day, and its day does not move. */
const ORDER_ALARM_DAYS = 7;

/**
 * Every duty that hangs on a plan as it stands today. The same record always answers the same, so a job that was down for weeks and one that
 * runs twice leave the same clocks. A plan that is not in force has none but the answers that are still owed
 * and what a tribunal has ordered.
 */
export function clocksOfPlan(plan: PlanForClocks, settings: readonly PolicySetting[], today: PlainDate): readonly ClockDraft[] {
  const owed = [...answersOwed(plan, settings), ...ordersToFollow(plan)];
  if (!plan.isInForce) return owed;
  return [
    ...planReviewsOf(plan),
    ...streams.flatMap((stream) => paymentReviewsOf(plan, stream, settings, today)),
    ...rightsThatPass(plan, settings, today),
    ...endings(plan, settings),
    ...movesOf(plan),
    ...owed,
  ];
}

function planReviewsOf({ planId, nextReviewBy, reviewDays, startsOn }: PlanForClocks): ClockDraft[] {
  const draft = (number: number, dueOn: PlainDate, doneOn?: PlainDate): ClockDraft => ({
    duty: `plan-review:${planId}:${number}`,
    kind: 'plan-review',
    dueOn,
    alarmOn: cautiousDay(dueOn),
    opensOn: startsOn,
    rule: 'children-and-families-act-44',
    hangsOn: { planId, number, reviewsHeld: reviewDays },
    ...(doneOn !== undefined && { doneOn }),
  });
  const held = reviewDays.map((day, index) => draft(index + 1, day, day));
  return nextReviewBy === null ? held : [...held, draft(reviewDays.length + 1, nextReviewBy)];
}

/**
 * Rights pass on another day in each stream: education after compulsory school age, health and care at 16. Somebody whose plan or payments
 * began after that day consented themselves from the start.
 */
function rightsThatPass(plan: PlanForClocks, settings: readonly PolicySetting[], today: PlainDate): ClockDraft[] {
  return streams.flatMap((stream) => {
    const since = stream === 'EDUCATION' ? plan.startsOn : runningSince(plan.facts, stream, today);
    const dueOn = ownRightFrom(plan.bornOn, stream);
    if (since === undefined || isBefore(dueOn, since)) return [];
    const parts = { kind: 'own-right', stream, dueOn, rule: `own-right-${stream.toLowerCase()}`, lead: 'own-right-lead' } as const;
    return [seenTo(plan, settings, `own-right:${plan.planId}:${stream}`, parts)];
  });
}

function endings(plan: PlanForClocks, settings: readonly PolicySetting[]): ClockDraft[] {
  const { planId, bornOn, startsOn, lastPlanDay } = plan;
  const endsOfAge = [
    { kind: 'school-leaving', dueOn: lastDayOfCompulsorySchoolAge(bornOn), rule: 'compulsory-school-age' },
    { kind: 'adult-care', dueOn: birthday(bornOn, 18), rule: 'care-act-at-18' },
    ...(lastPlanDay === undefined ? [] : [{ kind: 'plan-age-limit', dueOn: lastPlanDay, rule: 'children-and-families-act-46' } as const]),
  ] as const;
  return endsOfAge
    .filter(({ dueOn }) => !isBefore(dueOn, startsOn))
    .map((parts) => seenTo(plan, settings, `${parts.kind}:${planId}`, { ...parts, lead: 'leaving-lead' }));
}

function movesOf({ planId, phaseTransfers, movedInOn, seenTo: seen, startsOn }: PlanForClocks): ClockDraft[] {
  const phases = phaseTransfers.map(({ transferId, dueOn, decidedOn }): ClockDraft => {
    return {
      duty: `phase-transfer:${transferId}`,
      kind: 'phase-transfer',
      dueOn,
      alarmOn: dueOn,
      opensOn: startsOn,
      rule: 'send-regulations-18',
      hangsOn: { planId, transferId },
      ...(decidedOn !== null && { doneOn: decidedOn }),
    };
  });
  if (movedInOn === undefined) return phases;
  const days = daysAfterMove(movedInOn, movedInOn);
  if (days === undefined) return phases;
  const duty = `transfer-letter:${planId}`;
  const doneOn = seen[duty];
  const letter: ClockDraft = {
    duty,
    kind: 'transfer-letter',
    dueOn: days.letterBy,
    alarmOn: days.letterBy,
    opensOn: movedInOn,
    rule: days.rule,
    hangsOn: { planId, movedInOn },
    ...(doneOn !== undefined && { doneOn }),
  };
  return [...phases, letter];
}

/** An answer that was asked for is owed whatever has become of the plan. */
function answersOwed({ planId, facts }: PlanForClocks, settings: readonly PolicySetting[]): ClockDraft[] {
  return facts.flatMap((asked) => {
    if (asked.kind !== 'reconsideration-asked') return [];
    const days = policyOn(settings, 'reconsideration-answer', asked.on);
    if (days === undefined) return [];
    const answered = facts.find((fact) => fact.kind === 'reconsideration-answered' && fact.subjectId === asked.subjectId);
    const dueOn = addDays(asked.on, days);
    return {
      duty: `reconsideration-answer:${asked.subjectId}`,
      kind: 'reconsideration-answer',
      dueOn,
      alarmOn: dueOn,
      opensOn: asked.on,
      rule: 'reconsideration-answer',
      hangsOn: { planId, decisionId: asked.subjectId, askedOn: asked.on },
      ...(answered !== undefined && { doneOn: answered.on }),
    } satisfies ClockDraft;
  });
}

/** A tribunal may order a plan as well as what stands in one, so an order counts whatever has become of the plan. */
function ordersToFollow({ planId, facts, seenTo: seen }: PlanForClocks): ClockDraft[] {
  return facts.flatMap((order) => {
    const due = facts.find((fact) => fact.kind === 'order-due' && fact.subjectId === order.subjectId);
    if (order.kind !== 'order-made' || due === undefined) return [];
    const duty = `order-deadline:${order.subjectId}`;
    const doneOn = seen[duty];
    return {
      duty,
      kind: 'order-deadline',
      dueOn: due.on,
      alarmOn: laterOf(order.on, addDays(due.on, -ORDER_ALARM_DAYS)),
      opensOn: order.on,
      rule: 'tribunal-order',
      hangsOn: { planId, orderId: order.subjectId, orderedOn: order.on },
      ...(doneOn !== undefined && { doneOn }),
    } satisfies ClockDraft;
  });
}

/** A duty that opens some time before its day and ends when an officer says that it was seen to. */
function seenTo(
  { planId, bornOn, seenTo: seen }: PlanForClocks,
  settings: readonly PolicySetting[],
  duty: string,
  { lead, ...parts }: Pick<ClockDraft, 'kind' | 'stream' | 'dueOn' | 'rule'> & { readonly lead: PolicyCode },
): ClockDraft {
  const doneOn = seen[duty];
  return {
    duty,
    ...parts,
    alarmOn: parts.dueOn,
    opensOn: addDays(parts.dueOn, -(policyOn(settings, lead, parts.dueOn) ?? 0)),
    hangsOn: { planId, bornOn },
    ...(doneOn !== undefined && { doneOn }),
  };
}
