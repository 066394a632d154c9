import { type Share, type ShareAmount, splitOverShares } from '../../budgets/rules/share.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';

/**
 * From which shares an instalment is paid. It is charged to the year in which most of its days lie, and within a year over a joint line's
 * shares by their agreed weights. Where the agreed sums of the years do not meet the covers (a budget that was cut by days), the years are
 * used up one after the other, so that no share is ever promised more than it was given.
 */
export interface ShareLeft {
  readonly share: Share;
  readonly weight: bigint;
  /** What of it is not yet in any instalment of the line. */
  readonly left: bigint;
  /** What is. */
  readonly before: bigint;
}

interface ToCut {
  readonly amount: bigint;
  readonly financialYear: FinancialYear;
}

export type LineTooSmall = { readonly code: 'line-too-small'; readonly promised: bigint; readonly left: bigint };

/** The parts of each instalment, in the order of the instalments; amounts in pence. */
export function cutOverShares(instalments: readonly ToCut[], shares: readonly ShareLeft[]): Result<ShareAmount[][], LineTooSmall> {
  const years = [...new Set(shares.map(({ share }) => share.financialYear))].sort();
  const ofYear = (year: FinancialYear) => shares.filter(({ share }) => share.financialYear === year);
  const leftOf = (year: FinancialYear) => ofYear(year).reduce((sum, { left }) => sum + left, 0n);
  const promised = instalments.reduce((sum, { amount }) => sum + amount, 0n);
  const left = years.reduce((sum, year) => sum + leftOf(year), 0n);
  if (promised > left) return refused({ code: 'line-too-small', promised, left });

  const needed = (year: FinancialYear) =>
    instalments.filter(({ financialYear }) => financialYear === year).reduce((sum, { amount }) => sum + amount, 0n);
  const byCover = instalments.every(({ financialYear }) => needed(financialYear) <= leftOf(financialYear));
  const taken = new Map(years.map((year) => [year, ofYear(year).reduce((sum, { before }) => sum + before, 0n)]));
  const room = new Map(years.map((year) => [year, leftOf(year)]));
  const take = (year: FinancialYear, amount: bigint): ShareAmount[] => {
    const before = taken.get(year) ?? 0n;
    taken.set(year, before + amount);
    room.set(year, (room.get(year) ?? 0n) - amount);
    return splitOverShares(ofYear(year), { before, amount }).filter((part) => part.amount > 0n);
  };
  return accepted(
    instalments.map(({ amount, financialYear }) => {
      if (byCover) return take(financialYear, amount);
      let rest = amount;
      return years.flatMap((year) => {
        const part = rest < (room.get(year) ?? 0n) ? rest : (room.get(year) ?? 0n);
        rest -= part;
        return part === 0n ? [] : take(year, part);
      });
    }),
  );
}

/** Sums of the same share put together: what a step promises or gives back. */
export function sumByShare(parts: readonly ShareAmount[]): ShareAmount[] {
  const sums = new Map<string, ShareAmount>();
  for (const { share, amount } of parts) {
    const key = `${share.line}:${share.source}:${share.financialYear}`;
    sums.set(key, { share, amount: (sums.get(key)?.amount ?? 0n) + amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}
