import { addDays, addMonths, isAfter, isBefore, weekdayOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export type Stream = 'EDUCATION' | 'HEALTH' | 'CARE';
const streams: readonly Stream[] = ['EDUCATION', 'HEALTH', 'CARE'];

const FRIDAY = 5;

/** The day on which somebody reaches an age; born on 29 February, on 1 March of a year without that day. */
export function birthday(bornOn: PlainDate, age: number): PlainDate {
  const clamped = addMonths(bornOn, age * 12);
  return clamped.slice(8) === bornOn.slice(8) ? clamped : addDays(clamped, 1);
}

/** Last day of compulsory school age: the last Friday in June of the school year (from 1 September) in which they turn 16. */
export function lastDayOfCompulsorySchoolAge(bornOn: PlainDate): PlainDate {
  const sixteenth = birthday(bornOn, 16);
  const year = Number(sixteenth.slice(0, 4)) + (sixteenth.slice(5) >= '09-01' ? 1 : 0);
  let day = `${year}-06-30` as PlainDate;
  while (weekdayOf(day) !== FRIDAY) day = addDays(day, -1);
  return day;
}

/** The first day on which a young person holds the right to a stream's personal budget themselves. */
export function ownRightFrom(bornOn: PlainDate, stream: Stream): PlainDate {
  return stream === 'EDUCATION' ? addDays(lastDayOfCompulsorySchoolAge(bornOn), 1) : birthday(bornOn, 16);
}

/** The streams that are theirs on a day: the same person may be a child in one and not in another. */
export function streamsOfOwnRight(bornOn: PlainDate, on: PlainDate): Stream[] {
  return streams.filter((stream) => !isBefore(on, ownRightFrom(bornOn, stream)));
}

/** Parental responsibility ends with childhood, whatever has been said before. */
export function isAdult(bornOn: PlainDate, on: PlainDate): boolean {
  return !isAfter(birthday(bornOn, 18), on);
}
