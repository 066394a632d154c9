import type { PlannedPart, PlannedSupport, Use } from '../../../src/alerts/forecast/plan-curve.ts';
import { planCurve } from '../../../src/alerts/forecast/plan-curve.ts';
import { addDays, daysBetween, lastDayOfMonth, monthOf } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { seededRandom } from '../../chaos/seeded-random.ts';

/** Made-up budget years for the forecast to be measured on. The parameters come from a file, so that others can measure with theirs. */
export interface YearParameters {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly weeklyPounds: Span;
  readonly slackPercent: Span;
  readonly termTimeShare: number;
  readonly respiteShare: number;
  readonly monthlyInvoiceShare: number;
  readonly weeklyNoise: Span;
  readonly missedWeekShare: number;
  readonly steadyLevel: Span;
  readonly building: { readonly share: number; readonly startWeek: Span; readonly rampWeeks: Span; readonly level: Span };
  readonly sudden: { readonly share: number; readonly percent: Span };
  readonly topUpShare: number;
}
interface Span {
  readonly least: number;
  readonly most: number;
}

export interface BudgetYear {
  readonly kind: 'steady' | 'building' | 'sudden';
  readonly plan: PlannedSupport;
  readonly allocated: bigint;
  /** More money given on a day. */
  readonly topUp?: { readonly on: PlainDate; readonly pence: bigint };
  /** In the order in which they become known. */
  readonly uses: readonly (Use & { readonly knownOn: PlainDate })[];
  /** From when on more is used than planned. */
  readonly buildsFrom?: PlainDate;
}

export function budgetYear(seed: number, parameters: YearParameters): BudgetYear {
  const draw32 = seededRandom(seed);
  const random = () => draw32(2 ** 31) / 2 ** 31;
  const span = ({ least, most }: Span) => least + random() * (most - least);
  const { from, until } = parameters;
  const weekly = Math.round(span(parameters.weeklyPounds) * 100);
  const term = random() < parameters.termTimeShare;
  const parts: PlannedPart[] = [{ kind: 'weekly', pence: weekly, weeks: term ? 'term' : 'all', days: 'weekdays' }];
  if (random() < parameters.respiteShare)
    for (const week of [8, 19, 36]) {
      const start = addDays(from, (week + Math.floor(random() * 4)) * 7);
      parts.push({ kind: 'block', pence: weekly * 2, from: start, until: addDays(start, 6) });
    }
  const plan = { from, until, parts };
  const curve = planCurve(plan);
  const planned = curve[curve.length - 1] ?? 0;
  const allocated = Math.round(planned * (1 + span(parameters.slackPercent) / 100));
  const draw = random();
  const kind =
    draw < parameters.building.share ? 'building' : draw < parameters.building.share + parameters.sudden.share ? 'sudden' : 'steady';
  const start = Math.round(span(parameters.building.startWeek));
  const ramp = span(parameters.building.rampWeeks);
  const grown = span(parameters.building.level);
  const base = span(parameters.steadyLevel);
  const level = (week: number) =>
    kind !== 'building' || week < start ? base : base + (grown - base) * Math.min(1, (week - start + 1) / ramp);
  const noise = span(parameters.weeklyNoise);
  const weeks = Math.ceil((curve.length - 1) / 7);
  const used: Use[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const [a, b] = [week * 7, Math.min((week + 1) * 7, curve.length - 1)];
    const expected = (curve[b] ?? 0) - (curve[a] ?? 0);
    const missed = random() < parameters.missedWeekShare;
    const pence = missed ? 0 : Math.max(0, Math.round(expected * level(week) * (1 + noise * gauss(random))));
    if (pence > 0) used.push({ from: addDays(from, a), until: addDays(from, b - 1), pence });
  }
  if (kind === 'sudden') {
    const day = addDays(from, 60 + Math.floor(random() * 240));
    used.push({ from: day, until: day, pence: Math.round((planned * span(parameters.sudden.percent)) / 100) });
  }
  const monthly = random() < parameters.monthlyInvoiceShare;
  const known = monthly ? byMonth(used, until) : used.map((use) => ({ ...use, knownOn: use.until }));
  const uses = known.toSorted((x, y) => (x.knownOn < y.knownOn ? -1 : 1));
  const topUp =
    kind !== 'steady' && random() < parameters.topUpShare
      ? { on: addDays(from, 210 + Math.floor(random() * 60)), pence: BigInt(Math.round(planned * 0.25)) }
      : undefined;
  return {
    kind,
    plan,
    allocated: BigInt(allocated),
    uses,
    ...(topUp && { topUp }),
    ...(kind === 'building' && { buildsFrom: addDays(from, start * 7) }),
  };
}

/** A provider bills each month on its last day, for the month. */
function byMonth(used: readonly Use[], end: PlainDate): (Use & { knownOn: PlainDate })[] {
  const months = new Map<string, number>();
  for (const { from, until, pence } of used) {
    const days = daysBetween(from, until) + 1;
    for (let day = 0; day < days; day += 1) {
      const month = monthOf(addDays(from, day));
      months.set(month, (months.get(month) ?? 0) + pence / days);
    }
  }
  return [...months].map(([month, pence]) => {
    const last = lastDayOfMonth(month as ReturnType<typeof monthOf>);
    const until = last > end ? end : last;
    return { from: `${month}-01` as PlainDate, until, knownOn: until, pence: Math.round(pence) };
  });
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
