/**
 * Who could belong to whom: for each possible pair the log odds that left and right are the same payment, before the others are looked at.
 * Zero means as likely as not; leaving both alone always stands at zero. Left and right are positions in a canonical order, so that no
 * sum below hangs on the order in which anybody handed the records in.
 */
export interface PairGraph {
  readonly leftCount: number;
  readonly rightCount: number;
  /** Sorted by left, then right. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

/** Where each record's pairs stand: pairs `pairs[starts[n]]` to `pairs[starts[n + 1] - 1]` are those of record n. */
export interface PairIndex {
  readonly starts: Int32Array;
  readonly pairs: Int32Array;
}

export function pairsOf(ends: Int32Array, count: number): PairIndex {
  const starts = new Int32Array(count + 1);
  for (const end of ends) starts[end + 1] = (starts[end + 1] as number) + 1;
  for (let n = 0; n < count; n += 1) starts[n + 1] = (starts[n + 1] as number) + (starts[n] as number);
  const next = starts.slice();
  const pairs = new Int32Array(ends.length);
  for (let pair = 0; pair < ends.length; pair += 1) {
    const end = ends[pair] as number;
    const place = next[end] as number;
    pairs[place] = pair;
    next[end] = place + 1;
  }
  return { starts, pairs };
}
