import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InstalmentDates,
  instalmentDates,
  instalmentsOf,
  type Period,
  type Rhythm,
  sumsByFinancialYear,
} from '../../../src/payments/index.ts';
import { addDays, daysBetween, isAfter, isBefore } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { isWorkingDay } from '../../../src/platform/calendar/working-days.ts';

const MONTHLY: Rhythm = { kind: 'monthly-on-the-first' };
const YEAR: Period = { first: '2026-04-01', last: '2027-03-31' };
const SCHOOL_YEAR: Period = { first: '2026-09-01', last: '2027-08-31' };
const fourWeekly = (from: PlainDate): Rhythm => ({ kind: 'every-four-weeks', from });

function datesOf(rhythm: Rhythm, period: Period): InstalmentDates {
  const result = instalmentDates({ rhythm, period });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const payDatesOf = (rhythm: Rhythm, period: Period): PlainDate[] => datesOf(rhythm, period).dates.map(({ payDate }) => payDate);

const period = fc
  .tuple(fc.integer({ min: 60, max: 1_000 }), fc.integer({ min: 27, max: 600 }))
  .map(([start, days]): Period => ({ first: addDays('2024-01-01', start), last: addDays('2024-01-01', start + days) }));
const rhythm = fc.oneof(
  fc.constant(MONTHLY),
  fc.integer({ min: 0, max: 1_000 }).map((days) => fourWeekly(addDays('2024-01-01', days))),
);

describe('monthly instalments', () => {
  it('of the nurse-led care are paid on the 1st or the working day before', () => {
    expect(payDatesOf(MONTHLY, YEAR)).toEqual(
      ['2026-04-01', '2026-05-01', '2026-06-01', '2026-07-01', '2026-07-31', '2026-09-01'].concat([
        '2026-10-01',
        '2026-10-30',
        '2026-12-01',
        '2026-12-31',
        '2027-02-01',
        '2027-03-01',
      ]),
    );
  });

  it('of the tutor run over a school year and two financial years', () => {
    expect(payDatesOf(MONTHLY, SCHOOL_YEAR)).toEqual(
      ['2026-09-01', '2026-10-01', '2026-10-30', '2026-12-01', '2026-12-31', '2027-02-01'].concat([
        '2027-03-01',
        '2027-04-01',
        '2027-04-30',
        '2027-06-01',
        '2027-07-01',
        '2027-07-30',
      ]),
    );
  });

  it('keep their due date on the 1st when they are paid before it', () => {
    const january = datesOf(MONTHLY, YEAR).dates[9];
    expect(january).toEqual({ dueDate: '2027-01-01', payDate: '2026-12-31', cover: { first: '2027-01-01', last: '2027-01-31' } });
  });

  it('cover February to its 29th in a leap year', () => {
    expect(datesOf(MONTHLY, { first: '2028-02-01', last: '2028-02-29' }).dates).toEqual([
      { dueDate: '2028-02-01', payDate: '2028-02-01', cover: { first: '2028-02-01', last: '2028-02-29' } },
    ]);
  });

  it('begin on the first day of a period that begins inside a month', () => {
    const { dates, nextDueDate } = datesOf(MONTHLY, { first: '2026-09-15', last: '2026-10-31' });
    expect(dates.map(({ dueDate }) => dueDate)).toEqual(['2026-09-15', '2026-10-01']);
    expect(nextDueDate).toBe('2026-11-01');
  });
});

describe('four-weekly instalments', () => {
  it('of the personal assistant are paid on thirteen Wednesdays', () => {
    expect(payDatesOf(fourWeekly('2026-04-01'), YEAR)).toEqual(
      ['2026-04-01', '2026-04-29', '2026-05-27', '2026-06-24', '2026-07-22', '2026-08-19', '2026-09-16'].concat([
        '2026-10-14',
        '2026-11-11',
        '2026-12-09',
        '2027-01-06',
        '2027-02-03',
        '2027-03-03',
      ]),
    );
  });

  it('leave the fourteenth date, 31 March 2027, to the next sum, where it is the first', () => {
    expect(datesOf(fourWeekly('2026-04-01'), YEAR).nextDueDate).toBe('2027-03-31');
    const next = datesOf(fourWeekly('2026-04-01'), { first: '2027-04-01', last: '2028-03-31' });
    expect(next.dates[0]).toMatchObject({ dueDate: '2027-03-31' });
    expect(next.dates).toHaveLength(13);
    expect(instalmentsOf(1_000_000n, next.dates)[0]?.financialYear).toBe('2027-28');
  });

  it('fall into exactly one of two periods that follow each other', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: 0, max: 27 }), (first, offset) => {
        const second: Period = { first: addDays(first.last, 1), last: addDays(first.last, 200) };
        const four = fourWeekly(addDays(first.first, offset - 14));
        fc.pre(instalmentDates({ rhythm: four, period: first }).ok);
        const due = [first, second].flatMap((each) => datesOf(four, each).dates.map(({ dueDate }) => dueDate));
        due.slice(1).forEach((date, index) => {
          expect(daysBetween(due[index] ?? date, date)).toBe(28);
        });
        expect(datesOf(four, first).nextDueDate).toBe(datesOf(four, second).dates[0]?.dueDate);
      }),
    );
  });
});

