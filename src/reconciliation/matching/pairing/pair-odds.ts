import { type PairGraph, type PairIndex, pairsOf } from './pair-graph.ts';

/** Beyond this the exponentials say nothing more: e^40 is far beyond any odds that evidence of ours can give. */
const LARGEST_LOG_ODDS = 40;

/**
 * How probable each pair is when every record belongs to one other at most: a pair loses what its two ends could be instead, and their
 * rivals lose what they could be instead, and so on. This is the margin of a match in one number, and it counts all rivals, not only the next.
 *
 * Worked out by passing messages along the pairs (belief propagation for matchings), which settles on any graph and is exact where it has no
 * cycles. Looking at the runner-up alone was refused: two records that are each other's only rivals prove one another, and it cannot see that.
 */
export function pairProbabilities(graph: PairGraph, rounds: number): Float64Array {
  const { left, right, weight } = graph;
  const byLeft = pairsOf(left, graph.leftCount);
  const byRight = pairsOf(right, graph.rightCount);
  const odds = weight.map((logOdds) => Math.exp(Math.min(LARGEST_LOG_ODDS, Math.max(-LARGEST_LOG_ODDS, logOdds))));
  const leftFree = new Float64Array(odds.length).fill(1);
  const rightFree = new Float64Array(odds.length).fill(1);
  for (let round = 0; round < rounds; round += 1) {
    passMessages(byLeft, odds, rightFree, leftFree);
    passMessages(byRight, odds, leftFree, rightFree);
  }
  return odds.map((each, pair) => {
    const among = each * (leftFree[pair] as number) * (rightFree[pair] as number);
    return among / (1 + among);
  });
}

/** For each pair of a record: how free the record is for it, given how much its other pairs want the record. */
function passMessages({ starts, pairs }: PairIndex, odds: Float64Array, from: Float64Array, to: Float64Array): void {
  for (let record = 0; record + 1 < starts.length; record += 1) {
    const end = starts[record + 1] as number;
    let all = 0;
    for (let at = starts[record] as number; at < end; at += 1) {
      const pair = pairs[at] as number;
      all += (odds[pair] as number) * (from[pair] as number);
    }
    for (let at = starts[record] as number; at < end; at += 1) {
      const pair = pairs[at] as number;
      to[pair] = 1 / (1 + Math.max(0, all - (odds[pair] as number) * (from[pair] as number)));
    }
  }
}
