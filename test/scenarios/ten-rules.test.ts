import { describe, expect, it } from 'vitest';
import { topUpOf } from '../../src/budgets/budgets/rules/top-up.ts';
import { cutOverYears } from '../../src/budgets/budgets/rules/year-cut.ts';
import type { ClockFact, PlanForClocks } from '../../src/budgets/clocks/rules/clock-draft.ts';
import { paymentReviewsOf } from '../../src/budgets/clocks/rules/payment-reviews.ts';
import { firstDayOfEffect, judgeNotice } from '../../src/budgets/index.ts';
import { fundingRules } from '../../src/budgets/sources/rules/funding-rules.ts';
import { MORE_THAN_NEEDED } from '../../src/demo/northmoor-review.ts';
import { instalmentReleased, paymentReturned, paymentSeenAtBank, paymentSent } from '../../src/payments/index.ts';
import { bacsCycleFor } from '../../src/payments/rails/bacs/bacs-cycle.ts';
import { LARGEST_RECORD_PENCE } from '../../src/payments/rails/bacs/standard-18.ts';
import { payDateOf, type Rhythm } from '../../src/payments/rules/instalment-dates.ts';
import { paymentSchedule } from '../../src/payments/rules/payment-schedule.ts';
import { lastDayOfCompulsorySchoolAge, ownRightFrom, streamsOfOwnRight } from '../../src/people/rules/own-right.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { weeksOfFunding } from '../../src/platform/money/round.ts';
import { balancesOf } from '../support/fold-entries.ts';
import { CARE_SHARE } from '../support/shares.ts';

/**
 * The rules of dates and pence that are easiest to get wrong, each by its figures. Where a rule has more to it than its figures, the test of
 * its own room says the rest. The sixth, an invoice paid within 30 days that begin with its receipt, is tested where invoices are kept.
 */

type Stream = 'EDUCATION' | 'HEALTH' | 'CARE';
const fact = (kind: 'first-payment' | 'payment-review', stream: Stream, on: PlainDate): ClockFact => ({ kind, stream, subjectId: on, on });
const nextReview = (stream: Stream, facts: readonly ClockFact[], change: Partial<PlanForClocks> = {}) => {
  const plan: PlanForClocks = {
    ...{ planId: 'plan', bornOn: '2014-05-14', isInForce: true, startsOn: '2026-09-01', nextReviewBy: '2027-10-15' },
    ...{ reviewDays: [], facts, seenTo: {}, phaseTransfers: [], ...change },
  };
  const next = paymentReviewsOf(plan, stream, [], '2027-02-01').find(({ doneOn }) => doneOn === undefined);
  return next && [next.dueOn, next.alarmOn];
};

describe('1. review clocks', () => {
  it('differ by stream, clamp to the end of the month and alarm a day early', () => {
    for (const stream of ['EDUCATION', 'HEALTH'] as const)
      expect(nextReview(stream, [fact('first-payment', stream, '2026-11-30')])).toEqual(['2027-02-28', '2027-02-27']);
    const adult = { bornOn: '2000-01-01' } as const;
    const began = fact('first-payment', 'CARE', '2027-01-10');
    expect(nextReview('CARE', [began], adult)).toEqual(['2027-07-10', '2027-07-09']);
    expect(nextReview('CARE', [began, fact('payment-review', 'CARE', '2027-01-31')], adult)).toEqual(['2028-01-31', '2028-01-30']);
    expect(nextReview('CARE', [began])).toBeUndefined();
  });

  it('of education follow the review of the plan', () => {
    const facts = [fact('first-payment', 'EDUCATION', '2026-11-30'), fact('payment-review', 'EDUCATION', '2027-01-20')];
    expect(nextReview('EDUCATION', facts)?.[0]).toBe('2027-10-15');
    expect(nextReview('EDUCATION', facts, { nextReviewBy: '2027-07-01' })?.[0]).toBe('2027-07-01');
  });
});

const YEAR = { first: '2026-04-01', last: '2027-03-31' } as const;
const FOUR_WEEKLY: Rhythm = { kind: 'every-four-weeks', from: '2026-04-01' };
const MONTHLY: Rhythm = { kind: 'monthly-on-the-first' };
function scheduled(amount: bigint, rhythm: Rhythm) {
  const schedule = paymentSchedule({ period: YEAR, amount, rhythm, timing: 'advance', partPayments: false });
  if (!schedule.ok) throw new Error(schedule.refusal.code);
  return schedule.value;
}
const sums = (amount: bigint, rhythm: Rhythm) => {
  const counted = new Map<string, number>();
  for (const { amount: each } of scheduled(amount, rhythm).instalments)
    counted.set(formatPounds(each), (counted.get(formatPounds(each)) ?? 0) + 1);
  return Object.fromEntries(counted);
};

describe('2. instalments', () => {
  it('sum to the year’s amount: no penny is lost by rounding each', () => {
    expect(sums(1_000_000n, FOUR_WEEKLY)).toEqual({ '769.23': 12, '769.24': 1 });
    expect(sums(1_000_000n, MONTHLY)).toEqual({ '833.33': 8, '833.34': 4 });
  });
});

