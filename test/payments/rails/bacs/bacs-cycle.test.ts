import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bacsCycleFor, earliestBacsCycle, faultOfProcessingDate } from '../../../../src/payments/rails/bacs/bacs-cycle.ts';
import { bacsDate, readBacsDate } from '../../../../src/payments/rails/bacs/bacs-date.ts';
import { addDays } from '../../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../../src/platform/calendar/plain-date.ts';
import { isWorkingDay } from '../../../../src/platform/calendar/working-days.ts';

const days = fc.integer({ min: 20, max: 1_700 }).map((count) => addDays('2024-01-01', count));

describe('the three days of Bacs', () => {
  it.each<[promised: PlainDate, submitBy: PlainDate, processed: PlainDate]>([
    // Good Friday and Easter Monday lie between.
    ['2027-03-31', '2027-03-25', '2027-03-30'],
    ['2027-04-01', '2027-03-30', '2027-03-31'],
    // Christmas Day 2027 is a Saturday: Monday and Tuesday are the substitutes.
    ['2027-12-29', '2027-12-23', '2027-12-24'],
    ['2027-01-05', '2026-12-31', '2027-01-04'],
    ['2028-03-01', '2028-02-28', '2028-02-29'],
  ])('to be there on %s: submit by %s, processed on %s', (creditDate, submitBy, processingDate) => {
    expect(bacsCycleFor(creditDate)).toEqual({ ok: true, value: { submitBy, submitByTime: '22:30', processingDate, creditDate } });
  });

  it('says why nothing is there on a closed day, and does not guess years whose holidays are not known', () => {
    expect(bacsCycleFor('2027-03-26')).toMatchObject({
      refusal: { code: 'not-a-working-day', reason: expect.stringContaining('Good Friday') },
    });
    expect(bacsCycleFor('2027-03-28')).toMatchObject({ refusal: { code: 'not-a-working-day' } });
    expect(bacsCycleFor('2031-03-31')).toMatchObject({ refusal: { code: 'bank-holidays-not-known' } });
    expect(earliestBacsCycle('2028-12-29')).toMatchObject({ refusal: { code: 'bank-holidays-not-known' } });
  });

  it('are three working days in order, and the earliest of any day is reached by submitting on that day', () => {
    fc.assert(
      fc.property(days, (submittedOn) => {
        const earliest = earliestBacsCycle(submittedOn);
        if (!earliest.ok) throw new Error(earliest.refusal.reason);
        const { submitBy, processingDate, creditDate } = earliest.value;
        expect([submitBy, processingDate, creditDate].every(isWorkingDay)).toBe(true);
        expect(submittedOn <= submitBy && submitBy < processingDate && processingDate < creditDate).toBe(true);
        expect(faultOfProcessingDate(processingDate, submittedOn)).toBeUndefined();
        expect(faultOfProcessingDate(submitBy, submittedOn)?.code).toMatch(/processing-date-too-early/);
        expect(bacsCycleFor(creditDate)).toEqual(earliest);
      }),
    );
  });

  it('reach thirty days ahead and not further', () => {
    expect(faultOfProcessingDate('2027-05-04', '2027-04-05')).toBeUndefined();
    expect(faultOfProcessingDate('2027-05-06', '2027-04-05')).toMatchObject({ code: 'processing-date-too-far' });
  });
});

describe('a date of Bacs', () => {
  it('is a year and the day of it, over year ends and leap years', () => {
    expect(bacsDate('2026-12-31')).toBe(' 26365');
    expect(bacsDate('2027-01-01')).toBe(' 27001');
    expect(bacsDate('2028-12-31')).toBe(' 28366');
    expect(bacsDate('2028-03-01')).toBe(' 28061');
    expect(bacsDate('2027-03-01')).toBe(' 27060');
    expect([' 27366', ' 28367', ' 27000', '127001', '27001', ' 2700A'].map(readBacsDate)).toEqual(Array(6).fill(undefined));
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_524 }), (count) => {
        const date = addDays('2000-01-01', count);
        expect(readBacsDate(bacsDate(date))).toBe(date);
      }),
    );
  });
});
