import { Decimal } from 'decimal.js';

/**
 * Every rounding in the service has a name and stands here. Pence go in and pence come out; what lies between is exact (integer fractions)
 * or decimal with more digits than any sum needs, so each figure is rounded once and never twice.
 */

/** A private constructor of decimals: the library's own default of 20 digits would round a large sum in the middle of a calculation. */
const ExactDecimal = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

const WEEKS_OF_A_FUNDED_YEAR = 52n;

/**
 * `numerator / denominator` half up to the whole penny. Half up means away from zero for negative sums too, so that a credit note of a
 * share is exactly the opposite of the invoice it undoes.
 */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError(`A denominator must be positive, not ${denominator}.`);
  if (numerator < 0n) return -roundHalfUp(-numerator, denominator);
  return (2n * numerator + denominator) / (2n * denominator);
}

/** A sum times a rate, half up to the penny. The rate is text (`'0.2'` is 20 %), because a number would already have lost digits. */
export function applyRate(pence: bigint, rate: string): bigint {
  const exact = new ExactDecimal(pence.toString()).times(new ExactDecimal(rate));
  return BigInt(exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toFixed());
}

/** A decimal as text so many times, exactly: hours a week over whole weeks. */
export function timesWhole(decimal: string, times: number): string {
  return new ExactDecimal(decimal).times(times).toFixed();
}

/** What `weeks` weeks of an agreed year's sum come to: a fifty-second part, unrounded, times the weeks, rounded once at the end. */
export function weeksOfFunding(agreedSum: bigint, weeks: number): bigint {
  return roundHalfUp(agreedSum * BigInt(weeks), WEEKS_OF_A_FUNDED_YEAR);
}
