import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysLate, lateList, type PromisedPayment, punctualityOf } from '../../../src/payments/punctuality/rules/lateness.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';

const payment = (change: Partial<PromisedPayment>): PromisedPayment => ({
  dueRef: 'L2:8',
  familyId: 'f',
  agreementId: 'a',
  payeeId: 'p',
  promisedOn: '2026-10-14',
  amount: 76_923n,
  state: 'paid',
  paidOn: '2026-10-14',
  sentOn: '2026-10-14',
  returnedOn: null,
  reference: null,
  accountId: null,
  ...change,
});

describe('a promised payment', () => {
  it('that came back and was sent again on 23 October is nine calendar days late, as in the worked example', () => {
    const paidAgain = payment({ paidOn: '2026-10-23', returnedOn: '2026-10-16' });
    expect(daysLate(paidAgain, '2026-12-31')).toBe(9);
    const waiting = payment({ state: 'returned', paidOn: null, returnedOn: '2026-10-16' });
    expect([daysLate(waiting, '2026-10-14'), daysLate(waiting, '2026-10-19')]).toEqual([0, 5]);
    const causes = new Map([['L2:8', 'account-closed' as const]]);
    expect(punctualityOf([paidAgain, payment({ dueRef: 'L2:7' })], causes, '2026-12-31')).toEqual({
      promised: 2,
      onTime: 1,
      late: 1,
      longestDays: 9,
      arrears: 0n,
      bySide: { council: 0, bank: 0, family: 1 },
    });
    expect(punctualityOf([waiting], new Map(), '2026-10-19')).toMatchObject({ arrears: 76_923n, bySide: { council: 1 } });
  });

  it('is counted once: on time, late, or not yet due today; and what is owed is what is late and not there', () => {
    const state = fc.constantFrom('planned', 'held', 'in-run', 'paid', 'returned', 'cancelled');
    const anyPayment = fc
      .record({ after: fc.integer({ min: -30, max: 30 }), waited: fc.integer({ min: -2, max: 40 }), state, amount: fc.bigInt(1n, 10_000n) })
      .map(({ after, waited, state: is, amount }) => {
        const promisedOn = addDays('2026-10-14', after);
        return payment({ promisedOn, state: is, amount, paidOn: is === 'paid' ? addDays(promisedOn, waited) : null });
      });
    fc.assert(
      fc.property(fc.array(anyPayment, { maxLength: 30 }), (drawn) => {
        const payments = drawn.map((each, n) => ({ ...each, dueRef: `${n}` }));
        const today = '2026-10-14';
        const { promised, onTime, late, arrears, bySide } = punctualityOf(payments, new Map(), today);
        const waitingToday = payments.filter((each) => each.promisedOn === today && each.paidOn === null && each.state !== 'cancelled');
        expect(onTime + late + waitingToday.length).toBe(promised);
        expect(bySide.council + bySide.bank + bySide.family).toBe(late);
        const owed = payments.filter((each) => each.promisedOn < today && each.paidOn === null && each.state !== 'cancelled');
        expect(arrears).toBe(owed.reduce((sum, { amount }) => sum + amount, 0n));
        const waits = lateList(payments, new Map(), today).map(({ isPaid, daysLate: days }) => (isPaid ? days : 1_000 + days));
        expect(waits).toEqual(waits.toSorted((one, other) => other - one));
      }),
      { numRuns: 100 },
    );
  });
});
