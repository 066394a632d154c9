import type { BudgetRoom } from '../src/budgets/index.ts';
import { monitorDaily, rebindOffsets, workOffReturns } from '../src/payments/index.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

/**
 * Once a day: what families are asked for, reminders, what goes to an officer, and offsets whose payment has gone. Each is read from the
 * record, so the first run after days that were missed catches up with all, and a second finds nothing to do.
 */
export function registerMonitoring(processors: JobRegistry, room: Omit<BudgetRoom, 'clock'>): JobRegistry {
  return processors.on(monitorDaily, async (_window, { authorityId, clock, log }) => {
    const returns = await workOffReturns({ ...room, clock }, authorityId);
    const offsets = await rebindOffsets(room, authorityId);
    log.info({ ...returns, ...offsets }, 'worked off returns and offsets');
    return accepted(undefined);
  });
}
