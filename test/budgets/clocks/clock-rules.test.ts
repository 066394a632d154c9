import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockDraft, ClockFact, PlanForClocks } from '../../../src/budgets/clocks/rules/clock-draft.ts';
import { type KeptClock, movesOf } from '../../../src/budgets/clocks/rules/clock-moves.ts';
import { clocksOfPlan } from '../../../src/budgets/clocks/rules/clocks-of-plan.ts';
import { runningSince } from '../../../src/budgets/clocks/rules/payment-reviews.ts';
import { type PolicySetting, policyOn } from '../../../src/budgets/clocks/rules/policies.ts';
import { sourceOfRule } from '../../../src/budgets/clocks/rules/rule-sources.ts';
import { daysAfterMove } from '../../../src/budgets/clocks/rules/statutory-days.ts';
import { firstDayOfEffect, judgeNotice } from '../../../src/budgets/index.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';

const paidFrom = (stream: 'EDUCATION' | 'HEALTH' | 'CARE', on: PlainDate, subjectId = `agreement ${stream}`): ClockFact => ({
  kind: 'first-payment',
  stream,
  subjectId,
  on,
});
const reviewed = (stream: 'EDUCATION' | 'HEALTH' | 'CARE', on: PlainDate): ClockFact => ({
  kind: 'payment-review',
  stream,
  subjectId: `review ${on}`,
  on,
});
const plan = (change: Partial<PlanForClocks> = {}): PlanForClocks => ({
  planId: 'plan',
  bornOn: '2014-05-14',
  isInForce: true,
  startsOn: '2026-09-01',
  nextReviewBy: '2027-10-15',
  reviewDays: [],
  facts: [],
  seenTo: {},
  phaseTransfers: [],
  ...change,
});
const clock = (
  kind: string,
  stream: string | undefined,
  of: PlanForClocks,
  settings: readonly PolicySetting[] = [],
  today: PlainDate = '2027-01-15',
) => clocksOfPlan(of, settings, today).find((each) => each.kind === kind && each.stream === stream && each.doneOn === undefined);
const next = (
  stream: 'EDUCATION' | 'HEALTH' | 'CARE',
  facts: readonly ClockFact[],
  change: Partial<PlanForClocks> = {},
  settings: readonly PolicySetting[] = [],
) => clock('payment-review', stream, plan({ facts, ...change }), settings);

describe('the first review of direct payments', () => {
  it('is due by the corresponding day three months on, or the last of a month that lacks it, and alarms a day early', () => {
    for (const stream of ['EDUCATION', 'HEALTH'] as const) {
      expect(next(stream, [paidFrom(stream, '2026-11-30')])).toMatchObject({ dueOn: '2027-02-28', alarmOn: '2027-02-27' });
      expect(next(stream, [paidFrom(stream, '2026-09-01')])).toMatchObject({ dueOn: '2026-12-01', alarmOn: '2026-11-30' });
      expect(next(stream, [paidFrom(stream, '2027-11-30')])?.dueOn).toBe('2028-02-29');
    }
  });

  it('of adult care is due within six months, and the next within twelve of that review', () => {
    const adult = { bornOn: '2006-01-02' } as const;
    const first = [paidFrom('CARE', '2027-01-10')];
    expect(next('CARE', first, adult)).toMatchObject({ dueOn: '2027-07-10', rule: 'care-act-direct-payment-review' });
    expect(next('CARE', [...first, reviewed('CARE', '2027-06-30')], adult)?.dueOn).toBe('2028-06-30');
  });

  it('of a child’s care has no day of law: only the authority’s own policy makes one', () => {
    const paid = [paidFrom('CARE', '2026-11-30')];
    expect(next('CARE', paid)).toBeUndefined();
    const policy = { code: 'child-care-first-review', from: '2026-04-01', value: 3 } as const;
    expect(next('CARE', paid, {}, [policy])?.dueOn).toBe('2027-02-28');
    expect(next('CARE', paid, {}, [policy, { ...policy, from: '2026-11-01', value: null }])).toBeUndefined();
    expect(next('CARE', [...paid, reviewed('CARE', '2027-01-05')], {}, [policy])).toBeUndefined();
  });

  it('of care begins anew with adult law on the eighteenth birthday', () => {
    const turning = { bornOn: '2009-01-20', facts: [paidFrom('CARE', '2026-11-30')] } as const;
    expect(clock('payment-review', 'CARE', plan(turning), [], '2027-01-19')).toBeUndefined();
    expect(clock('payment-review', 'CARE', plan(turning), [], '2027-01-20')?.dueOn).toBe('2027-07-20');
  });
});

