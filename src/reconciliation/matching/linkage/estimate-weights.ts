import type { PairGraph } from '../pairing/pair-graph.ts';
import { pairProbabilities } from '../pairing/pair-odds.ts';
import { AMOUNT_BIN_WIDTH, AMOUNT_BINS, type CandidatePairs, FURTHEST_DAYS, roughWeight } from './candidate-pairs.ts';
import type { PreparedRecord } from './link-record.ts';

/** Rounds of estimating: the figures stand still after three. */
const ROUNDS = 4;
const MESSAGE_ROUNDS_WHILE_ESTIMATING = 12;
const MESSAGE_ROUNDS_AT_LAST = 40;
/** Never certain that every left has its right: that would leave no room for a missing one. */
const MOST_LINKED = 0.995;
const FIRST_GUESS_LINKED = 0.9;
/** A kind seen among so few pairs is moved towards "says nothing" by these counts. */
const [FLOOR_AMONG_LINKED, FLOOR_AMONG_OTHERS] = [0.02, 0.5];
/** Widest part of the amounts that counts as "about as large". */
const NEIGHBOURHOOD = 0.1;

interface Weights {
  readonly amount: Float64Array;
  readonly days: Float64Array;
  readonly leftOver: Float64Array;
  readonly linkedShare: number;
}

export interface ScoredPairs {
  readonly graph: PairGraph;
  readonly probability: Float64Array;
}

/**
 * Fellegi and Sunter's record linkage: each feature weighs the logarithm of how much more frequent it is among true pairs than by chance.
 * By chance is counted in the data; among true pairs is estimated from the pairs that the last round found probable (expectation and
 * maximisation), so nothing here was tuned on anybody's data set and no answers are needed.
 */
export function estimateWeights(pairs: CandidatePairs, kinds: readonly string[]): ScoredPairs {
  const chance = chanceAgreement(pairs);
  let weights: Weights = {
    amount: new Float64Array(AMOUNT_BINS).fill(1 / AMOUNT_BINS),
    days: new Float64Array(2 * FURTHEST_DAYS + 1).fill(1 / (2 * FURTHEST_DAYS + 1)),
    leftOver: Float64Array.from(kinds, roughWeight),
    linkedShare: FIRST_GUESS_LINKED,
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const probability = pairProbabilities(graphOf(pairs, weights, chance), MESSAGE_ROUNDS_WHILE_ESTIMATING);
    weights = reestimated(pairs, probability, kinds.length);
  }
  const graph = graphOf(pairs, weights, chance);
  return { graph, probability: pairProbabilities(graph, MESSAGE_ROUNDS_AT_LAST) };
}

function graphOf(pairs: CandidatePairs, weights: Weights, chance: Float64Array): PairGraph {
  const prior = Math.log(weights.linkedShare / (1 - weights.linkedShare)) - Math.log(pairs.rights.length);
  const weight = chance.map(
    (byChance, pair) =>
      prior -
      byChance +
      (pairs.surprise[pair] as number) +
      (weights.leftOver[pairs.leftOver[pair] as number] as number) +
      Math.log(
        (weights.amount[pairs.amountBin[pair] as number] as number) *
          (weights.days[FURTHEST_DAYS + (pairs.days[pair] as number)] as number),
      ),
  );
  return { leftCount: pairs.lefts.length, rightCount: pairs.rights.length, left: pairs.left, right: pairs.right, weight };
}

/** The logarithm of the chance that some right has an amount and a day like the pair's: counted, pair by pair. */
function chanceAgreement({ left, right, amountBin, lefts, rights }: CandidatePairs): Float64Array {
  const total = rights.length;
  const logs = Float64Array.from(rights, ({ amount }) => Math.log(Math.abs(amount) || 1)).sort();
  const density = Float64Array.from(lefts, ({ amount }) => {
    const log = Math.log(Math.abs(amount) || 1);
    const near = lowerBound(logs, log + NEIGHBOURHOOD) - lowerBound(logs, log - NEIGHBOURHOOD);
    return Math.max(2, near) / total / (2 * NEIGHBOURHOOD);
  });
  const sameAmount = countBy(rights, ({ amount }) => amount);
  const sameDay = countBy(rights, ({ day }) => day);
  return Float64Array.from(left, (leftRecord, pair) => {
    const other = rights[right[pair] as number] as PreparedRecord;
    const amount =
      amountBin[pair] === 0 ? (sameAmount.get(other.amount) as number) / total : (density[leftRecord] as number) * AMOUNT_BIN_WIDTH;
    return Math.log(amount * ((sameDay.get(other.day) as number) / total));
  });
}

function reestimated(pairs: CandidatePairs, probability: Float64Array, kinds: number): Weights {
  const amount = new Float64Array(AMOUNT_BINS).fill(0.5);
  const days = new Float64Array(2 * FURTHEST_DAYS + 1).fill(0.5);
  const linkedKind = new Float64Array(kinds);
  const otherKind = new Float64Array(kinds);
  let linked = 0;
  for (const [pair, likely] of probability.entries()) {
    add(amount, pairs.amountBin[pair] as number, likely);
    add(days, FURTHEST_DAYS + (pairs.days[pair] as number), likely);
    add(linkedKind, pairs.leftOver[pair] as number, likely);
    add(otherKind, pairs.leftOver[pair] as number, 1 - likely);
    linked += likely;
  }
  const others = probability.length - linked;
  const leftOver = linkedKind.map(
    (count, kind) =>
      Math.log((count + FLOOR_AMONG_LINKED) / (linked + FLOOR_AMONG_LINKED * kinds)) -
      Math.log(((otherKind[kind] as number) + FLOOR_AMONG_OTHERS) / (others + FLOOR_AMONG_OTHERS * kinds)),
  );
  const linkedShare = Math.min(MOST_LINKED, Math.max(0.01, linked / Math.max(1, pairs.lefts.length)));
  return { amount: shares(amount), days: shares(days), leftOver, linkedShare };
}

function add(counts: Float64Array, at: number, value: number): void {
  counts[at] = (counts[at] as number) + value;
}

function shares(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function countBy(records: readonly PreparedRecord[], keyOf: (record: PreparedRecord) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const record of records) counts.set(keyOf(record), (counts.get(keyOf(record)) ?? 0) + 1);
  return counts;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
