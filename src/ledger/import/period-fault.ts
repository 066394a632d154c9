import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AccountingPeriod } from '../periods.ts';
import { fault, type ImportFault } from './import-entry.ts';

/** The one override that lets entries into a period that is closed for everybody else. */
const SOFT_CLOSED = 'soft-closed-period';

export function periodFault(
  line: number,
  date: PlainDate,
  periods: readonly AccountingPeriod[],
  override: string | undefined,
): ImportFault | undefined {
  const period = periods.find(({ firstDay, lastDay }) => firstDay <= date && lastDay >= date);
  if (period === undefined)
    return fault(line, 'period-unknown', `There is no accounting period for ${date}.`, 'Check the date, or open the period first.');
  if (period.state === 'open' || (period.state === 'soft-closed' && override === SOFT_CLOSED)) return undefined;
  return fault(
    line,
    'period-closed',
    `The period ${period.periodId} is ${period.state}, and ${date} lies in it.`,
    'Use a date in an open period, or have the period reopened.',
  );
}
