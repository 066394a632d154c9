import { forecastOf } from '../../../src/alerts/forecast/forecast.ts';
import { planCurve, useCurve } from '../../../src/alerts/forecast/plan-curve.ts';
import { ruleKinds } from '../../../src/alerts/rules/rule-kinds.ts';
import { usualRule } from '../../../src/alerts/rules/rule-settings.ts';
import { AT_FIRST, moveStanding, type Standing } from '../../../src/alerts/rules/standing.ts';
import { addDays, daysBetween } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { BudgetYear } from './budget-year.ts';

/** What one budget year came to, judged every night with the usual rule and the service's own states. */
export interface JudgedYear {
  readonly kind: BudgetYear['kind'];
  readonly endsOver: boolean;
  /** When what is known first went above the allocation of that day. */
  readonly crossedOn?: PlainDate;
  readonly forecastOn: readonly PlainDate[];
  /** Days from the first forecast alert to the crossing. */
  readonly warningDays?: number;
  /** It went over eight weeks or more after it began to build. */
  readonly builtSlowly: boolean;
}

const OVER_BY = Number(ruleKinds['forecast-over'].trigger);
const CLEAR_BY = Number(ruleKinds['forecast-over'].clear);
const UNDER_BY = Number(ruleKinds['forecast-under'].trigger);
const EIGHT_WEEKS = 56;

export function judgeYear({ kind, plan, allocated, topUp, uses, buildsFrom }: BudgetYear): JudgedYear {
  const planned = planCurve(plan);
  const days = daysBetween(plan.from, plan.until) + 1;
  const { quietDays } = usualRule('forecast-over');
  const raised: PlainDate[] = [];
  let standing: Standing = AT_FIRST;
  let crossedOn: PlainDate | undefined;
  let known = 0;
  let used = useCurve(plan, []);
  for (let day = 0; day < days; day += 1) {
    const asOf = addDays(plan.from, day);
    const before = known;
    while (known < uses.length && (uses[known]?.knownOn ?? '') <= asOf) known += 1;
    if (known !== before) used = useCurve(plan, uses.slice(0, known));
    const sum = allocated + (topUp !== undefined && topUp.on <= asOf ? topUp.pence : 0n);
    if (crossedOn === undefined && (used[day + 1] ?? 0) > Number(sum) + 0.5) crossedOn = asOf;
    const said = forecastOf({ plan, planned, used, allocated: sum, asOf, overBy: OVER_BY, underBy: UNDER_BY });
    const happening =
      said.says === 'over'
        ? ({ kind: 'crossed', seq: BigInt(day), on: asOf } as const)
        : said.says !== 'silent' && Number(said.likely) <= Number(sum) * (1 + CLEAR_BY / 100)
          ? ({ kind: 'cleared', seq: BigInt(day), on: asOf } as const)
          : undefined;
    if (happening === undefined) continue;
    const moved = moveStanding(standing, happening, quietDays);
    standing = moved.standing;
    if (moved.effect === 'raised') raised.push(asOf);
  }
  const end = Number(allocated) + Number(topUp?.pence ?? 0n);
  const endsOver = (used[days] ?? 0) > end + 0.5;
  const [first] = raised.filter((on) => crossedOn === undefined || on <= crossedOn);
  return {
    kind,
    endsOver,
    forecastOn: raised,
    builtSlowly: crossedOn !== undefined && buildsFrom !== undefined && daysBetween(buildsFrom, crossedOn) >= EIGHT_WEEKS,
    ...(crossedOn !== undefined && { crossedOn, ...(first !== undefined && { warningDays: daysBetween(first, crossedOn) }) }),
  };
}

export interface YearFigures {
  readonly years: number;
  readonly builtSlowly: number;
  readonly medianWarningDays: number;
  /** Overspends that build and were told by forecast only when they were there, which is the watch's alert of the same commit. */
  readonly warnedOnlyAtTheCrossing: number;
  readonly falseAlarmsAYear: number;
  readonly falseAlarmsP95: number;
  readonly budgetsAtOrUnder: number;
}

export function figuresOf(judged: readonly JudgedYear[]): YearFigures {
  const slow = judged.filter(({ endsOver, builtSlowly, crossedOn }) => endsOver && builtSlowly && crossedOn !== undefined);
  const warnings = slow.map(({ warningDays = 0 }) => warningDays).toSorted((a, b) => a - b);
  const under = judged.filter(({ endsOver }) => !endsOver);
  const alarms = under.map(({ forecastOn }) => forecastOn.length);
  return {
    years: judged.length,
    builtSlowly: slow.length,
    medianWarningDays: warnings[Math.floor(warnings.length / 2)] ?? 0,
    warnedOnlyAtTheCrossing: slow.filter(({ warningDays }) => warningDays === undefined).length,
    // Over the budgets that can have one: averaging over those that end above would make it look rarer.
    falseAlarmsAYear: alarms.reduce((sum, each) => sum + each, 0) / Math.max(1, under.length),
    falseAlarmsP95: alarms.toSorted((a, b) => a - b)[Math.floor(alarms.length * 0.95)] ?? 0,
    budgetsAtOrUnder: under.length,
  };
}
