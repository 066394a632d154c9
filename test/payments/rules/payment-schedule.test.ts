import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOverShares, type ShareLeft, sumByShare } from '../../../src/payments/rules/instalment-shares.ts';
import { type PaymentTerms, paymentSchedule } from '../../../src/payments/rules/payment-schedule.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import { isWorkingDay } from '../../../src/platform/calendar/working-days.ts';
import { CARE_SHARE, HEALTH_SHARE } from '../../support/shares.ts';

const YEAR = { first: '2026-04-01', last: '2027-03-31' } as const;
const USUAL: PaymentTerms = {
  period: YEAR,
  amount: 1_000_000n,
  rhythm: { kind: 'every-four-weeks', from: '2026-04-01' },
  timing: 'advance',
  partPayments: false,
};
const AUTUMN = [
  { first: '2026-09-02', last: '2026-10-23' },
  { first: '2026-11-02', last: '2026-12-18' },
] as const;

const scheduled = (change: Partial<PaymentTerms>) => {
  const result = paymentSchedule({ ...USUAL, ...change });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const shown = (change: Partial<PaymentTerms>) =>
  scheduled(change).instalments.map(({ payDate, amount, kind }) => `${payDate} ${amount} ${kind}`);

describe('a payment schedule', () => {
  it('of 10,000.00 has the seventh of thirteen a penny higher, and leaves the fourteenth date to the next sum', () => {
    const { instalments, nextDueDate } = scheduled({});
    expect(instalments.map(({ amount }) => amount)).toEqual([...Array(6).fill(76_923n), 76_924n, ...Array(6).fill(76_923n)]);
    expect(nextDueDate).toBe('2027-03-31');
  });

  it('pays a first part and a last part by days where support begins and ends inside a cycle', () => {
    const period = { first: '2026-04-20', last: '2026-06-12' } as const;
    // 9 + 28 + 17 days at 1.00 a day.
    expect(shown({ period, amount: 54_00n, partPayments: true })).toEqual([
      '2026-04-20 900 first-part',
      '2026-04-29 2800 regular',
      '2026-05-27 1700 last-part',
    ]);
  });

  it('pays part of a month by the days of that month', () => {
    const period = { first: '2026-04-16', last: '2026-06-30' } as const;
    const monthly = { period, amount: 250_00n, rhythm: { kind: 'monthly-on-the-first' }, partPayments: true } as const;
    expect(shown(monthly)).toEqual(['2026-04-16 5000 first-part', '2026-05-01 10000 regular', '2026-06-01 10000 regular']);
  });

  it('is weekly too: fifty-two weeks, the day that is left over belongs to the next sum', () => {
    const { instalments, nextDueDate } = scheduled({ rhythm: { kind: 'weekly', from: '2026-04-01' }, amount: 5_200_00n });
    expect([instalments.length, new Set(instalments.map(({ amount }) => amount)).size, nextDueDate]).toEqual([52, 1, '2027-03-31']);
  });

  it('pays in arrears on the last day of what was covered, or the working day after', () => {
    const { instalments } = scheduled({ rhythm: { kind: 'monthly-on-the-first' }, timing: 'arrears', amount: 120_000n });
    expect(instalments.slice(0, 3).map(({ dueDate, payDate }) => [dueDate, payDate])).toEqual([
      ['2026-04-30', '2026-04-30'],
      ['2026-05-31', '2026-06-01'],
      ['2026-06-30', '2026-06-30'],
    ]);
  });

  it('pays only term time where it is not smoothed, a week that is half holiday by half', () => {
    const period = { first: '2026-09-01', last: '2026-12-31' } as const;
    const amounts = scheduled({ period, rhythm: { kind: 'weekly', from: '2026-09-02' }, terms: AUTUMN, amount: 99_00n }).instalments;
    // 52 + 47 days of term at 1.00 a day; the weeks of 28 October and 23 December have none.
    expect(amounts.map(({ dueDate, amount }) => `${dueDate} ${amount}`)).toEqual([
      ...['2026-09-02 700', '2026-09-09 700', '2026-09-16 700', '2026-09-23 700', '2026-09-30 700', '2026-10-07 700', '2026-10-14 700'],
      ...['2026-10-21 300', '2026-10-28 200', '2026-11-04 700', '2026-11-11 700', '2026-11-18 700', '2026-11-25 700', '2026-12-02 700'],
      ...['2026-12-09 700', '2026-12-16 300'],
    ]);
  });

  it('pays each term at its beginning by its length, or once on a day', () => {
    const period = { first: '2026-09-01', last: '2026-12-31' } as const;
    expect(shown({ period, rhythm: { kind: 'termly', terms: AUTUMN }, amount: 99_00n })).toEqual([
      '2026-09-02 5200 regular',
      '2026-11-02 4700 regular',
    ]);
    expect(shown({ period, rhythm: { kind: 'one-off', on: '2026-10-10' }, amount: 99_00n })).toEqual(['2026-10-09 9900 one-off']);
  });

  it('refuses a day outside its period and terms that overlap', () => {
    expect(paymentSchedule({ ...USUAL, rhythm: { kind: 'one-off', on: '2027-04-01' } })).toMatchObject({
      refusal: { code: 'one-off-outside-period' },
    });
    expect(paymentSchedule({ ...USUAL, rhythm: { kind: 'termly', terms: [AUTUMN[1], AUTUMN[0]] } })).toMatchObject({
      refusal: { code: 'terms-overlap' },
    });
  });

  const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2026-01-05', days));
  const terms = fc.record({
    period: fc.tuple(day, fc.integer({ min: 0, max: 400 })).map(([first, days]) => ({ first, last: addDays(first, days) })),
    amount: fc.bigInt({ min: 100_000n, max: 10n ** 8n }),
    rhythm: fc.oneof(
      fc.constant({ kind: 'monthly-on-the-first' } as const),
      day.map((from) => ({ kind: 'every-four-weeks', from }) as const),
      day.map((from) => ({ kind: 'weekly', from }) as const),
    ),
    timing: fc.constantFrom('advance' as const, 'arrears' as const),
    partPayments: fc.boolean(),
    terms: fc.constantFrom(undefined, AUTUMN),
  });

  it('re-adds to its sum whatever its rhythm, on working days, no date twice, each part for days of its own', () => {
    fc.assert(
      fc.property(terms, ({ terms: schoolTerms, ...asked }) => {
        const result = paymentSchedule({ ...asked, ...(schoolTerms && { terms: schoolTerms }) });
        fc.pre(result.ok);
        const { instalments } = result.value;
        expect(instalments.reduce((sum, { amount }) => sum + amount, 0n)).toBe(asked.amount);
        expect(instalments.every(({ payDate }) => isWorkingDay(payDate))).toBe(true);
        expect(new Set(instalments.map(({ dueDate }) => dueDate)).size).toBe(instalments.length);
        instalments.slice(1).forEach(({ cover }, index) => {
          expect(cover.first > (instalments[index]?.cover.last ?? '')).toBe(true);
        });
        if (!asked.partPayments || schoolTerms) return;
        expect(instalments[0]?.cover.first).toBe(asked.period.first);
        expect(instalments.at(-1)?.cover.last).toBe(asked.period.last);
      }),
    );
  });

  it('has after every whole instalment paid its part of the sum to within half a penny', () => {
    fc.assert(
      fc.property(terms, ({ terms: _, ...asked }) => {
        const result = paymentSchedule({ ...asked, partPayments: false });
        fc.pre(result.ok && result.value.instalments.every(({ of }) => of <= asked.amount));
        let paid = 0n;
        for (const { number, of, amount } of result.value.instalments) {
          paid += amount;
          const off = 2n * (paid * BigInt(of) - asked.amount * BigInt(number));
          expect(off <= BigInt(of) && off >= -BigInt(of)).toBe(true);
        }
      }),
    );
  });
});

describe('the shares of an instalment', () => {
  const left = (share: typeof CARE_SHARE, amount: bigint, before = 0n): ShareLeft => ({ share, weight: amount, left: amount, before });
  const next = { ...CARE_SHARE, financialYear: '2027-28' } as const;
  const tutor = scheduled({
    period: { first: '2026-09-01', last: '2027-08-31' },
    rhythm: { kind: 'monthly-on-the-first' },
    amount: 1_200_000n,
  }).instalments;

  it('follow the year of the support: 7,000.00 and 5,000.00 of a school year by months', () => {
    const cut = cutOverShares(tutor, [left(CARE_SHARE, 700_000n), left(next, 500_000n)]);
    if (!cut.ok) throw new Error(cut.refusal.code);
    expect(cut.value.map((parts) => parts.map(({ share, amount }) => `${share.financialYear} ${amount}`).join())).toEqual([
      ...Array(7).fill('2026-27 100000'),
      ...Array(5).fill('2027-28 100000'),
    ]);
  });

  it('use up a year that was cut by days (6,969.86 and 5,030.14) and never promise a share more than it has', () => {
    const cut = cutOverShares(tutor, [left(CARE_SHARE, 696_986n), left(next, 503_014n)]);
    if (!cut.ok) throw new Error(cut.refusal.code);
    expect(cut.value[6]?.map(({ share, amount }) => [share.financialYear, amount])).toEqual([
      ['2026-27', 96_986n],
      ['2027-28', 3_014n],
    ]);
    expect(sumByShare(cut.value.flat()).map(({ amount }) => amount)).toEqual([696_986n, 503_014n]);
  });

  it('of a joint line keep its 60 to 40 after every instalment, to a penny', () => {
    const shares = [left(CARE_SHARE, 327_600n), left(HEALTH_SHARE, 218_400n)];
    const cut = cutOverShares(scheduled({ amount: 546_000n }).instalments, shares);
    if (!cut.ok) throw new Error(cut.refusal.code);
    expect(sumByShare(cut.value.flat()).map(({ amount }) => amount)).toEqual([327_600n, 218_400n]);
  });

  it('are refused when the line has less left than is promised', () => {
    expect(cutOverShares(tutor, [left(CARE_SHARE, 1_199_999n)])).toEqual({
      ok: false,
      refusal: { code: 'line-too-small', promised: 1_200_000n, left: 1_199_999n },
    });
  });
});
