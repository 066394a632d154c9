import published from './bank-holidays-england-and-wales.json' with { type: 'json' };
import type { PlainDate } from './plain-date.ts';

/**
 * The bank holidays of England and Wales from a dated copy that ships with the service: a payment date must not depend on whether a web
 * site answers. Outside the copy's years nobody knows yet which days the banks close, so a question there throws instead of guessing;
 * rules that take dates from people ask `bankHolidaysAreKnownFor` first and refuse in words.
 */
const HOLIDAYS: ReadonlyMap<string, string> = new Map(published.holidays.map(({ date, title }) => [date, title]));

export function bankHolidaysAreKnownFor(date: PlainDate): boolean {
  const year = Number(date.slice(0, 4));
  return year >= published.firstYear && year <= published.lastYear;
}

/** The holiday's name, or undefined on an ordinary day. */
export function bankHolidayOn(date: PlainDate): string | undefined {
  if (!bankHolidaysAreKnownFor(date)) {
    throw new RangeError(
      `The bank holidays of ${date.slice(0, 4)} are not in the copy of ${published.asAt}, which ends with ${published.lastYear}.`,
    );
  }
  return HOLIDAYS.get(date);
}
