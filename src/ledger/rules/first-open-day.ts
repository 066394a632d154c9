import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

interface Period {
  readonly firstDay: PlainDate;
  readonly lastDay: PlainDate;
  readonly state: string;
}

/** The day itself while its period takes entries, or the first day after it that does. */
export function firstOpenDay(periods: readonly Period[], day: PlainDate): PlainDate | undefined {
  const open = periods.filter(({ state, lastDay }) => state === 'open' && !isBefore(lastDay, day));
  const [first] = open.map(({ firstDay }) => (isAfter(firstDay, day) ? firstDay : day)).sort();
  return first;
}
