import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from './plain-date.ts';

const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `HH:MM` on a clock in London. */
export function timeInLondon(instant: Date): string {
  return time.format(instant);
}

/** The moment at which a clock in London shows this time on this day; a time that a change of the clocks skips is the one after it. */
export function momentInLondon(date: PlainDate, atTime: string): Date {
  const at = Temporal.PlainDateTime.from(`${date}T${atTime}`).toZonedDateTime('Europe/London');
  return new Date(at.epochMilliseconds);
}
