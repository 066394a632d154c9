import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../chaos/seeded-random.ts';
import { mutated, readMutated, writtenSeeds } from './mutate.ts';

const FILES = 500;
const SEED = 10;

describe('a mutated file of any format', () => {
  it('is refused in words, or stands by its own totals, or says what it cannot prove, however it was cut into pieces', async () => {
    const random = seededRandom(SEED);
    const seeds = writtenSeeds();
    const outcomes = new Map<string, number>();
    for (let file = 0; file < FILES; file += 1) {
      const outcome = await readMutated(mutated(seeds, random), random);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // All ways must have been gone, or the mutations are too coarse or too fine to prove anything.
    for (const outcome of ['refused', 'error', 'warning', 'ties']) expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(5);
  });
});
