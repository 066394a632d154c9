import { bankHolidaysAreKnownFor } from '../../platform/calendar/bank-holidays.ts';
import { addDays, isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { addWorkingDays, previousWorkingDayOnOrBefore } from '../../platform/calendar/working-days.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentTiming } from './agreement-kinds.ts';
import { coversOf } from './instalment-covers.ts';

/**
 * When a direct payment is due and when it is paid. In advance, a due date on which the banks are closed is paid on the working day before:
 * a family must never wait because of a weekend. In arrears the days are over before they are paid for, and it is the working day after.
 */

/** First and last day, both counted in. */
export interface Period {
  readonly first: PlainDate;
  readonly last: PlainDate;
}

export type Rhythm =
  | { readonly kind: 'monthly-on-the-first' }
  /** Every 28 days counted from a day that was agreed, which may lie in an earlier period. */
  | { readonly kind: 'every-four-weeks'; readonly from: PlainDate }
  /** Every 7 days, counted the same way. */
  | { readonly kind: 'weekly'; readonly from: PlainDate }
  /** Once for each term, by the length of the term. */
  | { readonly kind: 'termly'; readonly terms: readonly Period[] }
  | { readonly kind: 'one-off'; readonly on: PlainDate };

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

export type InstalmentDatesRefusal =
  | { readonly code: 'period-ends-before-it-starts' }
  | { readonly code: 'no-instalment-in-period' }
  | { readonly code: 'bank-holidays-not-known'; readonly date: PlainDate };

export interface DatesAsked {
  readonly rhythm: Rhythm;
  readonly period: Period;
  /** `advance` when left out. */
  readonly timing?: PaymentTiming;
  /** Whether days before the first and after the last whole instalment are paid for by parts; otherwise instalments are whole. */
  readonly partPayments?: boolean;
}

const LONGEST_CYCLE_DAYS = 31;

export function instalmentDates({
  rhythm,
  period,
  timing = 'advance',
  partPayments = false,
}: DatesAsked): Result<InstalmentDates, InstalmentDatesRefusal> {
  if (isAfter(period.first, period.last)) return refused({ code: 'period-ends-before-it-starts' });
  const lastAsked = timing === 'arrears' ? addDays(period.last, LONGEST_CYCLE_DAYS) : period.last;
  const unknown = [addDays(period.first, -LONGEST_CYCLE_DAYS), lastAsked].find((date) => !bankHolidaysAreKnownFor(date));
  if (unknown !== undefined) return refused({ code: 'bank-holidays-not-known', date: unknown });
  const { covers, nextDueDate } = coversOf(rhythm, period, partPayments);
  if (covers.length === 0) return refused({ code: 'no-instalment-in-period' });
  return accepted({ dates: covers.map((cover) => dateOf(cover, rhythm, timing)), nextDueDate });
}

/** The working day on which money due on a day is sent. */
export function payDateOf(dueDate: PlainDate, timing: PaymentTiming): PlainDate {
  return timing === 'advance' ? previousWorkingDayOnOrBefore(dueDate) : addWorkingDays(addDays(dueDate, -1), 1);
}

function dateOf(cover: Period, rhythm: Rhythm, timing: PaymentTiming): InstalmentDate {
  if (rhythm.kind === 'one-off') return { dueDate: rhythm.on, payDate: payDateOf(rhythm.on, 'advance'), cover };
  const dueDate = timing === 'advance' ? cover.first : cover.last;
  return { dueDate, payDate: payDateOf(dueDate, timing), cover };
}
