import {
  addDays,
  addMonths,
  daysBetween,
  earlierOf,
  firstDayOfMonth,
  isAfter,
  isBefore,
  lastDayOfMonth,
  laterOf,
  monthOf,
} from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Period, Rhythm } from './instalment-dates.ts';

/** The days of support that each instalment of a period is for, and the due date that follows them. */
export interface Covers {
  readonly covers: readonly Period[];
  readonly nextDueDate: PlainDate;
}

const DAYS_OF_CYCLE = { 'every-four-weeks': 28, weekly: 7 } as const;

export function coversOf(rhythm: Rhythm, period: Period, partPayments: boolean): Covers {
  switch (rhythm.kind) {
    case 'monthly-on-the-first':
      return months(period);
    case 'every-four-weeks':
    case 'weekly': {
      const cycle = { from: rhythm.from, days: DAYS_OF_CYCLE[rhythm.kind] };
      return partPayments ? cyclesAndParts(cycle, period) : wholeCycles(cycle, period);
    }
    case 'termly':
      return { covers: rhythm.terms.flatMap((term) => overlap(term, period)), nextDueDate: addDays(period.last, 1) };
    case 'one-off':
      return { covers: [period], nextDueDate: addDays(period.last, 1) };
  }
}

/** The days that two periods share. */
export function overlap(one: Period, other: Period): Period[] {
  const shared = { first: laterOf(one.first, other.first), last: earlierOf(one.last, other.last) };
  return isAfter(shared.first, shared.last) ? [] : [shared];
}

/** Days of a period, both ends counted in. */
export function daysOf({ first, last }: Period): number {
  return daysBetween(first, last) + 1;
}

/** One instalment for every month the period touches. A period that begins inside a month pays that month's on the day it begins. */
function months(period: Period): Covers {
  const covers = [];
  let first = firstDayOfMonth(monthOf(period.first));
  for (; !isAfter(first, period.last); first = addMonths(first, 1))
    covers.push(...overlap({ first, last: lastDayOfMonth(monthOf(first)) }, period));
  return { covers, nextDueDate: first };
}

interface Cycle {
  readonly from: PlainDate;
  readonly days: number;
}

/**
 * Thirteen times four weeks are a day or two short of a year, so some years hold a fourteenth date (and a fifty-third week). A date belongs
 * to the sum of the period in which most of its days lie (at fourteen days each, to the earlier one): a date on the year's last day is the
 * first instalment of the next sum. Counting dates inside the period instead would pay fourteen parts of a sum that was agreed as thirteen.
 */
function wholeCycles({ from, days }: Cycle, period: Period): Covers {
  const covers = [];
  let dueDate = from;
  for (; 2 * (daysBetween(dueDate, period.last) + 1) >= days; dueDate = addDays(dueDate, days)) {
    const daysBeforePeriod = isBefore(dueDate, period.first) ? daysBetween(dueDate, period.first) : 0;
    if (2 * daysBeforePeriod < days) covers.push({ first: dueDate, last: addDays(dueDate, days - 1) });
  }
  return { covers, nextDueDate: dueDate };
}

/** Support that begins or ends inside a cycle is paid for from its first day and to its last, by a first and a last part. */
function cyclesAndParts({ from, days }: Cycle, period: Period): Covers {
  const covers = [];
  let dueDate = addDays(from, Math.floor(daysBetween(from, period.first) / days) * days);
  for (; !isAfter(dueDate, period.last); dueDate = addDays(dueDate, days))
    covers.push(...overlap({ first: dueDate, last: addDays(dueDate, days - 1) }, period));
  return { covers, nextDueDate: dueDate };
}
