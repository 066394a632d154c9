import fc from 'fast-check';
import type { Share, ShareAmount } from '../../src/budgets/index.ts';

export const CARE_SHARE: Share = {
  line: 'L4',
  source: 'social-care',
  financialYear: '2026-27',
  stream: 'CARE',
  costCentre: 'C1',
  subjective: 'S1',
};

export const HEALTH_SHARE: Share = {
  line: 'L4',
  source: 'icb',
  financialYear: '2026-27',
  stream: 'HEALTH',
  costCentre: 'H1',
  subjective: 'S2',
};

/** Sums on a joint line's two shares, at least a penny in all. */
export const jointParts: fc.Arbitrary<ShareAmount[]> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.bigInt({ min: 0n, max: 10n ** 9n }))
  .filter(([care, health]) => care + health > 0n)
  .map(([care, health]) => [
    { share: CARE_SHARE, amount: care },
    { share: HEALTH_SHARE, amount: health },
  ]);
