import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from './plain-date.ts';

/** Arithmetic on plain dates. No time of day and no zone takes part, so no daylight-saving change can move a due date. */

/** A calendar month as `YYYY-MM`. */
export type Month = `${number}-${number}`;

function read(date: PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.from(date);
}

function write(date: Temporal.PlainDate): PlainDate {
  return date.toString() as PlainDate;
}

const DAY_MS = 86_400_000;

/** Midnight UTC of a date: files of a hundred thousand lines count days by the hundred, and Temporal would make objects for each. */
function midnightOf(date: PlainDate): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || (date.slice(8) > '28' && dateAt(at) !== date)) throw new RangeError(`There is no day ${date}.`);
  return at;
}

function dateAt(midnight: number): PlainDate {
  return new Date(midnight).toISOString().slice(0, 10) as PlainDate;
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return dateAt(midnightOf(date) + days * DAY_MS);
}

/** A day that the target month lacks becomes its last day: 31 January and a month is 28 or 29 February. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  return write(read(date).add({ months }, { overflow: 'constrain' }));
}

/** Days from one date to a later one; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return (midnightOf(to) - midnightOf(from)) / DAY_MS;
}

/** ISO weekday: Monday is 1, Sunday 7. */
export function weekdayOf(date: PlainDate): number {
  return read(date).dayOfWeek;
}

export function monthOf(date: PlainDate): Month {
  return date.slice(0, 7) as Month;
}

export function firstDayOfMonth(month: Month): PlainDate {
  return `${month}-01` as PlainDate;
}

export function lastDayOfMonth(month: Month): PlainDate {
  const [year, number] = month.split('-').map(Number);
  return dateAt(Date.UTC(year as number, number as number, 0));
}

/** Plain dates have four-digit years and fixed width, so the order of the texts is the order of the days. */
export function isBefore(date: PlainDate, other: PlainDate): boolean {
  return date < other;
}

export function isAfter(date: PlainDate, other: PlainDate): boolean {
  return date > other;
}

/** For sorting, earliest first. */
export function compareDates(date: PlainDate, other: PlainDate): number {
  if (date === other) return 0;
  return isBefore(date, other) ? -1 : 1;
}

export function earlierOf(date: PlainDate, other: PlainDate): PlainDate {
  return isBefore(other, date) ? other : date;
}

export function laterOf(date: PlainDate, other: PlainDate): PlainDate {
  return isAfter(other, date) ? other : date;
}
