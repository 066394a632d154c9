import { bankHolidaysAreKnownFor } from '../../../platform/calendar/bank-holidays.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { showDateWithWeekday } from '../../../platform/calendar/show-date.ts';
import { isWorkingDay } from '../../../platform/calendar/working-days.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { OriginatorSettings } from '../../originators/originator-settings.ts';
import { bacsCycleFor } from '../bacs/bacs-cycle.ts';

/** When a file must be at the bank for its payments to be there on the promised day. */
export interface SubmissionDays {
  readonly submitBy: PlainDate;
  /** Europe/London, where the scheme has an hour. */
  readonly submitByTime?: string;
  readonly processingDate: PlainDate;
  readonly creditDate: PlainDate;
}

export interface TooLate {
  readonly code: 'too-late-to-submit';
  readonly reason: string;
}

/** A day of the business, and the hour on a clock in London where that day is today. */
export interface Moment {
  readonly today: PlainDate;
  readonly time?: string;
}

/** Bacs takes three working days, by whichever file it is told; Faster Payments and CHAPS pay on the day, the one always and the other on working days. */
export function submissionDays(settings: OriginatorSettings, creditDate: PlainDate): Result<SubmissionDays, TooLate> {
  if (settings.format === 'bacs' || (settings.format === 'pain001' && settings.scheme === 'bacs')) {
    const cycle = bacsCycleFor(creditDate);
    return cycle.ok ? cycle : tooLate(cycle.refusal.reason);
  }
  if (!(settings.format === 'pain001' && settings.scheme === 'faster-payments')) {
    if (!bankHolidaysAreKnownFor(creditDate)) return tooLate(`The bank holidays of ${creditDate.slice(0, 4)} are not known here yet.`);
    if (!isWorkingDay(creditDate))
      return tooLate(`The banks are closed on ${showDateWithWeekday(creditDate)}. Promise the working day before.`);
  }
  return accepted({ submitBy: creditDate, processingDate: creditDate, creditDate });
}

/** Whether a file that is made now still comes in time. */
export function submittedInTime(days: SubmissionDays, { today, time }: Moment): Result<SubmissionDays, TooLate> {
  const { submitBy, submitByTime, creditDate } = days;
  const isLate = today > submitBy || (today === submitBy && submitByTime !== undefined && time !== undefined && time > submitByTime);
  if (!isLate) return accepted(days);
  const hour = submitByTime === undefined ? '' : ` at ${submitByTime}`;
  return tooLate(
    `To be there on ${showDateWithWeekday(creditDate)} the file had to be at the bank by ${showDateWithWeekday(submitBy)}${hour}.`,
  );
}

function tooLate(reason: string): { readonly ok: false; readonly refusal: TooLate } {
  return refused({ code: 'too-late-to-submit', reason });
}
