import { laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { FinancialYear } from '../../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { splitByWeights, splitNextByWeights } from '../../../platform/money/split.ts';
import type { Share } from '../../rules/share.ts';
import type { YearCut } from './budget-words.ts';
import { type Cover, cutOverYears } from './year-cut.ts';

/** Who pays, and which part: parts are weights, 60 and 40 or 1. */
export interface LineSource extends Pick<Share, 'stream' | 'costCentre' | 'subjective'> {
  readonly sourceCode: string;
  readonly weight: bigint;
}

/** A share as it stands, with its money. */
export interface FundedShare extends LineSource {
  readonly financialYear: FinancialYear;
  readonly amount: bigint;
}

interface LineTerms extends Cover {
  readonly cut: YearCut;
}

/** A line's money cut over the years that it covers, and each year's over its sources. All shares re-add to the amount. */
export function fundedShares(amount: bigint, sources: readonly LineSource[], terms: LineTerms): FundedShare[] {
  return cutOverYears(amount, terms, terms.cut).flatMap((year) => {
    const parts = splitByWeights(
      year.amount,
      sources.map(({ weight }) => weight),
    );
    return sources.map((source, index) => ({ ...source, financialYear: year.financialYear, amount: parts[index] ?? 0n }));
  });
}

/**
 * The shares after the line's amount has changed from a day on. Only the cover from that day takes part, so no earlier year is touched; each
 * year is cut over the sources at its cumulative amount.
 */
export function changedShares(
  shares: readonly FundedShare[],
  difference: bigint,
  terms: LineTerms & { readonly effectiveOn: PlainDate },
): FundedShare[] {
  const rest = { from: laterOf(terms.from, terms.effectiveOn), until: terms.until };
  const years = new Map(cutOverYears(difference, rest, terms.cut).map(({ financialYear, amount }) => [financialYear, amount]));
  const missing = [...years.keys()].filter((year) => !shares.some(({ financialYear }) => financialYear === year));
  const all = [
    ...shares,
    ...missing.flatMap((financialYear) => sourcesOf(shares).map((source) => ({ ...source, financialYear, amount: 0n }))),
  ];
  return [...new Set(all.map(({ financialYear }) => financialYear))].flatMap((financialYear) => {
    const ofYear = all.filter((share) => share.financialYear === financialYear);
    const before = ofYear.reduce((sum, { amount }) => sum + amount, 0n);
    const parts = splitNextByWeights(
      before,
      years.get(financialYear) ?? 0n,
      ofYear.map(({ weight }) => weight),
    );
    return ofYear.map((share, index) => ({ ...share, amount: share.amount + (parts[index] ?? 0n) }));
  });
}

/** Who pays for the line, whichever the year. */
function sourcesOf(shares: readonly FundedShare[]): LineSource[] {
  const firsts = shares.filter(({ sourceCode }, index) => shares.findIndex((share) => share.sourceCode === sourceCode) === index);
  return firsts.map(({ sourceCode, stream, costCentre, subjective, weight }) => ({ sourceCode, stream, costCentre, subjective, weight }));
}

export function shareOf(lineCode: string, { sourceCode, financialYear, stream, costCentre, subjective }: FundedShare): Share {
  return { line: lineCode, source: sourceCode, financialYear, stream, costCentre, subjective };
}
