import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { fullYear } from '../two-digit-year.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

/** Reads `YYMMDD`. */
export function readDate(text: string, line: number): PlainDate {
  const date = parsePlainDate(asWritten(text));
  if (date === undefined) throw notADay(text, line);
  return date;
}

/** `YYMMDD` as a date is written, whether or not the calendar has that day. */
export function asWritten(text: string): string {
  return `${fullYear(text.slice(0, 2))}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
}

/** Banks that reckon interest in years of 360 days give every month 30 of them: their 29 and 30 February are meant, and not in our calendar. */
export function isOnlyInA360DayYear(text: string): boolean {
  return text.startsWith('02', 2) && /^[0-9]{4}(?:29|30)$/.test(text) && parsePlainDate(asWritten(text)) === undefined;
}

/**
 * Reads an entry date `MMDD`, whose year is not written. It lies near the value date, so an entry of 31 December for a value of
 * 2 January belongs to the year before, and one of 2 January for a value of 31 December to the year after.
 */
export function readEntryDate(entry: string, valueDate: string, line: number): PlainDate {
  const monthsApart = Number(entry.slice(0, 2)) - Number(valueDate.slice(2, 4));
  const yearsApart = monthsApart > 6 ? -1 : monthsApart < -6 ? 1 : 0;
  const year = fullYear(valueDate.slice(0, 2)) + yearsApart;
  const date = parsePlainDate(`${year}-${entry.slice(0, 2)}-${entry.slice(2, 4)}`);
  if (date === undefined) throw notADay(entry, line);
  return date;
}

export function notADay(text: string, line: number): UnreadableStatement {
  return new UnreadableStatement(
    'date-not-understood',
    line,
    `${quoted(text)} is not a day in the calendar. Ask the bank which day it means.`,
  );
}