describe('3. four-weekly payments', () => {
  it('are thirteen of a year’s sum; the fourteenth date is paid from the next, and four weeks are no month', () => {
    const { instalments, nextDueDate } = scheduled(520_000n, FOUR_WEEKLY);
    expect([instalments.length, nextDueDate]).toEqual([13, '2027-03-31']);
    expect(sums(520_000n, FOUR_WEEKLY)).toEqual({ '400.00': 13 });
    expect(sums(520_000n, MONTHLY)).toEqual({ '433.33': 8, '433.34': 4 });
  });
});

describe('4. a school year', () => {
  it.each([
    ['months', '7000.00', '5000.00'],
    ['days', '6969.86', '5030.14'],
  ] as const)('straddles two financial years: by %s %s and %s', (cut, first, second) => {
    const years = cutOverYears(1_200_000n, { from: '2026-09-01', until: '2027-08-31' }, cut);
    expect(years.map(({ amount }) => formatPounds(amount))).toEqual([first, second]);
    expect(years.map(({ financialYear }) => financialYear)).toEqual(['2026-27', '2027-28']);
  });
});

describe('5. what a family keeps', () => {
  it('is so many whole weeks of the agreed sum, and what is owed is set aside first', () => {
    // 120.00 a week.
    expect(formatPounds(weeksOfFunding(624_000n, 8))).toBe('960.00');
    // 1,900.00 held, 300.00 owed for wages and tax, eight weeks of 10,000.00 a year: 1,538.46.
    expect([formatPounds(weeksOfFunding(1_000_000n, 8)), formatPounds(MORE_THAN_NEEDED)]).toEqual(['1538.46', '61.54']);
  });
});

describe('7. Element 2', () => {
  it.each([
    [600_000n, '0.00'],
    [600_001n, '0.01'],
    [950_000n, '3500.00'],
  ])('comes off before the top-up: %s pence leave %s', (annualCost, topUp) => {
    expect(formatPounds(topUpOf({ annualCost, element2Held: true, settingKind: 'mainstream' }, '2026-09-01'))).toBe(topUp);
  });

  it('and high-needs money is for education alone', () => {
    expect(fundingRules.filter(({ sourceKind }) => sourceKind === 'high-needs').map(({ stream }) => stream)).toEqual(['EDUCATION']);
  });
});

describe('8. ages', () => {
  it.each(['2011-08-31', '2010-09-02'] as const)('school age ends on the last Friday in June for somebody born on %s', (bornOn) => {
    expect(lastDayOfCompulsorySchoolAge(bornOn)).toBe('2027-06-25');
    expect(ownRightFrom(bornOn, 'EDUCATION')).toBe('2027-06-26');
  });

  it('make somebody a child in one stream and not in another on the same day', () => {
    expect(streamsOfOwnRight('2010-09-02', '2026-09-01')).toEqual([]);
    expect(streamsOfOwnRight('2010-09-02', '2026-09-02')).toEqual(['HEALTH', 'CARE']);
    expect(streamsOfOwnRight('2010-09-02', '2027-06-26')).toEqual(['EDUCATION', 'HEALTH', 'CARE']);
  });
});

describe('9. a notice', () => {
  const notice = { reasons: 'Fewer hours were agreed.', amount: 10_000n, noticeOn: '2026-05-01' } as const;
  const judged = (kind: 'reduce' | 'stop', effectiveOn: PlainDate, mandatory?: boolean) =>
    judgeNotice({ ...notice, kind, effectiveOn, mandatory }, 28).ok;
  it('runs its days before anything is reduced or stopped, and is not waited for when consent is withdrawn', () => {
    expect([judged('reduce', '2026-05-28'), judged('reduce', '2026-05-29')]).toEqual([false, true]);
    expect([judged('stop', '2026-05-01'), judged('stop', '2026-05-01', true)]).toEqual([false, true]);
    expect(firstDayOfEffect({ noticeOn: '2026-05-01', mandatory: true }, 28)).toBe('2026-05-01');
  });
});

describe('10. Bacs', () => {
  it('takes three working days over Easter, and a closed day in advance is paid on the one before', () => {
    expect(bacsCycleFor('2027-03-31')).toMatchObject({ value: { processingDate: '2027-03-30', submitBy: '2027-03-25' } });
    expect([payDateOf('2027-03-26', 'advance'), payDateOf('2027-03-26', 'arrears')]).toEqual(['2027-03-25', '2027-03-30']);
    expect(`${LARGEST_RECORD_PENCE}`).toMatch(/^\d{11}$/);
  });

  it('opens exactly the instalment that comes back, and spends nothing', () => {
    const event = {
      effectiveDate: '2026-10-16',
      payee: 'p1',
      rail: 'bacs',
      bank: 'main',
      parts: [{ share: CARE_SHARE, amount: 76_923n }],
    } as const;
    const drafts = [instalmentReleased(event), paymentSent(event), paymentSeenAtBank(event), ...paymentReturned(event)];
    expect([...balancesOf(drafts).values()].every((balance) => balance === 0n)).toBe(true);
  });
});
