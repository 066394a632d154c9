import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { TimePerFolder } from './support/time-per-folder.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // Figures and faults need the machine for themselves: npm run bench, npm run chaos.
    exclude: [...configDefaults.exclude, 'test/bench/**', 'test/chaos/**'],
    // Processes, not threads: a test may be root's, be killed, or hold a native handle, without ending its neighbours.
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    // Several processes of ours start inside some tests, and two cores are shared by two workers.
    testTimeout: 60_000,
    hookTimeout: 90_000,
    globalSetup: ['test/support/cluster.ts'],
    reporters: ['default', new TimePerFolder()],
  },
});
