import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { answered } from './answered.ts';
import { repeatingTask } from './repeating-task.ts';

/** Long enough to ask why a payment run of last quarter was late; the books and the audit keep their own record for good. */
const KEPT_DAYS = 90;
const EVERY_MS = 3_600_000;
const AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

export interface JobHousekeeping {
  start(): void;
  stop(): Promise<void>;
  /** Forgets all finished work older than ninety days and says how many rows that was. */
  runOnce(): Promise<number>;
}

/** Keeps the tables of finished work from growing for ever. Any number of processes may do so at once. */
export function createJobHousekeeping({ database, clock, log }: { database: Database; clock: Clock; log: Logger }): JobHousekeeping {
  const runOnce = async (): Promise<number> => {
    const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS).toISOString();
    for (let forgotten = 0; ; ) {
      const [row] = await answered(database.sql<{ rows: number }[]>`SELECT platform.prune_finished(${before}, ${AT_ONCE}) AS rows`);
      if (!row?.rows) return forgotten;
      forgotten += row.rows;
    }
  };
  const task = repeatingTask({
    everyMs: EVERY_MS,
    run: runOnce,
    onFailure: (err) => log.warn({ err }, 'finished work was not tidied away'),
  });
  return { runOnce, start: () => task.start(), stop: () => task.stop() };
}
