/** With more parts there are so many sums that one of them always fits. */
export const MOST_PARTS = 14;
/** Solutions are all counted; so many are kept to be looked at. */
const MOST_KEPT = 256;

export interface GroupSolutions {
  /** How many selections of at least one part reach the sum: all of them, not the first. */
  readonly count: number;
  /** Selections as bits, part 0 lowest; the first ones in order. */
  readonly selections: readonly number[];
  /** Sums formed: the work done. */
  readonly sums: number;
}

/**
 * Counts every selection of parts that adds up to the target, by meeting in the middle: the sums of one half are looked up for each sum of
 * the other. Parts may be negative (credit notes). Two parts of one amount make two solutions: which of them is meant is then not known.
 */
export function selectionsReaching(target: bigint, parts: readonly bigint[]): GroupSolutions {
  if (parts.length > MOST_PARTS) throw new RangeError(`At most ${MOST_PARTS} parts are searched, not ${parts.length}.`);
  const half = parts.length >> 1;
  const low = sumsOf(parts.slice(0, half));
  const high = sumsOf(parts.slice(half));
  const lowBySum = new Map<bigint, number[]>();
  for (const [selection, sum] of low.entries()) {
    const list = lowBySum.get(sum);
    if (list) list.push(selection);
    else lowBySum.set(sum, [selection]);
  }
  const selections: number[] = [];
  let count = 0;
  for (const [selection, sum] of high.entries()) {
    for (const rest of lowBySum.get(target - sum) ?? []) {
      const whole = rest | (selection << half);
      if (whole === 0) continue;
      count += 1;
      if (selections.length < MOST_KEPT) selections.push(whole);
    }
  }
  return { count, selections, sums: low.length + high.length };
}

function sumsOf(parts: readonly bigint[]): bigint[] {
  const sums = [0n];
  for (const part of parts) for (let n = 0, before = sums.length; n < before; n += 1) sums.push((sums[n] as bigint) + part);
  return sums;
}

export function selected<Part>(parts: readonly Part[], selection: number): Part[] {
  return parts.filter((_, n) => (selection & (1 << n)) !== 0);
}
