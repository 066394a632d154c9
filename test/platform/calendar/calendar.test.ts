import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  daysBetween,
  earlierOf,
  firstDayOfMonth,
  isAfter,
  isBefore,
  lastDayOfMonth,
  laterOf,
  monthOf,
} from '../../../src/platform/calendar/date-arithmetic.ts';
import {
  academicYearOf,
  type FinancialYear,
  financialYearOf,
  firstDayOfAcademicYear,
  firstDayOfFinancialYear,
  lastDayOfAcademicYear,
  lastDayOfFinancialYear,
} from '../../../src/platform/calendar/financial-year.ts';
import { dateInLondon } from '../../../src/platform/calendar/london-time.ts';
import { type PlainDate, parsePlainDate } from '../../../src/platform/calendar/plain-date.ts';
import {
  addWorkingDays,
  isWorkingDay,
  lastWorkingDayOfMonth,
  previousWorkingDayOnOrBefore,
} from '../../../src/platform/calendar/working-days.ts';

const EPOCH: PlainDate = '2024-03-01';
const date = fc.integer({ min: 0, max: 1_700 }).map((days) => addDays(EPOCH, days));

describe('a date', () => {
  it('is read only when the calendar has it', () => {
    expect(parsePlainDate('2028-02-29')).toBe('2028-02-29');
    expect(parsePlainDate('2027-02-29')).toBeUndefined();
    expect(parsePlainDate('2027-2-9')).toBeUndefined();
  });

  it('moved by days is that many days away, over leap days too', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -900, max: 900 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
  });

  it('moved by months is clamped to the last day of a shorter month', () => {
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2026-12-31', -10)).toBe('2026-02-28');
  });

  it('compares by day', () => {
    expect([isBefore('2026-09-30', '2026-10-01'), isAfter('2026-09-30', '2026-10-01'), isBefore('2026-10-01', '2026-10-01')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([earlierOf('2027-01-01', '2026-12-31'), laterOf('2027-01-01', '2026-12-31')]).toEqual(['2026-12-31', '2027-01-01']);
    expect((['2027-01-01', '2026-12-31', '2027-01-01'] as PlainDate[]).sort(compareDates)).toEqual([
      '2026-12-31',
      '2027-01-01',
      '2027-01-01',
    ]);
  });

  it('lies in its month', () => {
    fc.assert(
      fc.property(date, (day) => {
        const month = monthOf(day);
        expect(isBefore(day, firstDayOfMonth(month)) || isAfter(day, lastDayOfMonth(month))).toBe(false);
        expect(monthOf(addDays(lastDayOfMonth(month), 1))).not.toBe(month);
      }),
    );
  });
});

describe('a financial year', () => {
  it('begins on 1 April and ends on 31 March', () => {
    expect([financialYearOf('2026-03-31'), financialYearOf('2026-04-01'), financialYearOf('2027-03-31')]).toEqual([
      '2025-26',
      '2026-27',
      '2026-27',
    ]);
    expect([firstDayOfFinancialYear('2026-27'), lastDayOfFinancialYear('2026-27')]).toEqual(['2026-04-01', '2027-03-31']);
  });

  it('holds every one of its days and has 366 when 29 February is among them', () => {
    fc.assert(
      fc.property(date, (day) => {
        const year = financialYearOf(day);
        expect(financialYearOf(firstDayOfFinancialYear(year))).toBe(year);
        expect(isBefore(day, firstDayOfFinancialYear(year)) || isAfter(day, lastDayOfFinancialYear(year))).toBe(false);
      }),
    );
    expect(daysBetween(firstDayOfFinancialYear('2027-28'), lastDayOfFinancialYear('2027-28')) + 1).toBe(366);
    expect(daysBetween(firstDayOfFinancialYear('2026-27'), lastDayOfFinancialYear('2026-27')) + 1).toBe(365);
  });

  it('is named right at the turn of a century, and refused when the name is no year', () => {
    expect(financialYearOf('2099-12-31')).toBe('2099-00');
    expect(lastDayOfFinancialYear('2099-00')).toBe('2100-03-31');
    expect(() => firstDayOfFinancialYear('2026-28' as FinancialYear)).toThrow(RangeError);
  });

  it('is not the school year, which turns on 1 September', () => {
    expect([academicYearOf('2026-08-31'), academicYearOf('2026-09-01')]).toEqual(['2025-26', '2026-27']);
    expect([firstDayOfAcademicYear('2026-27'), lastDayOfAcademicYear('2026-27')]).toEqual(['2026-09-01', '2027-08-31']);
  });
});

describe('a working day', () => {
  it('is no weekend and no bank holiday', () => {
    expect(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-28', '2026-12-29'].map((day) => isWorkingDay(day as PlainDate))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('before a closed day is the last one that was open', () => {
    expect(previousWorkingDayOnOrBefore('2026-08-01')).toBe('2026-07-31');
    expect(previousWorkingDayOnOrBefore('2026-11-01')).toBe('2026-10-30');
    expect(previousWorkingDayOnOrBefore('2027-01-01')).toBe('2026-12-31');
    expect(previousWorkingDayOnOrBefore('2027-03-29')).toBe('2027-03-25');
    expect(previousWorkingDayOnOrBefore('2026-09-01')).toBe('2026-09-01');
  });

  it('ends a month on the bank holiday Monday’s Friday before', () => {
    expect(lastWorkingDayOfMonth('2026-08')).toBe('2026-08-28');
    expect(lastWorkingDayOfMonth('2026-12')).toBe('2026-12-31');
  });

  it('four after Monday 19 October 2026 is Friday 23 October', () => {
    expect(addWorkingDays('2026-10-19', 4)).toBe('2026-10-23');
    expect(addWorkingDays('2026-12-24', 1)).toBe('2026-12-29');
    expect(addWorkingDays('2026-12-29', -1)).toBe('2026-12-24');
  });

  it('counted forwards and back again is the same day', () => {
    fc.assert(
      fc.property(date.filter(isWorkingDay), fc.integer({ min: 0, max: 20 }), (day, count) => {
        fc.pre(isBefore(day, '2028-11-01') && isAfter(day, '2024-03-31'));
        expect(addWorkingDays(addWorkingDays(day, count), -count)).toBe(day);
      }),
    );
  });
});

describe('the date in London', () => {
  it('changes at midnight there, an hour before midnight UTC in summer', () => {
    expect(dateInLondon(new Date('2026-07-31T22:59:59Z'))).toBe('2026-07-31');
    expect(dateInLondon(new Date('2026-07-31T23:00:00Z'))).toBe('2026-08-01');
    expect(dateInLondon(new Date('2026-12-31T23:30:00Z'))).toBe('2026-12-31');
  });

  it('puts the last hour of the financial year, when clocks are already forward, into the new one', () => {
    expect(dateInLondon(new Date('2026-03-31T23:30:00Z'))).toBe('2026-04-01');
  });
});
