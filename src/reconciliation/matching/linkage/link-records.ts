import { bestAssignment } from '../pairing/best-assignment.ts';
import type { PairGraph } from '../pairing/pair-graph.ts';
import { type CandidatePairs, candidatePairs } from './candidate-pairs.ts';
import { memoComparison, SAME_MEMO } from './compare-memos.ts';
import { estimateWeights } from './estimate-weights.ts';
import { type LinkRecord, type PreparedRecord, prepareRecords } from './link-record.ts';

/** A link stands by itself when it is this probable after all rivals have been heard: by its own account one in five thousand is wrong. */
const PROBABLE_ENOUGH_ALONE = 0.9998;
/** Below this a suggestion would be a guess. */
const PROBABLE_ENOUGH_TO_SUGGEST = 0.05;

export interface Link {
  readonly leftId: string;
  readonly rightId: string;
  /** Probability of the link after all rivals, from 0 to 1. */
  readonly score: number;
  readonly decision: 'auto' | 'suggest';
  readonly reasons: readonly string[];
}

export interface Linkage {
  readonly links: readonly Link[];
  readonly pairsLookedAt: number;
}

/**
 * Links two lists whose amounts may differ by fees and whose memos are cut: for migrations and comparisons, never for money. The service
 * cannot reach it: what posts money takes `matchItems`, which ties to the penny.
 */
export function linkRecords(left: readonly LinkRecord[], right: readonly LinkRecord[]): Linkage {
  const lefts = prepareRecords(left);
  const rights = prepareRecords(right);
  const comparison = memoComparison(lefts, rights);
  const pairs = candidatePairs(lefts, rights, comparison);
  if (pairs.left.length === 0) return { links: [], pairsLookedAt: pairs.lookedAt };
  const { graph, probability } = estimateWeights(pairs, comparison.kinds);
  const likely = [...probability.keys()].filter((pair) => (probability[pair] as number) >= PROBABLE_ENOUGH_TO_SUGGEST);
  const { pairOfLeft } = bestAssignment(withProbabilities(graph, probability, likely));
  const links: Link[] = [];
  for (const chosen of pairOfLeft) {
    if (chosen !== -1) links.push(linkOf(pairs, likely[chosen] as number, probability, comparison.kinds));
  }
  return { links, pairsLookedAt: pairs.lookedAt };
}

/** Weighed by its probability, the best assignment is the one with the most right links to be expected. */
function withProbabilities(graph: PairGraph, probability: Float64Array, likely: readonly number[]): PairGraph {
  return {
    leftCount: graph.leftCount,
    rightCount: graph.rightCount,
    left: Int32Array.from(likely, (pair) => graph.left[pair] as number),
    right: Int32Array.from(likely, (pair) => graph.right[pair] as number),
    weight: Float64Array.from(likely, (pair) => probability[pair] as number),
  };
}

function linkOf(pairs: CandidatePairs, pair: number, probability: Float64Array, kinds: readonly string[]): Link {
  const left = pairs.lefts[pairs.left[pair] as number] as PreparedRecord;
  const right = pairs.rights[pairs.right[pair] as number] as PreparedRecord;
  const score = probability[pair] as number;
  return {
    leftId: left.record.id,
    rightId: right.record.id,
    score,
    decision: score >= PROBABLE_ENOUGH_ALONE ? 'auto' : 'suggest',
    reasons: [
      memoReason(left, right, kinds[pairs.leftOver[pair] as number] === SAME_MEMO),
      amountReason(left, right),
      daysReason(right.day - left.day),
    ],
  };
}

function memoReason(left: PreparedRecord, right: PreparedRecord, same: boolean): string {
  if (same) return 'same memo';
  let shared = 0;
  while (shared < left.words.length && left.words[shared] === right.words[shared]) shared += 1;
  return shared === 0 ? 'memos begin differently' : `memos begin with the same ${shared === 1 ? 'word' : `${shared} words`}`;
}

function amountReason(left: PreparedRecord, right: PreparedRecord): string {
  if (left.amount === right.amount) return 'same amount';
  const percent = ((right.amount - left.amount) / Math.abs(left.amount)) * 100;
  return `amount ${Math.abs(percent).toFixed(1)} % ${percent > 0 ? 'more' : 'less'}`;
}

function daysReason(days: number): string {
  if (days === 0) return 'same day';
  return `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'} ${days > 0 ? 'later' : 'earlier'}`;
}
