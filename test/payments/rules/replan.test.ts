import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlannedInstalment, paymentSchedule } from '../../../src/payments/rules/payment-schedule.ts';
import { type ExistingInstalment, replan } from '../../../src/payments/rules/replan.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';

const schedule = (first: PlainDate, amount: bigint, last: PlainDate = '2027-03-31'): readonly PlannedInstalment[] => {
  const terms = {
    period: { first, last },
    amount,
    rhythm: { kind: 'every-four-weeks', from: '2026-04-01' },
    timing: 'advance',
    partPayments: true,
  } as const;
  const result = paymentSchedule(terms);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value.instalments;
};

/** 100.00 a week of 28 days, the first `paid` of them paid. */
const existing = (paid: number): ExistingInstalment[] =>
  schedule('2026-04-01', 36_400n, '2027-03-30').map((each, index) => ({
    dueRef: `d${each.number}`,
    state: index < paid ? 'paid' : 'planned',
    kind: each.kind,
    dueOn: each.dueDate,
    payOn: each.payDate,
    cover: each.cover,
    amount: each.amount,
  }));

describe('new terms from a day on', () => {
  it('leave what was paid, pay the days before by the old terms and the days after by the new', () => {
    // 364 days at 1.00; from 1 July 2026 (day 92) 2.00 a day. The instalment of 24 June is paid and reaches to 21 July.
    const next = schedule('2026-07-01', 2n * 27_300n, '2027-03-30');
    const { add, cancel, figures } = replan({ existing: existing(4), from: '2026-07-01', next, earliestPayOn: '2026-07-06' });
    expect(cancel).toHaveLength(9);
    expect(figures).toEqual({ paid: 11_200n, owedBefore: 9_100n, owedAfter: 54_600n, backPayment: 2_100n, toCome: 52_500n, paidAhead: 0n });
    expect(add[0]).toMatchObject({
      kind: 'back-payment',
      payOn: '2026-07-06',
      amount: 2_100n,
      cover: { first: '2026-07-01', last: '2026-07-21' },
    });
    expect(add[1]).toMatchObject({ kind: 'regular', payOn: '2026-07-22', amount: 5_600n });
  });

  it('that are lower use up what was paid ahead before anything more is paid', () => {
    const next = schedule('2026-07-01', 27_300n / 2n, '2027-03-30');
    const { add, figures } = replan({ existing: existing(4), from: '2026-07-01', next, earliestPayOn: '2026-06-30' });
    expect(figures).toMatchObject({ toCome: 13_650n - 2_100n, paidAhead: 0n, backPayment: 0n });
    expect(add[0]).toMatchObject({ payOn: '2026-07-22', amount: 1_400n - 1_050n });
  });

  it('that stop pay to the last day, by days, and name what was paid beyond it', () => {
    const unpaid = replan({ existing: existing(3), from: '2026-07-01', next: [], earliestPayOn: '2026-07-01' });
    expect(unpaid.add).toEqual([
      {
        kind: 'last-part',
        dueOn: '2026-06-24',
        payOn: '2026-06-24',
        cover: { first: '2026-06-24', last: '2026-06-30' },
        amount: 700n,
        financialYear: '2026-27',
      },
    ]);
    const paid = replan({ existing: existing(4), from: '2026-07-01', next: [], earliestPayOn: '2026-07-01' });
    expect([paid.add, paid.figures.paidAhead, paid.figures.toCome]).toEqual([[], 2_100n, 0n]);
  });

  it('never touch what is in a run or paid, and what was paid and is to come is what is owed, or what was paid ahead', () => {
    const states = fc.array(fc.constantFrom('planned', 'held', 'in-run', 'paid', 'returned', 'cancelled'), {
      minLength: 13,
      maxLength: 13,
    });
    fc.assert(
      fc.property(
        states,
        fc.integer({ min: 1, max: 360 }),
        fc.bigInt({ min: 0n, max: 100_000n }),
        fc.integer({ min: 0, max: 400 }),
        (drawn, day, amount, now) => {
          const rows = existing(0).map((each, index) => ({ ...each, state: drawn[index] ?? 'planned' }) as ExistingInstalment);
          const from = addDays('2026-04-01', day);
          const next = amount === 0n ? [] : schedule(from, amount);
          const { cancel, add, figures } = replan({ existing: rows, from, next, earliestPayOn: addDays('2026-04-01', now) });
          const untouched = rows.filter(({ dueRef }) => !cancel.includes(dueRef));
          const locked = rows.filter(({ state }) => state === 'in-run' || state === 'paid');
          for (const each of locked) expect(untouched).toContain(each);
          const kept = untouched.filter(({ state }) => state !== 'cancelled').reduce((sum, each) => sum + each.amount, 0n);
          const added = add.reduce((sum, each) => sum + each.amount, 0n);
          expect(kept + added).toBe(figures.owedBefore + figures.owedAfter + figures.paidAhead);
          expect(figures.paid + figures.toCome).toBe(kept + added);
          expect(add.every((each) => each.amount > 0n)).toBe(true);
          if (figures.paidAhead > 0n)
            expect(added - add.filter(({ kind }) => kind === 'last-part').reduce((sum, each) => sum + each.amount, 0n)).toBe(0n);
        },
      ),
    );
  });
});