describe('instalment dates', () => {
  it('are paid on a working day, on the due date or as little before it as the banks allow', () => {
    fc.assert(
      fc.property(rhythm, period, (how, when) => {
        const result = instalmentDates({ rhythm: how, period: when });
        fc.pre(result.ok);
        for (const { dueDate, payDate } of result.value.dates) {
          expect(isWorkingDay(payDate)).toBe(true);
          expect(isAfter(payDate, dueDate)).toBe(false);
          for (let day = addDays(payDate, 1); !isAfter(day, dueDate); day = addDays(day, 1)) expect(isWorkingDay(day)).toBe(false);
        }
      }),
    );
  });

  it('leave no day between one cover and the next, and none twice', () => {
    fc.assert(
      fc.property(rhythm, period, (how, when) => {
        const result = instalmentDates({ rhythm: how, period: when });
        fc.pre(result.ok);
        const { dates, nextDueDate } = result.value;
        dates.forEach(({ cover, dueDate }, index) => {
          expect(cover.first).toBe(dueDate);
          const next = dates[index + 1]?.dueDate;
          if (next !== undefined) expect(addDays(cover.last, 1)).toBe(next);
          expect(isBefore(dueDate, nextDueDate)).toBe(true);
        });
      }),
    );
  });

  it('are refused for a period that ends before it starts, holds none, or is beyond the known bank holidays', () => {
    expect(instalmentDates({ rhythm: MONTHLY, period: { first: '2026-05-01', last: '2026-04-30' } })).toMatchObject({
      refusal: { code: 'period-ends-before-it-starts' },
    });
    expect(instalmentDates({ rhythm: fourWeekly('2028-01-01'), period: YEAR })).toMatchObject({
      refusal: { code: 'no-instalment-in-period' },
    });
    expect(instalmentDates({ rhythm: MONTHLY, period: { first: '2028-09-01', last: '2029-08-31' } })).toEqual({
      ok: false,
      refusal: { code: 'bank-holidays-not-known', date: '2029-08-31' },
    });
  });
});

describe('the instalments of a sum', () => {
  it('of 5,200.00 over the nurse’s twelve dates are those of the worked example', () => {
    const amounts = instalmentsOf(520_000n, datesOf(MONTHLY, YEAR).dates).map(({ amount }) => amount);
    expect(amounts).toEqual([43333n, 43334n, 43333n, 43333n, 43334n, 43333n, 43333n, 43334n, 43333n, 43333n, 43334n, 43333n]);
  });

  it('re-add to the sum, are numbered from one, and belong to the year of their support', () => {
    fc.assert(
      fc.property(rhythm, period, fc.bigInt({ min: 1n, max: 10n ** 10n }), (how, when, sum) => {
        const result = instalmentDates({ rhythm: how, period: when });
        fc.pre(result.ok);
        const instalments = instalmentsOf(sum, result.value.dates);
        expect(instalments.reduce((total, { amount }) => total + amount, 0n)).toBe(sum);
        expect(instalments.map(({ number }) => number)).toEqual(instalments.map((_, index) => index + 1));
        expect([...sumsByFinancialYear(instalments).values()].reduce((total, part) => total + part, 0n)).toBe(sum);
      }),
    );
  });

  it('of the tutor take 7,000.00 from 2026-27 and 5,000.00 from 2027-28', () => {
    const instalments = instalmentsOf(1_200_000n, datesOf(MONTHLY, SCHOOL_YEAR).dates);
    expect([...sumsByFinancialYear(instalments)]).toEqual([
      ['2026-27', 700_000n],
      ['2027-28', 500_000n],
    ]);
  });

  it('paid in March for April belong to April’s year', () => {
    const april = instalmentsOf(1_000n, datesOf(MONTHLY, { first: '2028-04-01', last: '2028-04-30' }).dates)[0];
    expect(april).toMatchObject({ payDate: '2028-03-31', financialYear: '2028-29' });
  });
});