describe('the later reviews', () => {
  it('of education follow the plan’s own review, so moving it from October to July moves them', () => {
    const facts = [paidFrom('EDUCATION', '2026-11-30'), reviewed('EDUCATION', '2027-02-10')];
    const october = next('EDUCATION', facts);
    expect(october?.dueOn).toBe('2027-10-15');
    const july = next('EDUCATION', facts, { nextReviewBy: '2027-07-01' });
    expect(july).toMatchObject({ dueOn: '2027-07-01', duty: october?.duty });
    const held = next('EDUCATION', facts, { reviewDays: ['2027-07-01'], nextReviewBy: '2028-07-01' });
    expect(held).toMatchObject({ dueOn: '2028-07-01', hangsOn: { number: 3, reviewsHeld: ['2027-02-10', '2027-07-01'] } });
  });

  it('of health follow twelve months after each review, whatever becomes of the plan’s', () => {
    const facts = [paidFrom('HEALTH', '2026-11-30'), reviewed('HEALTH', '2027-02-10')];
    expect(next('HEALTH', facts, { nextReviewBy: '2027-07-01', reviewDays: ['2027-03-01'] })?.dueOn).toBe('2028-02-10');
  });

  it('end with the payments, and a renewed agreement is no first payment', () => {
    const ended = { kind: 'payments-ended', stream: 'HEALTH', subjectId: 'a', on: '2026-12-31' } as const;
    const first = paidFrom('HEALTH', '2026-09-01', 'a');
    expect(runningSince([first, ended], 'HEALTH', '2026-12-31')).toBe('2026-09-01');
    expect(runningSince([first, ended], 'HEALTH', '2027-01-01')).toBeUndefined();
    expect(runningSince([first, ended, paidFrom('HEALTH', '2027-01-01', 'b')], 'HEALTH', '2027-06-01')).toBe('2026-09-01');
    expect(runningSince([first, ended, paidFrom('HEALTH', '2027-01-02', 'b')], 'HEALTH', '2027-06-01')).toBe('2027-01-02');
    expect(runningSince([first, paidFrom('HEALTH', '2026-10-01', 'b'), ended], 'HEALTH', '2027-06-01')).toBe('2026-09-01');
  });

  it('of a plan stand in its list one by one', () => {
    expect(clock('plan-review', undefined, plan())).toMatchObject({
      dueOn: '2027-10-15',
      alarmOn: '2027-10-14',
      duty: 'plan-review:plan:1',
    });
    expect(clock('plan-review', undefined, plan({ reviewDays: ['2027-01-10'] }))?.duty).toBe('plan-review:plan:2');
    expect(clocksOfPlan(plan({ isInForce: false }), [], '2027-01-15')).toEqual([]);
  });
});

describe('the ages', () => {
  it.each([
    ['2011-08-31', '2027-06-25'],
    ['2010-09-02', '2027-06-25'],
  ] as const)('of somebody born on %s: school may be left on %s, and education rights pass the day after', (bornOn, lastFriday) => {
    const of = plan({ bornOn });
    expect(clock('school-leaving', undefined, of)?.dueOn).toBe(lastFriday);
    expect(clock('own-right', 'EDUCATION', of)).toMatchObject({ dueOn: addDays(lastFriday, 1), opensOn: addDays(lastFriday, -89) });
  });

  it('make the same person a child in one stream and not in another on the same day', () => {
    const bornOn = '2010-09-02';
    const facts = [paidFrom('HEALTH', '2026-09-01'), paidFrom('CARE', '2026-09-01'), paidFrom('EDUCATION', '2026-09-01')];
    const of = plan({ bornOn, facts });
    expect(['EDUCATION', 'HEALTH', 'CARE'].map((stream) => clock('own-right', stream, of)?.dueOn)).toEqual([
      '2027-06-26',
      '2026-09-02',
      '2026-09-02',
    ]);
    expect(clock('own-right', 'HEALTH', plan({ bornOn, facts: [paidFrom('HEALTH', '2026-09-03')] }))).toBeUndefined();
  });

  it('bring adult care at 18 and the end of the plan with the school year of the 25th birthday', () => {
    const of = plan({ bornOn: '2008-09-01', lastPlanDay: '2034-08-31' });
    expect(clock('adult-care', undefined, of)).toMatchObject({ dueOn: '2026-09-01', opensOn: '2025-09-01' });
    expect(clock('plan-age-limit', undefined, of)?.dueOn).toBe('2034-08-31');
  });
});

describe('a notice', () => {
  const notice = {
    kind: 'reduce',
    reasons: 'Fewer hours were agreed.',
    amount: 10_000n,
    noticeOn: '2026-05-01',
    effectiveOn: '2026-05-29',
  } as const;
  const field = (change: object) => {
    const judged = judgeNotice({ ...notice, ...change }, 28);
    return judged.ok ? 'whole' : judged.refusal.errors[0]?.pointer;
  };

  it('takes effect no sooner than its days are over, and names reasons, amount and payer', () => {
    expect(field({})).toBe('whole');
    expect(field({ effectiveOn: '2026-05-28' })).toBe('/effectiveOn');
    expect(field({ reasons: '  ' })).toBe('/reasons');
    expect(field({ amount: undefined })).toBe('/amount');
    expect(field({ kind: 'stop', amount: undefined })).toBe('whole');
    expect(field({ kind: 'repay' })).toBe('/payer');
    expect(field({ kind: 'repay', payer: 'a parent' })).toBe('whole');
  });

  it('is not waited for when consent is withdrawn: what is not yet released stops at once', () => {
    expect(firstDayOfEffect({ noticeOn: '2026-05-01', mandatory: true }, 28)).toBe('2026-05-01');
    expect(field({ kind: 'stop', mandatory: true, effectiveOn: '2026-05-01' })).toBe('whole');
  });
});

