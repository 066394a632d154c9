import { bankHolidayOn } from './bank-holidays.ts';
import { addDays, lastDayOfMonth, type Month, weekdayOf } from './date-arithmetic.ts';
import type { PlainDate } from './plain-date.ts';

/** A working day is a day the banks move money: Monday to Friday and no bank holiday of England and Wales. */

const FRIDAY = 5;

export function isWorkingDay(date: PlainDate): boolean {
  return weekdayOf(date) <= FRIDAY && bankHolidayOn(date) === undefined;
}

/** Support paid in advance must not come late, so money due on a closed day is paid on the working day before. */
export function previousWorkingDayOnOrBefore(date: PlainDate): PlainDate {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, -1);
  return day;
}

/**
 * The working day that is `count` working days after the date, which need not be one itself; a negative count goes back. Zero answers the
 * date as it is: "no working days later" promises nothing about the day one stands on.
 */
export function addWorkingDays(date: PlainDate, count: number): PlainDate {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0; left -= 1) {
    day = addDays(day, step);
    day = step > 0 ? nextWorkingDayOnOrAfter(day) : previousWorkingDayOnOrBefore(day);
  }
  return day;
}

export function lastWorkingDayOfMonth(month: Month): PlainDate {
  return previousWorkingDayOnOrBefore(lastDayOfMonth(month));
}

function nextWorkingDayOnOrAfter(date: PlainDate): PlainDate {
  let day = date;
  while (!isWorkingDay(day)) day = addDays(day, 1);
  return day;
}
