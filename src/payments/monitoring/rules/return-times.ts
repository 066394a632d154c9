import { addDays, addMonths, isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { PolicyValues } from './policies.ts';

export interface AgreementToLookAt {
  readonly agreementId: string;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly amount: bigint;
}

export interface ReturnTime {
  readonly from: PlainDate;
  /** Its last day; it is asked for on the next. */
  readonly until: PlainDate;
  readonly dueOn: PlainDate;
}

/** The times that are over by a day: the first look early, then as often as the sum asks for, and the last when payments end. */
export function returnTimes({ from, until, amount }: AgreementToLookAt, policy: PolicyValues, day: PlainDate): ReturnTime[] {
  const months = policy[amount >= BigInt(policy['large-agreement']) ? 'return-large-every-months' : 'return-every-months'];
  const times: ReturnTime[] = [];
  let first = from;
  for (let look = 0; !isAfter(first, until); look += 1) {
    const regular = addDays(addMonths(from, months * look), -1);
    const last = look === 0 ? addDays(from, policy['first-return-weeks'] * 7 - 1) : regular;
    if (isBefore(last, first)) continue;
    const end = isAfter(last, until) ? until : last;
    if (!isBefore(end, day)) return times;
    times.push({ from: first, until: end, dueOn: addDays(end, policy['return-answer-days']) });
    first = addDays(end, 1);
  }
  return times;
}

export interface OpenReturn {
  readonly dueOn: PlainDate;
  readonly reminders: number;
}

/** What a day asks for: a word before the day, one after it, and then a person. Never a stop. */
export function nextStepOf({ dueOn, reminders }: OpenReturn, policy: PolicyValues, day: PlainDate): 'remind' | 'to-officer' | undefined {
  if (!isBefore(day, addDays(dueOn, policy['return-officer-days']))) return 'to-officer';
  const steps = [addDays(dueOn, -policy['return-reminder-days']), addDays(dueOn, policy['return-reminder-days'])];
  const passed = steps.filter((step) => !isBefore(day, step)).length;
  return passed > reminders ? 'remind' : undefined;
}
