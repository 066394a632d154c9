import type { PlainDate } from './plain-date.ts';

/** Asked for at every request, where a zoned Temporal value would cost a tenth of a millisecond and more. */
const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/**
 * The date on a clock in London at an instant. In summer the day changes at 23:00 UTC: cutting an ISO timestamp at the T would book the
 * last hour of a financial year into the wrong one.
 */
export function dateInLondon(instant: Date): PlainDate {
  const parts = Object.fromEntries(london.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['year']?.padStart(4, '0')}-${parts['month']}-${parts['day']}` as PlainDate;
}
