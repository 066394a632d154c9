import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Faults need the machine for themselves and real time to happen in: one file after the other, apart from the suite. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/chaos/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/cluster.ts'],
  },
});
