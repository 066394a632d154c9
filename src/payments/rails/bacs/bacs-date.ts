import { addDays, daysBetween } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** Bacs writes a day as a space, the year's last two digits and the day of the year: ` 27090` is 31 March 2027. */
const SHAPE = /^[ 0]([0-9]{2})([0-9]{3})$/;
const CENTURY = '20';

export function bacsDate(date: PlainDate): string {
  const dayOfYear = daysBetween(firstDayOf(date.slice(0, 4)), date) + 1;
  return ` ${date.slice(2, 4)}${String(dayOfYear).padStart(3, '0')}`;
}

/** Undefined where the year has no such day: a 366th exists in leap years only. */
export function readBacsDate(text: string): PlainDate | undefined {
  const [, year, day] = SHAPE.exec(text) ?? [];
  if (year === undefined || day === undefined || day === '000') return undefined;
  const date = addDays(firstDayOf(CENTURY + year), Number(day) - 1);
  return date.startsWith(CENTURY + year) ? date : undefined;
}

function firstDayOf(year: string): PlainDate {
  return `${year}-01-01` as PlainDate;
}
