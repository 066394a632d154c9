import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, splitForecast } from '../../src/alerts/forecast/forecast.ts';
import { type PlannedSupport, planCurve, type Use, useCurve } from '../../src/alerts/forecast/plan-curve.ts';
import { schoolIsClosed } from '../../src/alerts/forecast/school-weeks.ts';
import { addDays, lastDayOfMonth } from '../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { budgetYear, type YearParameters } from '../bench/alerts/budget-year.ts';
import { figuresOf, judgeYear } from '../bench/alerts/judge-years.ts';

const YEAR = { from: '2026-04-01', until: '2027-03-31' } as const;
const bounds = { overBy: 2, underBy: 15 };

describe('event 5 of the worked example, the overnight short breaks', () => {
  const NIGHT = 21_000;
  const plan: PlannedSupport = { ...YEAR, parts: [{ kind: 'in-all', pence: 26 * NIGHT, weeks: 'all', days: 'every-day' }] };
  const nights = [2, 2, 3, 2, 4, 2, 2, 2, 3];
  const uses = nights.map((count, index): Use => {
    const month = `2026-${String(index + 4).padStart(2, '0')}` as `${number}-${number}`;
    return { from: `${month}-01` as PlainDate, until: lastDayOfMonth(month), pence: count * NIGHT };
  });
  const on = (asOf: PlainDate) => forecast({ plan, uses: uses.filter(({ until }) => until <= asOf), allocated: 546_000n, asOf, ...bounds });
  const nightsOf = (pence: bigint) => Math.round((Number(pence) / NIGHT) * 10) / 10;

  it('shows the straight line beside the plan: above 26 nights first on 30 June', () => {
    expect(
      ['2026-04-30', '2026-05-31', '2026-06-30', '2026-08-31', '2026-12-31'].map((day) => nightsOf(on(day as PlainDate).straight)),
    ).toEqual([24.3, 23.9, 28.1, 31, 29.2]);
  });

  it('has said over by 31 August at the latest', () => {
    const said = ['2026-06-30', '2026-07-31', '2026-08-31'].map((day) => on(day as PlainDate).says);
    expect(said).toContain('over');
    expect(said.at(-1)).toBe('over');
  });

  it('comes on 31 December to 6,132.00 by the line: 672.00 more, 403.20 of it CARE and 268.80 HEALTH', () => {
    const { straight, used, usedUpOn } = on('2026-12-31');
    expect({ straight, used }).toEqual({ straight: 613_200n, used: 462_000n });
    expect(
      splitForecast(straight - 546_000n, [
        { share: 'CARE', weight: 60n },
        { share: 'HEALTH', weight: 40n },
      ]),
    ).toEqual([
      { share: 'CARE', pence: 40_320n },
      { share: 'HEALTH', pence: 26_880n },
    ]);
    expect(usedUpOn !== undefined && usedUpOn > '2027-01-15' && usedUpOn < '2027-03-31').toBe(true);
  });
});