describe('an answer that was asked for', () => {
  const asked: ClockFact = { kind: 'reconsideration-asked', stream: null, subjectId: 'decision', on: '2026-12-20' };

  it('is owed by the authority’s own days, when the plan has ended too', () => {
    const own = [{ code: 'reconsideration-answer', from: '2026-12-01', value: 10 }] as const;
    expect(clock('reconsideration-answer', undefined, plan({ facts: [asked] }))?.dueOn).toBe('2027-01-17');
    expect(clock('reconsideration-answer', undefined, plan({ facts: [asked], isInForce: false }), own)?.dueOn).toBe('2026-12-30');
    const answered: ClockFact = { ...asked, kind: 'reconsideration-answered', on: '2026-12-29' };
    expect(clock('reconsideration-answer', undefined, plan({ facts: [asked, answered] }))).toBeUndefined();
  });
});

describe('a family that moves in', () => {
  it('is written to within six weeks and reviewed within twelve months of the last review, or three of the move', () => {
    expect(daysAfterMove('2026-09-01', '2026-02-01')).toMatchObject({ letterBy: '2026-10-13', reviewBy: '2027-02-01' });
    expect(daysAfterMove('2026-09-01', '2025-10-01')?.reviewBy).toBe('2026-12-01');
    expect(clock('transfer-letter', undefined, plan({ movedInOn: '2026-09-01' }))?.dueOn).toBe('2026-10-13');
  });
});

describe('policy', () => {
  it('counts from its day on, and says nothing where nothing was decided and nothing is usual', () => {
    const settings = [
      { code: 'reduce-notice', from: '2026-06-01', value: 42 },
      { code: 'reduce-notice', from: '2026-01-01', value: 14 },
    ] as const;
    const days = (['2025-12-31', '2026-01-01', '2026-06-01'] as const).map((on) => policyOn(settings, 'reduce-notice', on));
    expect(days).toEqual([28, 14, 42]);
    expect(policyOn([], 'child-care-first-review', '2026-06-01')).toBeUndefined();
  });
});

describe('clocks', () => {
  const dates = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2024-01-01', days));
  const subjectId = fc.constantFrom('a', 'b', 'c');
  const ofPayments = fc.record({
    kind: fc.constantFrom('first-payment', 'payments-ended', 'payment-review'),
    stream: fc.constantFrom('EDUCATION', 'HEALTH', 'CARE'),
    subjectId,
    on: dates,
  });
  const ofDecisions = fc.record({
    kind: fc.constantFrom('reconsideration-asked', 'reconsideration-answered'),
    stream: fc.constant(null),
    subjectId,
    on: dates,
  });
  // As the table keeps them: each once.
  const facts = fc.uniqueArray(fc.oneof(ofPayments, ofDecisions), {
    maxLength: 8,
    selector: (fact) => `${fact.kind} ${fact.stream} ${fact.subjectId}`,
  });
  const anyPlan = fc
    .record({ bornOn: dates.map((day) => addDays(day, -5_000)), reviewDays: fc.array(dates, { maxLength: 3 }), facts, today: dates })
    .map(({ today, reviewDays, ...rest }) => ({
      today,
      plan: plan({ ...rest, startsOn: '2024-01-01', reviewDays: reviewDays.toSorted() } as Partial<PlanForClocks>),
    }));

  it('alarm before they are due, name each duty once, and rest on a rule with a source', () => {
    fc.assert(
      fc.property(anyPlan, ({ plan: of, today }) => {
        const drafts = clocksOfPlan(of, [], today);
        expect(new Set(drafts.map(({ duty }) => duty)).size).toBe(drafts.length);
        for (const draft of drafts) {
          expect(draft.alarmOn <= draft.dueOn).toBe(true);
          expect(sourceOfRule(draft.rule)?.source, draft.rule).toMatch(/\w/);
        }
      }),
      { seed: 20260401, numRuns: 300 },
    );
  });

  it('are settled once however often they are settled', () => {
    const kept = fc.record({ state: fc.constantFrom('open', 'done', 'missed', 'cancelled'), dueOn: dates });
    const draft = fc.record({ dueOn: dates, opensOn: dates, doneOn: fc.option(dates, { nil: undefined }) });
    fc.assert(
      fc.property(fc.option(kept, { nil: undefined }), fc.option(draft, { nil: undefined }), dates, (is, says, today) => {
        const drafted = says as ClockDraft | undefined;
        const moves = movesOf(is as KeptClock | undefined, drafted, today);
        const last = moves.at(-1);
        if (last === undefined) return;
        const then = { duty: 'a duty', state: last.state, dueOn: drafted?.dueOn ?? is?.dueOn ?? today };
        expect(movesOf(then, drafted, today)).toEqual([]);
      }),
      { seed: 20260401, numRuns: 500 },
    );
  });
});
