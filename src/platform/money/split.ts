import { roundHalfUp } from './round.ts';

/**
 * A split never loses a penny: the parts re-add to the total exactly. Nothing is rounded part by part and repaired at the end; each part
 * is the difference of two rounded running totals. A negative total is split as its positive twin with every sign turned, so giving back
 * a sum takes from each part exactly what paying it gave.
 */

/** Part k of n is `round(total*k/n) - round(total*(k-1)/n)`: after every part the sum so far is within half a penny of pro rata. */
export function splitEvenly(total: bigint, n: number): bigint[] {
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`A sum is split into a whole number of parts, not ${n}.`);
  const parts = BigInt(n);
  const upTo = (k: number): bigint => roundHalfUp(total * BigInt(k), parts);
  return Array.from({ length: n }, (_, index) => upTo(index + 1) - upTo(index));
}

/**
 * Cuts a total by weights, one part after another from what the earlier parts left: the first part is its share of the whole, the second
 * its share of the rest, the last takes what remains. Two parts lie within half a penny of pro rata, three within a penny.
 *
 * Cutting from the rest, and not at rounded running weights, is what keeps the split *steady*: when the total grows, no part shrinks. A
 * joint line is cut from its cumulative amount, so an unsteady split would now and then book a penny backwards.
 */
export function splitByWeights(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight is never negative.');
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weightLeft === 0n) throw new RangeError('A sum cannot be split where no part has any weight.');
  let totalLeft = total;
  return weights.map((weight) => {
    const part = weightLeft === 0n ? 0n : roundHalfUp(totalLeft * weight, weightLeft);
    totalLeft -= part;
    weightLeft -= weight;
    return part;
  });
}

/** The parts of the next `amount` when `before` has been split by the same weights already: what the longer total's parts gained. */
export function splitNextByWeights(before: bigint, amount: bigint, weights: readonly bigint[]): bigint[] {
  const partsBefore = splitByWeights(before, weights);
  return splitByWeights(before + amount, weights).map((part, index) => part - (partsBefore[index] ?? 0n));
}
