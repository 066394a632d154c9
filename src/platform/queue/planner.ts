import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { answered } from './answered.ts';
import { repeatingTask } from './repeating-task.ts';

export interface Planner {
  start(): void;
  stop(): Promise<void>;
  /** Plans everything that is due now, missed windows too, and says how many runs that was. */
  runOnce(): Promise<number>;
}

export interface PlannerOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called after something was planned: the relay need not wait for its poll. */
  readonly onPlanned: () => void;
  readonly tickMs?: number;
}

/** Asks the schedules what is due, at the start and at every tick. Any number of planners may do so at once. */
export function createPlanner({ database, clock, log, onPlanned, tickMs = 15_000 }: PlannerOptions): Planner {
  const runOnce = async (): Promise<number> => {
    const [row] = await answered(database.sql<{ planned: number }[]>`SELECT platform.plan_due(${clock.now().toISOString()}) AS planned`);
    const planned = row?.planned ?? 0;
    if (planned > 0) onPlanned();
    return planned;
  };
  const task = repeatingTask({
    everyMs: tickMs,
    run: runOnce,
    onFailure: (err) => log.warn({ err }, 'due work could not be planned; it stays due'),
  });
  return { runOnce, start: () => task.start(), stop: () => task.stop() };
}
