import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRate, roundHalfUp, weeksOfFunding } from '../../../src/platform/money/round.ts';

describe('rounding half up', () => {
  it.each([
    [5n, 10n, 1n],
    [4n, 10n, 0n],
    [-5n, 10n, -1n],
    [-4n, 10n, 0n],
    [25n, 10n, 3n],
  ])('makes %d/%d pence %d', (numerator, denominator, rounded) => expect(roundHalfUp(numerator, denominator)).toBe(rounded));

  it('refuses to divide by nothing', () => {
    expect(() => roundHalfUp(1n, 0n)).toThrow(RangeError);
  });
});

describe('a rate', () => {
  it('is applied exactly and rounded once', () => {
    expect(applyRate(1_234_50n, '0.2')).toBe(246_90n);
    expect(applyRate(33n, '0.5')).toBe(17n);
    expect(applyRate(-33n, '0.5')).toBe(-17n);
  });

  it('loses no digit of the largest sum', () => {
    expect(applyRate(2n ** 63n - 1n, '1')).toBe(2n ** 63n - 1n);
    expect(applyRate(9_007_199_254_740_993_001n, '0.001')).toBe(9_007_199_254_740_993n);
  });

  it('agrees with integer arithmetic for every percentage', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 10_000 }), (pence, basisPoints) => {
        expect(applyRate(pence, (basisPoints / 10_000).toFixed(4))).toBe(roundHalfUp(pence * BigInt(basisPoints), 10_000n));
      }),
    );
  });
});

describe('weeks of funding', () => {
  it('come to 1,538.46 for eight weeks of 10,000.00', () => {
    expect(weeksOfFunding(1_000_000n, 8)).toBe(153_846n);
  });

  it('are rounded once: fifty-two weeks are the whole sum', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (agreed) => {
        expect(weeksOfFunding(agreed, 52)).toBe(agreed);
      }),
    );
  });
});
