import { addDays, daysBetween, earlierOf, isAfter, lastDayOfMonth, monthOf } from '../../../platform/calendar/date-arithmetic.ts';
import { type FinancialYear, financialYearOf, lastDayOfFinancialYear } from '../../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { splitByWeights } from '../../../platform/money/split.ts';
import type { YearCut } from './budget-words.ts';

/** First and last day, both counted in. */
export interface Cover {
  readonly from: PlainDate;
  readonly until: PlainDate;
}

export interface YearWeight {
  readonly financialYear: FinancialYear;
  readonly weight: bigint;
}

export interface YearAmount {
  readonly financialYear: FinancialYear;
  readonly amount: bigint;
}

/** A whole month in parts that 28, 29, 30 and 31 days all divide. */
const PARTS_OF_A_MONTH = 377_580;

/**
 * The money of a line belongs to the years that its support covers. By months, a month counts as one and a part of it by its days; by days,
 * every day counts alike. The last year takes what the others leave, so the parts re-add to the sum.
 */
export function cutOverYears(amount: bigint, cover: Cover, cut: YearCut): YearAmount[] {
  const years = weightsOfYears(cover, cut);
  const parts = splitByWeights(
    amount,
    years.map(({ weight }) => weight),
  );
  return years.map(({ financialYear }, index) => ({ financialYear, amount: parts[index] ?? 0n }));
}

function weightsOfYears({ from, until }: Cover, cut: YearCut): YearWeight[] {
  if (isAfter(from, until)) throw new RangeError(`A cover ends on or after the day it begins, not ${from} to ${until}.`);
  const years: YearWeight[] = [];
  for (let first = from; !isAfter(first, until); ) {
    const financialYear = financialYearOf(first);
    const last = earlierOf(lastDayOfFinancialYear(financialYear), until);
    years.push({ financialYear, weight: BigInt(cut === 'days' ? daysOf(first, last) : monthPartsOf(first, last)) });
    first = addDays(last, 1);
  }
  return years;
}

export function daysOf(from: PlainDate, until: PlainDate): number {
  return daysBetween(from, until) + 1;
}

/** Every month that is touched, less the days before the first and after the last one. */
function monthPartsOf(from: PlainDate, until: PlainDate): number {
  const months = monthNumberOf(until) - monthNumberOf(from) + 1;
  return months * PARTS_OF_A_MONTH - (dayOf(from) - 1) * partsOfADay(from) - (daysOfMonth(until) - dayOf(until)) * partsOfADay(until);
}

const dayOf = (date: PlainDate): number => Number(date.slice(8));
const monthNumberOf = (date: PlainDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
const daysOfMonth = (date: PlainDate): number => dayOf(lastDayOfMonth(monthOf(date)));
const partsOfADay = (date: PlainDate): number => PARTS_OF_A_MONTH / daysOfMonth(date);
