import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAdult, lastDayOfCompulsorySchoolAge, ownRightFrom, streamsOfOwnRight } from '../../../src/people/rules/own-right.ts';
import { addDays, weekdayOf } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';

describe('the last day of compulsory school age', () => {
  it.each([
    ['2011-08-31', '2027-06-25'],
    ['2010-09-02', '2027-06-25'],
    ['2010-09-01', '2027-06-25'],
    ['2010-08-31', '2026-06-26'],
    ['2010-06-25', '2026-06-26'],
  ] as const)('of somebody born on %s is %s', (bornOn, day) => {
    expect(lastDayOfCompulsorySchoolAge(bornOn)).toBe(day);
  });

  it('is always the last Friday of a June in the school year of the sixteenth birthday', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), (days) => {
        const bornOn = addDays('2000-01-01', days);
        const day = lastDayOfCompulsorySchoolAge(bornOn);
        const schoolYearBegins = `${Number(day.slice(0, 4)) - 1}-09-01`;
        const sixteenth = `${Number(bornOn.slice(0, 4)) + 16}${bornOn.slice(4)}`;
        expect(weekdayOf(day)).toBe(5);
        expect(day.slice(5) >= '06-24' && day.slice(5) <= '06-30').toBe(true);
        expect(sixteenth >= schoolYearBegins && sixteenth < `${day.slice(0, 4)}-09-01`).toBe(true);
      }),
      { seed: 20260401, numRuns: 300 },
    );
  });
});

describe('a young person’s own right', () => {
  it('comes on different days in different streams', () => {
    const bornOn: PlainDate = '2010-09-02';
    expect(streamsOfOwnRight(bornOn, '2026-09-01')).toEqual([]);
    expect(streamsOfOwnRight(bornOn, '2026-09-02')).toEqual(['HEALTH', 'CARE']);
    expect(streamsOfOwnRight(bornOn, '2027-06-25')).toEqual(['HEALTH', 'CARE']);
    expect(streamsOfOwnRight(bornOn, '2027-06-26')).toEqual(['EDUCATION', 'HEALTH', 'CARE']);
  });

  it('of somebody born on a leap day comes on 29 February or, without one, on 1 March', () => {
    expect(ownRightFrom('2012-02-29', 'CARE')).toBe('2028-02-29');
    expect(isAdult('2012-02-29', '2030-02-28')).toBe(false);
    expect(isAdult('2012-02-29', '2030-03-01')).toBe(true);
  });
});
