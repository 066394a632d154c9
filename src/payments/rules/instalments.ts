import { addDays, daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import { type FinancialYear, financialYearOf } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { splitEvenly } from '../../platform/money/split.ts';
import type { InstalmentDate, Period } from './instalment-dates.ts';

/**
 * A promised sum cut over its dates. The instalments re-add to the sum to the penny, and after each one the family has had its part of
 * the sum to within half a penny.
 */
export interface Instalment {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly dueDate: PlainDate;
  readonly payDate: PlainDate;
  readonly amount: bigint;
  readonly cover: Period;
  /** The year whose money this is: that of the support, which can differ from the year of the payment. */
  readonly financialYear: FinancialYear;
}

export function instalmentsOf(sum: bigint, dates: readonly InstalmentDate[]): Instalment[] {
  return splitEvenly(sum, dates.length).map((amount, index) => {
    const { dueDate, payDate, cover } = requireDate(dates, index);
    return { number: index + 1, of: dates.length, dueDate, payDate, amount, cover, financialYear: yearOfCover(cover) };
  });
}

/** What each financial year gives to a sum whose period runs over two of them: the amounts of the line's shares. */
export function sumsByFinancialYear(instalments: readonly Instalment[]): ReadonlyMap<FinancialYear, bigint> {
  const sums = new Map<FinancialYear, bigint>();
  for (const { financialYear, amount } of instalments) sums.set(financialYear, (sums.get(financialYear) ?? 0n) + amount);
  return sums;
}

/**
 * An instalment is never cut over two years: it is charged to the year in which most of its days lie, the rule that also decides which sum
 * a date belongs to, so that a sum for one year never leaves a day's money in the next.
 */
export function yearOfCover({ first, last }: Period): FinancialYear {
  const middle = Math.floor(daysBetween(first, last) / 2);
  return financialYearOf(addDays(first, middle));
}

function requireDate(dates: readonly InstalmentDate[], index: number): InstalmentDate {
  const date = dates[index];
  if (date === undefined) throw new RangeError(`There is no instalment date at ${index}.`);
  return date;
}
