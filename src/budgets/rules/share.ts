import type { Dimension } from '../../ledger/rules/entry-draft.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import { splitNextByWeights } from '../../platform/money/split.ts';

/**
 * A share is the part of a budget line that one source pays for one financial year. Money is only ever booked on a share, never on a line,
 * so stream, source, year and codes of a posting are known and not worked out later.
 */

export type FundingStream = NonNullable<Dimension['stream']>;

export interface Share {
  /** The budget line's opaque code; never a name. */
  readonly line: string;
  readonly source: string;
  /** The year the support covers, which may not be the year it is paid in. */
  readonly financialYear: FinancialYear;
  readonly stream: FundingStream;
  readonly costCentre: string;
  readonly subjective: string;
}

/** A sum of money on one share. */
export interface ShareAmount {
  readonly share: Share;
  readonly amount: bigint;
}

export interface WeightedShare {
  readonly share: Share;
  readonly weight: bigint;
}

/** `{line}:{source}:{year}`: how accounts and dimensions name the share. */
export function shareKey(share: Share): string {
  return `${share.line}:${share.source}:${share.financialYear}`;
}

export function dimensionOf(share: Share): Dimension {
  return {
    share: shareKey(share),
    stream: share.stream,
    source: share.source,
    financialYear: share.financialYear,
    costCentre: share.costCentre,
    subjective: share.subjective,
  };
}

/**
 * Cuts the next amount of a joint line over its shares. What is cut is the cumulative amount: `before` is what went the same way already,
 * so the shares stay within a penny of their agreement for ever and do not drift by a rounding for each invoice.
 */
export function splitOverShares(shares: readonly WeightedShare[], { before, amount }: { before: bigint; amount: bigint }): ShareAmount[] {
  const parts = splitNextByWeights(
    before,
    amount,
    shares.map(({ weight }) => weight),
  );
  return shares.map(({ share }, index) => ({ share, amount: parts[index] ?? 0n }));
}

export function totalOf(parts: readonly ShareAmount[]): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}
