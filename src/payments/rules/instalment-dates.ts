import { bankHolidaysAreKnownFor } from '../../platform/calendar/bank-holidays.ts';
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
import { previousWorkingDayOnOrBefore } from '../../platform/calendar/working-days.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';

/**
 * When a direct payment is due and when it is paid. Payments are in advance, so a due date on which the banks are closed is paid on the
 * working day before: a family must never wait because of a weekend.
 */

/** First and last day, both counted in. */
export interface Period {
  readonly first: PlainDate;
  readonly last: PlainDate;
}

export type Rhythm =
  | { readonly kind: 'monthly-on-the-first' }
  /** Every 28 days counted from a day that was agreed, which may lie in an earlier period. */
  | { readonly kind: 'every-four-weeks'; readonly from: PlainDate };

export interface InstalmentDate {
  readonly dueDate: PlainDate;
  readonly payDate: PlainDate;
  /** The days of support that the instalment is for. */
  readonly cover: Period;
}

export interface InstalmentDates {
  readonly dates: readonly InstalmentDate[];
  /** The first due date after these: it is paid from the next sum, when the agreement is renewed, and never from this one. */
  readonly nextDueDate: PlainDate;
}

type InstalmentDatesRefusal =
  | { readonly code: 'period-ends-before-it-starts' }
  | { readonly code: 'no-instalment-in-period' }
  | { readonly code: 'bank-holidays-not-known'; readonly date: PlainDate };

const DAYS_OF_FOUR_WEEKS = 28;

export function instalmentDates({ rhythm, period }: { rhythm: Rhythm; period: Period }): Result<InstalmentDates, InstalmentDatesRefusal> {
  if (isAfter(period.first, period.last)) return refused({ code: 'period-ends-before-it-starts' });
  const unknown = [addDays(period.first, -DAYS_OF_FOUR_WEEKS), period.last].find((date) => !bankHolidaysAreKnownFor(date));
  if (unknown !== undefined) return refused({ code: 'bank-holidays-not-known', date: unknown });
  const { due, nextDueDate } = rhythm.kind === 'monthly-on-the-first' ? firstsOfMonths(period) : fourthWeeks(rhythm.from, period);
  if (due.length === 0) return refused({ code: 'no-instalment-in-period' });
  return accepted({
    dates: due.map(({ dueDate, cover }) => ({ dueDate, payDate: previousWorkingDayOnOrBefore(dueDate), cover })),
    nextDueDate,
  });
}

interface Due {
  readonly due: readonly { readonly dueDate: PlainDate; readonly cover: Period }[];
  readonly nextDueDate: PlainDate;
}

/** One instalment for every month the period touches. A period that begins inside a month pays that month's on the day it begins. */
function firstsOfMonths(period: Period): Due {
  const due = [];
  let first = firstDayOfMonth(monthOf(period.first));
  for (; !isAfter(first, period.last); first = addMonths(first, 1)) {
    const cover = { first: laterOf(first, period.first), last: earlierOf(lastDayOfMonth(monthOf(first)), period.last) };
    due.push({ dueDate: cover.first, cover });
  }
  return { due, nextDueDate: first };
}

/**
 * Thirteen times four weeks are a day or two short of a year, so some years hold a fourteenth date. A date belongs to the sum of the
 * period in which most of its four weeks lie (at fourteen days each, to the earlier one): a date on the year's last day is the first
 * instalment of the next sum. Counting dates inside the period instead would pay fourteen parts of a sum that was agreed as thirteen.
 */
function fourthWeeks(from: PlainDate, period: Period): Due {
  const due = [];
  let dueDate = from;
  for (; daysOfCoverUpTo(period.last, dueDate) >= DAYS_OF_FOUR_WEEKS / 2; dueDate = addDays(dueDate, DAYS_OF_FOUR_WEEKS)) {
    const daysBeforePeriod = isBefore(dueDate, period.first) ? daysBetween(dueDate, period.first) : 0;
    if (daysBeforePeriod < DAYS_OF_FOUR_WEEKS / 2)
      due.push({ dueDate, cover: { first: dueDate, last: addDays(dueDate, DAYS_OF_FOUR_WEEKS - 1) } });
  }
  return { due, nextDueDate: dueDate };
}

function daysOfCoverUpTo(last: PlainDate, dueDate: PlainDate): number {
  return daysBetween(dueDate, last) + 1;
}
