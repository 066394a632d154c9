import { addDays, daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { splitByWeights } from '../../platform/money/split.ts';
import { type Curve, type PlannedSupport, planCurve, type Use, useCurve } from './plan-curve.ts';

/**
 * Where a line will end: what is used already, and the plan's own remaining curve times how fast it has been used of late. Two windows look
 * back, four weeks and thirteen; what they saw is drawn towards the plan as if a few weeks had gone as planned, so that one odd week in April
 * is not a year's overrun. It speaks only when both windows say the same, and have for a while.
 */

const SHORT = 28;
const LONG = 91;
/** Weeks that are taken to have gone as planned, beside what a window saw. */
const SHORT_PRIOR_WEEKS = 3;
const LONG_PRIOR_WEEKS = 4;
/** How many days back both windows must have said the same already, looked at every week. */
const STEADY_DAYS = [0, 7, 14] as const;
/** A year has to have begun: before that a forecast is the plan. */
const FIRST_DAY = 42;

export type Side = 'over' | 'under' | 'on-plan';

export interface ForecastAsked {
  readonly plan: PlannedSupport;
  readonly uses: readonly Use[];
  readonly allocated: bigint;
  /** The last day that is known. */
  readonly asOf: PlainDate;
  /** In per cent of the allocation: from where on it counts as over, and as under. */
  readonly overBy: number;
  readonly underBy: number;
}

export interface Forecast {
  /** What it says; `silent` when the windows disagree or there is too little to go by. */
  readonly says: Side | 'silent';
  readonly why: 'windows-disagree' | 'too-early' | 'windows-agree';
  /** What the line comes to at its end, in pence: the likely sum and the range that the two windows and the straight line span. */
  readonly likely: bigint;
  readonly low: bigint;
  readonly high: bigint;
  /** The plain line through what was used so far, shown beside it. */
  readonly straight: bigint;
  readonly planned: bigint;
  readonly used: bigint;
  readonly plannedSoFar: bigint;
  /** When the allocation would be used up: likely, and at the fast end of the range; undefined when it lasts. */
  readonly usedUpOn: PlainDate | undefined;
  readonly earliestOn: PlainDate | undefined;
  readonly recent: { readonly used: bigint; readonly planned: bigint; readonly weeks: number };
}

export function forecast(asked: ForecastAsked): Forecast {
  const { plan } = asked;
  return forecastOf({ ...asked, planned: planCurve(plan), used: useCurve(plan, asked.uses) });
}

/** The same on curves that are drawn already, for those who look at one line on many days. */
export function forecastOf(asked: Omit<ForecastAsked, 'uses'> & { readonly planned: Curve; readonly used: Curve }): Forecast {
  const { plan, planned, used, asOf } = asked;
  const days = planned.length - 1;
  const today = Math.min(Math.max(daysBetween(plan.from, asOf) + 1, 0), days);
  const views = STEADY_DAYS.map((back) => viewOn(planned, used, today - back));
  const [now] = views;
  if (now === undefined) throw new Error('A forecast looks at one day at least.');
  const sides = views.flatMap(({ short, long }) => [sideOf(short, asked), sideOf(long, asked)]);
  const agreed = sides.every((side) => side === sides[0]) ? sides[0] : undefined;
  const tooEarly = today < FIRST_DAY && today < days;
  const straight = today === 0 ? at(planned, days) : (at(used, today) * days) / today;
  const likely = today >= days ? at(used, days) : (now.short + 2 * now.long) / 3;
  const spread = now.noise;
  const low = Math.min(now.short, now.long) - spread;
  const high = Math.max(now.short, now.long) + spread;
  return {
    says: tooEarly || agreed === undefined ? 'silent' : agreed,
    why: tooEarly ? 'too-early' : agreed === undefined ? 'windows-disagree' : 'windows-agree',
    likely: whole(likely),
    low: whole(Math.max(low, at(used, today))),
    high: whole(high),
    straight: whole(straight),
    planned: whole(at(planned, days)),
    used: whole(at(used, today)),
    plannedSoFar: whole(at(planned, today)),
    usedUpOn: usedUpOn(asked, today, now.longRatio),
    earliestOn: usedUpOn(asked, today, Math.max(now.shortRatio, now.longRatio)),
    recent: {
      used: whole(at(used, today) - at(used, Math.max(0, today - LONG))),
      planned: whole(at(planned, today) - at(planned, Math.max(0, today - LONG))),
      weeks: Math.min(13, Math.floor(today / 7)),
    },
  };
}

/** Each funder's part of a sum, by the line's own shares: who is asked before more is ordered. */
export function splitForecast<Share>(
  pence: bigint,
  shares: readonly { readonly share: Share; readonly weight: bigint }[],
): { share: Share; pence: bigint }[] {
  const parts = splitByWeights(
    pence,
    shares.map(({ weight }) => weight),
  );
  return shares.map(({ share }, index) => ({ share, pence: parts[index] ?? 0n }));
}

interface View {
  readonly short: number;
  readonly long: number;
  readonly shortRatio: number;
  readonly longRatio: number;
  readonly noise: number;
}

function viewOn(planned: Curve, used: Curve, today: number): View {
  const days = planned.length - 1;
  const day = Math.max(0, today);
  const week = (at(planned, days) / days) * 7;
  const ratio = (window: number, priorWeeks: number) => {
    const from = Math.max(0, day - window);
    const prior = priorWeeks * week;
    const expected = at(planned, day) - at(planned, from) + prior;
    return expected <= 0 ? 1 : (at(used, day) - at(used, from) + prior) / expected;
  };
  const shortRatio = ratio(SHORT, SHORT_PRIOR_WEEKS);
  const longRatio = ratio(LONG, LONG_PRIOR_WEEKS);
  const rest = at(planned, days) - at(planned, day);
  const so = at(used, day);
  return { short: so + rest * shortRatio, long: so + rest * longRatio, shortRatio, longRatio, noise: noiseOf(planned, used, day, rest) };
}

/** How much single weeks strayed from the plan, carried over the weeks that are left. */
function noiseOf(planned: Curve, used: Curve, day: number, rest: number): number {
  const from = Math.max(0, day - LONG);
  let [squares, weeks] = [0, 0];
  for (let end = day; end - 7 >= from; end -= 7, weeks += 1) {
    const strayed = at(used, end) - at(used, end - 7) - (at(planned, end) - at(planned, end - 7));
    squares += strayed * strayed;
  }
  if (weeks === 0 || rest <= 0) return 0;
  return Math.sqrt(squares / weeks) * Math.sqrt((planned.length - 1 - day) / 7);
}

function sideOf(pence: number, { allocated, overBy, underBy }: Pick<ForecastAsked, 'allocated' | 'overBy' | 'underBy'>): Side {
  const sum = Number(allocated);
  if (pence > sum * (1 + overBy / 100)) return 'over';
  return pence < sum * (1 - underBy / 100) ? 'under' : 'on-plan';
}

function usedUpOn(
  { plan, planned, used, allocated }: Pick<ForecastAsked, 'plan' | 'allocated'> & { readonly planned: Curve; readonly used: Curve },
  today: number,
  ratio: number,
): PlainDate | undefined {
  const limit = Number(allocated);
  for (let day = today; day < planned.length; day += 1)
    if (at(used, today) + (at(planned, day) - at(planned, today)) * ratio > limit + 0.5) return addDays(plan.from, Math.max(day - 1, 0));
  return undefined;
}

const at = (curve: Curve, day: number): number => curve[day] ?? 0;

/** An estimate is shown to the whole penny, half up. */
const whole = (pence: number): bigint => BigInt(Math.round(pence));
