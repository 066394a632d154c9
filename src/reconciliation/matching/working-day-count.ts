import { bankHolidaysAreKnownFor } from '../../platform/calendar/bank-holidays.ts';
import { addDays, daysBetween, weekdayOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { isWorkingDay } from '../../platform/calendar/working-days.ts';

/** Which days the banks work; passed in so that a whole history can be moved together with its calendar. */
export type WorkingDays = (date: PlainDate) => boolean;

/** England's banks. In a year whose holidays nobody has published yet a window may be a day too wide, which costs a look and no money. */
export const englishWorkingDays: WorkingDays = (date) => (bankHolidaysAreKnownFor(date) ? isWorkingDay(date) : weekdayOf(date) <= 5);

/** A wider span is no year of a council but a mistyped date, and counting it day by day would take for ever. */
const LONGEST_SPAN_DAYS = 50_000;

/** Numbers days by the working days before them, so that the working days between two dates are one subtraction. */
export function workingDayCount(dates: Iterable<PlainDate>, isWorking: WorkingDays): (date: PlainDate) => number {
  const sorted = [...new Set(dates)].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const numbers = new Map<PlainDate, number>();
  if (first === undefined || last === undefined) return () => 0;
  if (daysBetween(first, last) > LONGEST_SPAN_DAYS) throw new RangeError(`From ${first} to ${last} is too long a time to match over.`);
  let count = 0;
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (isWorking(day)) count += 1;
    numbers.set(day, count);
  }
  return (date) => numbers.get(date) as number;
}
