import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** The suite has a budget of minutes; this shows who spends it, the slowest folder first. */
export class TimePerFolder implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const spentMs = new Map<string, number>();
    for (const module of modules) {
      const folder = dirname(module.relativeModuleId);
      spentMs.set(folder, (spentMs.get(folder) ?? 0) + wholeTimeMs(module));
    }
    const rows = [...spentMs].sort(([, a], [, b]) => b - a).map(([folder, ms]) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${folder}`);
    console.log(['\n Time per folder (files run side by side, so the sum is more than the clock says)', ...rows].join('\n'));
  }
}

function wholeTimeMs(module: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic();
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration;
}
