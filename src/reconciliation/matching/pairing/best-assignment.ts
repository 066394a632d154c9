import { type PairGraph, pairsOf } from './pair-graph.ts';

/** Exact up to this many lefts that hang together; beyond it the work would grow with the cube, and greedy by weight must do. */
const LARGEST_EXACT_COMPONENT = 200;

interface Assignment {
  /** The chosen pair of each left, or -1. */
  readonly pairOfLeft: Int32Array;
  /** Lefts whose component was too large to be solved exactly. */
  readonly greedyLefts: number;
}

/**
 * The set of pairs with the largest sum of weights in which nobody stands twice; only pairs above zero are worth more than none. Solved by
 * components (records that no pair joins cannot disturb each other), each by successive shortest paths, which may take an earlier choice
 * back: first come is not first served.
 */
export function bestAssignment(graph: PairGraph): Assignment {
  const byLeft = pairsOf(graph.left, graph.leftCount);
  const byRight = pairsOf(graph.right, graph.rightCount);
  const pairOfLeft = new Int32Array(graph.leftCount).fill(-1);
  const pairOfRight = new Int32Array(graph.rightCount).fill(-1);
  const seenLeft = new Uint8Array(graph.leftCount);
  const seenRight = new Uint8Array(graph.rightCount);
  let greedyLefts = 0;
  for (let first = 0; first < graph.leftCount; first += 1) {
    if (seenLeft[first] === 1) continue;
    const lefts = [first];
    seenLeft[first] = 1;
    for (let at = 0; at < lefts.length; at += 1) {
      forEachPair(byLeft, lefts[at] as number, (pair) => {
        const right = graph.right[pair] as number;
        if (seenRight[right] === 1) return;
        seenRight[right] = 1;
        forEachPair(byRight, right, (other) => {
          const left = graph.left[other] as number;
          if (seenLeft[left] === 1) return;
          seenLeft[left] = 1;
          lefts.push(left);
        });
      });
    }
    lefts.sort((a, b) => a - b);
    if (lefts.length > LARGEST_EXACT_COMPONENT) {
      greedyLefts += lefts.length;
      assignGreedily(graph, byLeft, lefts, pairOfLeft, pairOfRight);
    } else for (const left of lefts) augment(graph, byLeft, left, pairOfLeft, pairOfRight);
  }
  return { pairOfLeft, greedyLefts };
}

function forEachPair({ starts, pairs }: { starts: Int32Array; pairs: Int32Array }, record: number, visit: (pair: number) => void): void {
  for (let at = starts[record] as number; at < (starts[record + 1] as number); at += 1) visit(pairs[at] as number);
}

type ByRecord = ReturnType<typeof pairsOf>;

/**
 * Brings one more left in where that adds to the sum: over alternating paths from it, each pair taken adds its weight and each pair given up
 * loses it. A path may end at a right that is free or at a left that is left alone. Weights are few and paths short, so Bellman-Ford's plain
 * queue serves, and needs no potentials.
 */
function augment(graph: PairGraph, byLeft: ByRecord, start: number, pairOfLeft: Int32Array, pairOfRight: Int32Array): void {
  const gainAtLeft = new Map<number, number>([[start, 0]]);
  const cameBy = new Map<number, number>();
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    const left = queue[at] as number;
    const gain = gainAtLeft.get(left) as number;
    forEachPair(byLeft, left, (pair) => {
      const holder = pairOfRight[graph.right[pair] as number] as number;
      if (holder === -1 || holder === pair) return;
      const displaced = graph.left[holder] as number;
      const after = gain + (graph.weight[pair] as number) - (graph.weight[holder] as number);
      if (displaced === start || after <= (gainAtLeft.get(displaced) ?? Number.NEGATIVE_INFINITY) + 1e-9) return;
      gainAtLeft.set(displaced, after);
      cameBy.set(displaced, pair);
      queue.push(displaced);
    });
  }
  let bestGain = 1e-9;
  let bestEnd: { left: number; pair: number } | undefined;
  for (const [left, gain] of gainAtLeft) {
    if (left !== start && gain > bestGain) {
      bestGain = gain;
      bestEnd = { left, pair: -1 };
    }
    forEachPair(byLeft, left, (pair) => {
      if (pairOfRight[graph.right[pair] as number] !== -1) return;
      const whole = gain + (graph.weight[pair] as number);
      if (whole <= bestGain + 1e-9) return;
      bestGain = whole;
      bestEnd = { left, pair };
    });
  }
  if (bestEnd === undefined) return;
  let { left, pair } = bestEnd;
  while (true) {
    pairOfLeft[left] = pair;
    if (pair !== -1) pairOfRight[graph.right[pair] as number] = pair;
    if (left === start) return;
    const taken = cameBy.get(left) as number;
    left = graph.left[taken] as number;
    pair = taken;
  }
}

function assignGreedily(
  graph: PairGraph,
  byLeft: ByRecord,
  lefts: readonly number[],
  pairOfLeft: Int32Array,
  pairOfRight: Int32Array,
): void {
  const all: number[] = [];
  for (const left of lefts) forEachPair(byLeft, left, (pair) => all.push(pair));
  all.sort((a, b) => (graph.weight[b] as number) - (graph.weight[a] as number) || a - b);
  for (const pair of all) {
    const [left, right] = [graph.left[pair] as number, graph.right[pair] as number];
    if ((graph.weight[pair] as number) <= 0 || pairOfLeft[left] !== -1 || pairOfRight[right] !== -1) continue;
    pairOfLeft[left] = pair;
    pairOfRight[right] = pair;
  }
}
