import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FuzzSeed, mutated, readMutated, writtenSeeds } from '../reconciliation/statements/mutate.ts';
import { seededRandom } from './seeded-random.ts';

const FILES = 10_000;
const SEED = 20_261_122;
const SLOWEST_MS = 2_000;
const SAMPLES = new URL('../../../shared/samples/', import.meta.url);
const FOLDERS = ['camt053', 'mt940', 'ofx', 'bai2', 'bankline', 'csv'];

function samples(): FuzzSeed[] {
  if (!existsSync(SAMPLES)) return [];
  return FOLDERS.flatMap((folder) =>
    readdirSync(new URL(folder, SAMPLES)).map((name) => ({
      name,
      bytes: readFileSync(new URL(`${folder}/${name}`, SAMPLES)),
      choices: {},
    })),
  );
}

describe('ten thousand mutated bank statement files', () => {
  it('crash nothing, hang nothing and bring in no wrong money', async () => {
    const random = seededRandom(SEED);
    const seeds = [...writtenSeeds(), ...samples()];
    const outcomes: Record<string, number> = {};
    let slowest = { ms: 0, name: '', file: -1 };
    for (let file = 0; file < FILES; file += 1) {
      const mutant = mutated(seeds, random);
      const begun = performance.now();
      const outcome = await readMutated(mutant, random);
      const ms = performance.now() - begun;
      if (ms > slowest.ms) slowest = { ms, name: mutant.name, file };
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    console.log({ files: FILES, seeds: seeds.length, ...outcomes, slowestMs: Math.round(slowest.ms), slowest: slowest.name });
    expect(slowest.ms).toBeLessThan(SLOWEST_MS);
  });
});
