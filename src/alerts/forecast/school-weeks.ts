import { bankHolidayOn, bankHolidaysAreKnownFor } from '../../platform/calendar/bank-holidays.ts';
import { addDays, weekdayOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/**
 * The thirteen weeks in which most schools of England are closed, by rule: six in summer, two at Christmas, two at Easter and three half
 * terms. A forecast needs the shape of the year, not one school's calendar, and a rule has no year that is missing from a table.
 */
export function schoolIsClosed(date: PlainDate): boolean {
  const year = Number(date.slice(0, 4));
  return closedStretches(year).some(([from, until]) => date >= from && date <= until);
}

const kept = new Map<number, readonly (readonly [PlainDate, PlainDate])[]>();

function closedStretches(year: number): readonly (readonly [PlainDate, PlainDate])[] {
  const known = kept.get(year) ?? drawStretches(year);
  kept.set(year, known);
  return known;
}

function drawStretches(year: number): readonly (readonly [PlainDate, PlainDate])[] {
  const easterMonday = addDays(goodFriday(year), 3);
  const weeks = (from: PlainDate, count: number): readonly [PlainDate, PlainDate] => [from, addDays(from, count * 7 - 1)];
  return [
    [`${year}-01-01` as PlainDate, weeks(mondayOnOrAfter(`${year - 1}-12-19` as PlainDate), 2)[1]],
    weeks(mondayOnOrAfter(`${year}-02-12` as PlainDate), 1),
    weeks(addDays(easterMonday, -7), 2),
    weeks(mondayOnOrAfter(`${year}-05-25` as PlainDate), 1),
    weeks(mondayOnOrAfter(`${year}-07-20` as PlainDate), 6),
    weeks(mondayOnOrAfter(`${year}-10-23` as PlainDate), 1),
    weeks(mondayOnOrAfter(`${year}-12-19` as PlainDate), 2),
  ];
}

function mondayOnOrAfter(date: PlainDate): PlainDate {
  return addDays(date, (8 - weekdayOf(date)) % 7);
}

/** From the published holidays; past them the middle of its five weeks, which moves a forecast by nothing that matters. */
function goodFriday(year: number): PlainDate {
  for (let day = `${year}-03-20` as PlainDate; day <= `${year}-04-23`; day = addDays(day, 1))
    if (bankHolidaysAreKnownFor(day) && bankHolidayOn(day) === 'Good Friday') return day;
  return addDays(mondayOnOrAfter(`${year}-04-04` as PlainDate), 4);
}
