import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectionsReaching } from '../../../src/reconciliation/matching/group-search.ts';
import { bestAssignment } from '../../../src/reconciliation/matching/pairing/best-assignment.ts';
import type { PairGraph } from '../../../src/reconciliation/matching/pairing/pair-graph.ts';
import { pairProbabilities } from '../../../src/reconciliation/matching/pairing/pair-odds.ts';

type Pair = readonly [left: number, right: number, weight: number];

function graphOf(pairs: readonly Pair[], size: number): PairGraph {
  return {
    leftCount: size,
    rightCount: size,
    left: Int32Array.from(pairs, ([left]) => left),
    right: Int32Array.from(pairs, ([, right]) => right),
    weight: Float64Array.from(pairs, ([, , weight]) => weight),
  };
}

/** Every set of pairs in which nobody stands twice. */
function assignments(pairs: readonly Pair[]): Pair[][] {
  const [first, ...rest] = pairs;
  if (first === undefined) return [[]];
  const without = assignments(rest);
  return [
    ...without,
    ...without
      .filter((chosen) => chosen.every(([left, right]) => left !== first[0] && right !== first[1]))
      .map((chosen) => [first, ...chosen]),
  ];
}

const SIZE = 5;
const RUNS = { numRuns: 150, seed: 20_261_122 };
const somePairs = fc
  .uniqueArray(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.integer({ min: -20, max: 60 })), {
    maxLength: 12,
    selector: ([left, right]) => left * SIZE + right,
  })
  .map((pairs) => pairs.map(([left, right, weight]): Pair => [left, right, weight / 10]).sort((a, b) => a[0] - b[0] || a[1] - b[1]));

describe('the best assignment', () => {
  it('has the largest sum of all assignments', () => {
    fc.assert(
      fc.property(somePairs, (pairs) => {
        const best = Math.max(...assignments(pairs).map((chosen) => chosen.reduce((sum, [, , weight]) => sum + weight, 0)));
        const { pairOfLeft } = bestAssignment(graphOf(pairs, SIZE));
        const chosen = [...pairOfLeft].filter((pair) => pair !== -1).map((pair) => pairs[pair] as Pair);
        expect(new Set(chosen.map(([, right]) => right)).size).toBe(chosen.length);
        expect(chosen.reduce((sum, [, , weight]) => sum + weight, 0)).toBeCloseTo(best, 6);
      }),
      RUNS,
    );
  });
});

describe('the probability of a pair', () => {
  it('is exactly its share of all assignments where pairs form no ring', () => {
    const chain: Pair[] = [
      [0, 0, 2],
      [1, 0, 1.5],
      [1, 1, 0.5],
      [2, 1, 3],
      [2, 2, -1],
    ];
    const oddsOf = (chosen: readonly Pair[]) => Math.exp(chosen.reduce((sum, [, , weight]) => sum + weight, 0));
    const all = assignments(chain);
    const total = all.reduce((sum, chosen) => sum + oddsOf(chosen), 0);
    const probability = pairProbabilities(graphOf(chain, 3), 20);
    for (const [n, pair] of chain.entries()) {
      const having = all.filter((chosen) => chosen.includes(pair)).reduce((sum, chosen) => sum + oddsOf(chosen), 0);
      expect(probability[n]).toBeCloseTo(having / total, 9);
    }
  });
});

describe('the search for groups', () => {
  it('counts every selection that reaches the sum', () => {
    const amounts = fc.array(fc.integer({ min: -4, max: 9 }).map(BigInt), { maxLength: 10 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: -5, max: 20 }).map(BigInt), (parts, target) => {
        let count = 0;
        for (let bits = 1; bits < 1 << parts.length; bits += 1) {
          const sum = parts.reduce((total, part, n) => ((bits & (1 << n)) === 0 ? total : total + part), 0n);
          if (sum === target) count += 1;
        }
        const found = selectionsReaching(target, parts);
        expect(found.count).toBe(count);
        expect(found.sums).toBeLessThanOrEqual(2 ** (parts.length / 2 + 1.5));
      }),
      RUNS,
    );
  });

  it('refuses to search more parts than it can count', () => {
    expect(() =>
      selectionsReaching(
        1n,
        Array.from({ length: 15 }, () => 1n),
      ),
    ).toThrow(RangeError);
  });
});
