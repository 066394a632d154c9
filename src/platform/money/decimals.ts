import { Decimal } from 'decimal.js';
import { applyRate } from './round.ts';

/** Decimal text as rules and policies keep it: compared and applied without ever becoming a float. */

/** Negative, zero or positive, as the first is below, equal to or above the second. */
export function compareDecimals(one: string, other: string): number {
  return new Decimal(one).comparedTo(new Decimal(other));
}

/** So many per cent of a sum, half up to the penny. */
export function percentOf(pence: bigint, percent: string): bigint {
  return applyRate(pence, new Decimal(percent).div(100).toFixed());
}

/** A decimal of pounds with exactly two places, half up. */
export function asPounds(decimal: string): string {
  return new Decimal(decimal).toFixed(2, Decimal.ROUND_HALF_UP);
}
