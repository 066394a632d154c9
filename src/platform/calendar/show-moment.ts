import { dateInLondon } from './london-time.ts';
import { showDate } from './show-date.ts';

/** For people: `15 April 2026 at 12:00`, by the clock on the wall. */
export function showMoment(instant: Date): string {
  const time = instant.toLocaleTimeString('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' });
  return `${showDate(dateInLondon(instant))} at ${time}`;
}
