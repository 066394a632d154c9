import { bankHolidayOn, bankHolidaysAreKnownFor } from '../../../platform/calendar/bank-holidays.ts';
import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { showDateWithWeekday } from '../../../platform/calendar/show-date.ts';
import { addWorkingDays, isWorkingDay } from '../../../platform/calendar/working-days.ts';
import { accepted, type Refusal, type Result, refused } from '../../../platform/result.ts';
import { ruleOn } from '../bank-files/dated-rule.ts';
import { MOST_DAYS_AHEAD, SUBMISSION_CLOSES_AT } from './bacs-rules.ts';

/**
 * The three working days of Bacs: submitted on the first, processed on the second, in the payee's account before 07:00 on the third. A
 * working day is one of England and Wales on which the banks are open.
 */
export interface BacsCycle {
  readonly submitBy: PlainDate;
  /** Europe/London. */
  readonly submitByTime: string;
  readonly processingDate: PlainDate;
  readonly creditDate: PlainDate;
}

export interface BacsCycleRefusal extends Refusal {
  readonly code: 'bank-holidays-not-known' | 'not-a-working-day' | 'processing-date-too-early' | 'processing-date-too-far';
  readonly reason: string;
}

/** How far back the three days may reach: a cycle over Christmas begins nine days before it ends. */
const LONGEST_CYCLE_DAYS = 14;

/** What must be submitted when, to be there on the promised day. */
export function bacsCycleFor(creditDate: PlainDate): Result<BacsCycle, BacsCycleRefusal> {
  const unknown = [creditDate, addDays(creditDate, -LONGEST_CYCLE_DAYS)].find((date) => !bankHolidaysAreKnownFor(date));
  if (unknown !== undefined) return refused(holidaysNotKnown(unknown));
  if (!isWorkingDay(creditDate)) return refused(closed(creditDate, 'Nothing is credited then; promise the working day before.'));
  const submitBy = addWorkingDays(creditDate, -2);
  return accepted({
    submitBy,
    submitByTime: ruleOn(SUBMISSION_CLOSES_AT, submitBy),
    processingDate: addWorkingDays(creditDate, -1),
    creditDate,
  });
}

/** The first day on which money submitted on a day can be there. Submitted on a closed day, it is taken on the next working day. */
export function earliestBacsCycle(submittedOn: PlainDate): Result<BacsCycle, BacsCycleRefusal> {
  const unknown = [submittedOn, addDays(submittedOn, LONGEST_CYCLE_DAYS)].find((date) => !bankHolidaysAreKnownFor(date));
  if (unknown !== undefined) return refused(holidaysNotKnown(unknown));
  const first = isWorkingDay(submittedOn) ? submittedOn : addWorkingDays(submittedOn, 1);
  return bacsCycleFor(addWorkingDays(first, 2));
}

/** Whether a file submitted on a day can be processed on another; undefined when it can. */
export function faultOfProcessingDate(processingDate: PlainDate, submittedOn: PlainDate): BacsCycleRefusal | undefined {
  const unknown = [submittedOn, processingDate].find((date) => !bankHolidaysAreKnownFor(date));
  if (unknown !== undefined) return holidaysNotKnown(unknown);
  if (!isWorkingDay(processingDate)) return closed(processingDate, 'Bacs processes nothing then; choose the working day before.');
  const earliest = earliestBacsCycle(submittedOn);
  if (!earliest.ok) return earliest.refusal;
  if (processingDate < earliest.value.processingDate) {
    const reason = `A file submitted on ${showDateWithWeekday(submittedOn)} is processed on ${showDateWithWeekday(earliest.value.processingDate)} at the earliest, so not on ${showDateWithWeekday(processingDate)}.`;
    return { code: 'processing-date-too-early', reason };
  }
  const ahead = ruleOn(MOST_DAYS_AHEAD, submittedOn);
  if (processingDate <= addDays(submittedOn, ahead)) return undefined;
  const reason = `Bacs takes a file at most ${ahead} days before it is processed; submit this one on or after ${showDateWithWeekday(addDays(processingDate, -ahead))}.`;
  return { code: 'processing-date-too-far', reason };
}

function closed(date: PlainDate, advice: string): BacsCycleRefusal {
  const why = bankHolidayOn(date) ?? 'a weekend';
  return { code: 'not-a-working-day', reason: `${showDateWithWeekday(date)} is ${why}. ${advice}` };
}

function holidaysNotKnown(date: PlainDate): BacsCycleRefusal {
  return { code: 'bank-holidays-not-known', reason: `The bank holidays of ${date.slice(0, 4)} are not known here yet.` };
}
