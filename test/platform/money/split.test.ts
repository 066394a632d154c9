import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByWeights, splitEvenly, splitNextByWeights } from '../../../src/platform/money/split.ts';

const pence = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);
const distance = (one: bigint, other: bigint): bigint => (one < other ? other - one : one - other);
const weights = (maxLength: number) =>
  fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength }).filter((list) => list.some((weight) => weight > 0n));

describe('an even split', () => {
  it('re-adds to its total', () => {
    fc.assert(
      fc.property(pence, fc.integer({ min: 1, max: 400 }), (total, n) => {
        expect(sum(splitEvenly(total, n))).toBe(total);
      }),
    );
  });

  it('is after every part within half a penny of pro rata', () => {
    fc.assert(
      fc.property(pence, fc.integer({ min: 1, max: 60 }), (total, n) => {
        let soFar = 0n;
        splitEvenly(total, n).forEach((part, index) => {
          soFar += part;
          expect(2n * distance(soFar * BigInt(n), total * BigInt(index + 1)) <= BigInt(n)).toBe(true);
        });
      }),
    );
  });

  it('of a sum to give back takes from each part what paying gave', () => {
    fc.assert(
      fc.property(pence, fc.integer({ min: 1, max: 60 }), (total, n) => {
        expect(splitEvenly(-total, n)).toEqual(splitEvenly(total, n).map((part) => -part));
      }),
    );
  });

  it('gives 769.24 as the seventh of thirteen parts of 10,000.00, and 769.23 as the others', () => {
    expect(splitEvenly(1_000_000n, 13)).toEqual([...Array(6).fill(76_923n), 76_924n, ...Array(6).fill(76_923n)]);
  });

  it('is refused for no parts and for half a part', () => {
    expect(() => splitEvenly(100n, 0)).toThrow(RangeError);
    expect(() => splitEvenly(100n, 1.5)).toThrow(RangeError);
  });
});

describe('a split by weights', () => {
  it('re-adds to its total', () => {
    fc.assert(
      fc.property(pence, weights(8), (total, parts) => {
        expect(sum(splitByWeights(total, parts))).toBe(total);
      }),
    );
  });

  it('keeps two parts within half a penny of pro rata and three within a penny', () => {
    fc.assert(
      fc.property(pence, weights(3), (total, list) => {
        const whole = sum(list);
        const limit = list.length <= 2 ? whole : 2n * whole;
        splitByWeights(total, list).forEach((part, index) => {
          expect(2n * distance(part * whole, total * (list[index] ?? 0n)) <= limit).toBe(true);
        });
      }),
    );
  });

  it('gives nothing to a part without weight', () => {
    expect(splitByWeights(101n, [0n, 1n, 0n, 1n, 0n])).toEqual([0n, 51n, 0n, 50n, 0n]);
  });

  it('of a sum to give back takes from each part what paying gave', () => {
    fc.assert(
      fc.property(pence, weights(5), (total, list) => {
        expect(splitByWeights(-total, list)).toEqual(splitByWeights(total, list).map((part) => -part));
      }),
    );
  });

  it('is steady: a larger total makes no part smaller', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 0n, max: 500n }), weights(5), (before, amount, list) => {
        expect(splitNextByWeights(before, amount, list).every((part) => part >= 0n)).toBe(true);
      }),
    );
  });

  it('cut one amount after another ends where one cut of the whole would', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { maxLength: 30 }), weights(4), (amounts, list) => {
        let before = 0n;
        const totals = list.map(() => 0n);
        for (const amount of amounts) {
          splitNextByWeights(before, amount, list).forEach((part, index) => {
            totals[index] = (totals[index] ?? 0n) + part;
          });
          before += amount;
        }
        expect(totals).toEqual(splitByWeights(before, list));
      }),
    );
  });

  it('is refused when nothing has weight or a weight is negative', () => {
    expect(() => splitByWeights(100n, [0n, 0n])).toThrow(RangeError);
    expect(() => splitByWeights(100n, [])).toThrow(RangeError);
    expect(() => splitByWeights(100n, [2n, -1n])).toThrow(RangeError);
  });
});
