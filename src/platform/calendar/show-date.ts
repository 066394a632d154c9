import type { PlainDate } from './plain-date.ts';

const LONG = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** For people: `31 December 2026`. */
export function showDate(date: PlainDate): string {
  return SHORT.format(new Date(`${date}T00:00:00Z`));
}

/** For people: `Thursday 31 December 2026`. */
export function showDateWithWeekday(date: PlainDate): string {
  return LONG.format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}