describe('a forecast', () => {
  const weekly = (pence: number, weeks: 'all' | 'term' = 'all'): PlannedSupport => ({
    ...YEAR,
    parts: [{ kind: 'weekly', pence, weeks, days: 'weekdays' }],
  });
  const total = (plan: PlannedSupport) => BigInt(Math.round(planCurve(plan).at(-1) ?? 0));
  const used = (plan: PlannedSupport, factor: (week: number) => number, weeks = 52): Use[] => {
    const curve = planCurve(plan);
    return Array.from({ length: weeks }, (_, week) => ({
      from: addDays(plan.from, week * 7),
      until: addDays(plan.from, week * 7 + 6),
      pence: ((curve[Math.min(week * 7 + 7, 365)] ?? 0) - (curve[week * 7] ?? 0)) * factor(week),
    }));
  };

  it('does not take a term-time line for one that runs ahead because its school is open', () => {
    const plan = weekly(20_000, 'term');
    for (const asOf of ['2026-07-17', '2026-08-31', '2026-12-18'] as const) {
      const known = used(plan, () => 1).filter(({ until }) => until <= asOf);
      expect(['on-plan', 'silent']).toContain(forecast({ plan, uses: known, allocated: total(plan), asOf, ...bounds }).says);
    }
    // The straight line of that day would have cried: that is why it is only shown beside.
    const { straight } = forecast({ plan, uses: used(plan, () => 1, 15), allocated: total(plan), asOf: '2026-07-14', ...bounds });
    expect(Number(straight)).toBeGreaterThan(Number(total(plan)) * 1.02);
  });

  it('is silent when four weeks and thirteen say different things, and in the first weeks', () => {
    const plan = weekly(20_000);
    const spike = forecast({
      plan,
      uses: used(plan, (week) => (week >= 24 ? 1.9 : 0.9), 27),
      allocated: total(plan),
      asOf: '2026-10-06',
      ...bounds,
    });
    expect(spike).toMatchObject({ says: 'silent', why: 'windows-disagree' });
    const early = forecast({ plan, uses: used(plan, () => 2, 4), allocated: total(plan), asOf: '2026-04-28', ...bounds });
    expect(early).toMatchObject({ says: 'silent', why: 'too-early' });
  });

  it('says over with a date and a range when both windows have for three weeks, and under when money lies', () => {
    const plan = weekly(20_000);
    const over = forecast({
      plan,
      uses: used(plan, (week) => (week < 10 ? 1 : 1.4), 30),
      allocated: total(plan),
      asOf: '2026-10-27',
      ...bounds,
    });
    expect(over).toMatchObject({ says: 'over', why: 'windows-agree' });
    expect(over.low <= over.likely && over.likely <= over.high && over.low > total(plan)).toBe(true);
    expect(over.earliestOn !== undefined && over.usedUpOn !== undefined && over.earliestOn <= over.usedUpOn).toBe(true);
    const under = forecast({ plan, uses: used(plan, () => 0.5, 30), allocated: total(plan), asOf: '2026-10-27', ...bounds });
    expect(under).toMatchObject({ says: 'under', usedUpOn: undefined });
  });

  it('takes a block of respite and a bank holiday for what the plan says they are', () => {
    const plan: PlannedSupport = { ...YEAR, parts: [{ kind: 'block', pence: 70_000, from: '2026-08-03', until: '2026-08-09' }] };
    const curve = planCurve(plan);
    expect([curve[124], curve[131], curve.at(-1)]).toEqual([0, 70_000, 70_000]);
    const easterMonday = planCurve(weekly(10_000));
    expect((easterMonday[6] ?? 0) - (easterMonday[5] ?? 0)).toBe(0);
    const closed = Array.from({ length: 365 }, (_, day) => addDays('2026-01-01', day)).filter(schoolIsClosed).length;
    expect(Math.round(closed / 7)).toBe(13);
  });

  it('loses nothing of what was used and splits no penny away', async () => {
    await fc.assert(
      fc.property(
        fc.array(
          fc.record({
            day: fc.integer({ min: -40, max: 420 }),
            days: fc.integer({ min: 0, max: 60 }),
            pence: fc.integer({ min: 0, max: 1_000_000 }),
          }),
        ),
        (drawn) => {
          const uses = drawn.map(
            ({ day, days, pence }): Use => ({ from: addDays(YEAR.from, day), until: addDays(YEAR.from, day + days), pence }),
          );
          const sum = uses.reduce((all, { pence }) => all + pence, 0);
          expect(Math.abs((useCurve(YEAR, uses).at(-1) ?? 0) - sum)).toBeLessThan(0.01);
        },
      ),
    );
    await fc.assert(
      fc.property(fc.bigInt(-1_000_000n, 1_000_000n), fc.array(fc.bigInt(1n, 100n), { minLength: 1, maxLength: 4 }), (pence, weights) => {
        const parts = splitForecast(
          pence,
          weights.map((weight, share) => ({ share, weight })),
        );
        expect(parts.reduce((all, each) => all + each.pence, 0n)).toBe(pence);
      }),
    );
  });
});

describe('on made-up budget years', () => {
  const parameters = JSON.parse(readFileSync(new URL('../bench/alerts/parameters.json', import.meta.url), 'utf8')) as YearParameters;

  it('warns four weeks ahead and cries wolf seldom; the bench measures more years', () => {
    const judged = Array.from({ length: 40 }, (_, seed) => judgeYear(budgetYear(seed + 1, parameters)));
    const { medianWarningDays, falseAlarmsAYear, falseAlarmsP95 } = figuresOf(judged);
    expect(medianWarningDays).toBeGreaterThanOrEqual(28);
    expect(falseAlarmsAYear).toBeLessThanOrEqual(0.3);
    expect(falseAlarmsP95).toBeLessThanOrEqual(1);
  });
});
