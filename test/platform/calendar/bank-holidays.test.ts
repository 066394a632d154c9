import { describe, expect, it } from 'vitest';
import { bankHolidayOn, bankHolidaysAreKnownFor } from '../../../src/platform/calendar/bank-holidays.ts';
import published from '../../../src/platform/calendar/bank-holidays-england-and-wales.json' with { type: 'json' };
import { addDays, lastDayOfMonth, type Month, weekdayOf } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';

/** The days worked out from the Act, independently of the copy: eight a year, with the next free weekday when one falls on a weekend. */
function holidaysOf(year: number): PlainDate[] {
  const easter = easterSunday(year);
  const fixed = [`${year}-01-01`, `${year}-12-25`, `${year}-12-26`] as PlainDate[];
  const days = new Set<PlainDate>([
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(`${year}-05-01` as PlainDate),
    lastMonday(`${year}-05` as Month),
    lastMonday(`${year}-08` as Month),
    ...fixed.filter((day) => weekdayOf(day) <= 5),
  ]);
  for (let day of fixed.filter((candidate) => weekdayOf(candidate) > 5)) {
    while (weekdayOf(day) > 5 || days.has(day)) day = addDays(day, 1);
    days.add(day);
  }
  return [...days].sort();
}

/** The anonymous Gregorian algorithm. */
function easterSunday(year: number): PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(days / 31)).padStart(2, '0')}-${String((days % 31) + 1).padStart(2, '0')}` as PlainDate;
}

function firstMonday(from: PlainDate): PlainDate {
  return addDays(from, (8 - weekdayOf(from)) % 7);
}

function lastMonday(month: Month): PlainDate {
  const last = lastDayOfMonth(month);
  return addDays(last, 1 - weekdayOf(last));
}

describe('the copy of the bank holidays', () => {
  it.each([2024, 2025, 2026, 2027, 2028])('has every day of %d that the law makes one, and no other', (year) => {
    const copied = published.holidays.map(({ date }) => date).filter((date) => date.startsWith(`${year}-`));
    expect(copied).toEqual(holidaysOf(year));
  });

  it('says where it comes from and of which day it is', () => {
    expect(published.source).toContain('gov.uk/bank-holidays');
    expect(published.asAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('refuses to guess about a year it does not have', () => {
    expect(bankHolidaysAreKnownFor('2028-12-31')).toBe(true);
    expect(bankHolidaysAreKnownFor('2029-01-01')).toBe(false);
    expect(() => bankHolidayOn('2029-01-01')).toThrow(/2029/);
  });
});
