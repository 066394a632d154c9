import { readFileSync } from 'node:fs';
import { forecast } from '../../../src/alerts/forecast/forecast.ts';
import { type Figure, figure, type SuiteOptions } from '../figures.ts';
import { budgetYear, type YearParameters } from './budget-year.ts';
import { figuresOf, judgeYear } from './judge-years.ts';

/** Seeds that the forecast was not written on: it was written on 1 to 100. */
const FIRST_SEED = 1_001;
const LAST_LINE_DAY = '2026-12-31';

/** How early and how rightly forecasts warn, on made-up budget years, and what a night of them costs. Another file of parameters: ALERT_YEARS. */
export async function alertsSuite({ quick, about }: SuiteOptions): Promise<Figure[]> {
  const file = process.env['ALERT_YEARS'] ?? new URL('./parameters.json', import.meta.url);
  const parameters = JSON.parse(readFileSync(file, 'utf8')) as YearParameters;
  const count = quick ? 50 : 1_000;
  const years = Array.from({ length: count }, (_, index) => budgetYear(FIRST_SEED + index, parameters));
  about('years', `${count} budget years, seeds from ${FIRST_SEED}`);
  const found = figuresOf(years.map(judgeYear));
  const lines = quick ? 2_000 : 100_000;
  const began = performance.now();
  for (let line = 0; line < lines; line += 1) {
    const year = years[line % years.length];
    if (year === undefined) continue;
    forecast({ plan: year.plan, uses: year.uses, allocated: year.allocated, asOf: LAST_LINE_DAY, overBy: 2, underBy: 15 });
  }
  const seconds = ((performance.now() - began) / 1_000 / lines) * 100_000;
  return [
    figure('median warning before an overspend that builds', [found.medianWarningDays], 'days', { atLeast: 28 }),
    figure('false alarms a budget-year', [found.falseAlarmsAYear], '', { atMost: 0.3 }),
    figure('false alarms a budget-year, 95th percentile', [found.falseAlarmsP95], '', { atMost: 1 }),
    figure('100,000 lines forecast, one core', [seconds], 's', { atMost: 60 }),
  ];
}
