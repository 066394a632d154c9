import { bankHolidayOn, bankHolidaysAreKnownFor } from '../../platform/calendar/bank-holidays.ts';
import { addDays, daysBetween, weekdayOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { schoolIsClosed } from './school-weeks.ts';

/**
 * What a plan expects to be used up to each day. A forecast is an estimate and no sum of money, so its curves are numbers; what is shown of
 * it is rounded once to whole pence.
 */
export interface PlannedSupport {
  readonly from: PlainDate;
  /** The last day. */
  readonly until: PlainDate;
  readonly parts: readonly PlannedPart[];
}

export type PlannedPart =
  /** So much every week that it runs; on weekdays, and not on bank holidays, unless it is given every day. */
  | {
      readonly kind: 'weekly';
      readonly pence: number;
      readonly weeks: 'all' | 'term' | 'holidays';
      readonly days: 'weekdays' | 'every-day';
    }
  /** So much in all, spread over the days that it runs. */
  | {
      readonly kind: 'in-all';
      readonly pence: number;
      readonly weeks: 'all' | 'term' | 'holidays';
      readonly days: 'weekdays' | 'every-day';
    }
  /** A block of respite, on its own days. */
  | { readonly kind: 'block'; readonly pence: number; readonly from: PlainDate; readonly until: PlainDate };

/** What was used, over the days that it was for: an invoice of a month covers the month. */
export interface Use {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly pence: number;
}

/** `curve[d]` is what the days before day `d` come to; it has one place more than there are days. */
export type Curve = Float64Array;

export function planCurve({ from, until, parts }: PlannedSupport): Curve {
  const length = daysBetween(from, until) + 1;
  const perDay = new Float64Array(length);
  for (const part of parts) {
    if (part.kind === 'block') spread(perDay, from, part);
    else addPart(perDay, from, part);
  }
  return runningTotal(perDay);
}

export function useCurve({ from, until }: Pick<PlannedSupport, 'from' | 'until'>, uses: readonly Use[]): Curve {
  const perDay = new Float64Array(daysBetween(from, until) + 1);
  for (const use of uses) spread(perDay, from, use);
  return runningTotal(perDay);
}

function addPart(perDay: Float64Array, from: PlainDate, part: Exclude<PlannedPart, { kind: 'block' }>): void {
  const open = openDays(from, perDay.length, part.weeks, part.days);
  const count = open.reduce((sum, each) => sum + each, 0);
  if (count === 0) return;
  const each = part.kind === 'in-all' ? part.pence / count : part.pence / (part.days === 'weekdays' ? 5 : 7);
  for (let day = 0; day < perDay.length; day += 1) perDay[day] = (perDay[day] ?? 0) + each * (open[day] ?? 0);
}

/** What lies before the first day counts on the first, what lies after the last on the last: nothing is lost. */
function spread(perDay: Float64Array, start: PlainDate, { from, until, pence }: Use): void {
  const last = perDay.length - 1;
  const begin = Math.min(Math.max(daysBetween(start, from), 0), last);
  const end = Math.min(Math.max(daysBetween(start, until), begin), last);
  for (let day = begin; day <= end; day += 1) perDay[day] = (perDay[day] ?? 0) + pence / (end - begin + 1);
}

const keptDays = new Map<string, Uint8Array>();
const MOST_KEPT = 2_000;

/** The same stretch of the calendar serves every line that runs over it. */
function openDays(from: PlainDate, length: number, weeks: 'all' | 'term' | 'holidays', days: 'weekdays' | 'every-day'): Uint8Array {
  const name = `${from} ${length} ${weeks} ${days}`;
  const known = keptDays.get(name);
  if (known !== undefined) return known;
  const open = new Uint8Array(length);
  for (let day = 0, date = from; day < length; day += 1, date = addDays(date, 1)) {
    const runs = weeks === 'all' || (weeks === 'term') !== schoolIsClosed(date);
    const isGiven = days === 'every-day' || (weekdayOf(date) <= 5 && !(bankHolidaysAreKnownFor(date) && bankHolidayOn(date) !== undefined));
    open[day] = runs && isGiven ? 1 : 0;
  }
  if (keptDays.size >= MOST_KEPT) keptDays.clear();
  keptDays.set(name, open);
  return open;
}

function runningTotal(perDay: Float64Array): Curve {
  const curve = new Float64Array(perDay.length + 1);
  for (let day = 0; day < perDay.length; day += 1) curve[day + 1] = (curve[day] ?? 0) + (perDay[day] ?? 0);
  return curve;
}
