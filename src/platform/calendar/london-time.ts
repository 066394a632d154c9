import { Temporal } from 'temporal-polyfill';
import type { PlainDate } from './plain-date.ts';

const LONDON = 'Europe/London';

/**
 * The date on a clock in London at an instant. In summer the day changes at 23:00 UTC: cutting an ISO timestamp at the T would book the
 * last hour of a financial year into the wrong one.
 */
export function dateInLondon(instant: Date): PlainDate {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(LONDON);
  return zoned.toPlainDate().toString() as PlainDate;
}
