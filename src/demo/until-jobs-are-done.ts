import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';

const LOOK_AGAIN_AFTER_MS = 50;
const DEADLINE_MS = 60_000;

/** Waits until every job that was asked for has come to its end. The workers of this or another process do them. */
export async function untilJobsAreDone(database: Database, clock: Clock): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const [row] = await database.sql<{ undelivered: number }[]>`
      select undelivered from platform.outbox_backlog(${clock.now().toISOString()}::timestamptz)`;
    if (row?.undelivered === 0) return;
    if (performance.now() > deadline) throw new Error(`After a minute ${row?.undelivered} jobs are not done. Is a worker running?`);
    await pause(LOOK_AGAIN_AFTER_MS);
  }
}
