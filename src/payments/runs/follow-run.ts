import { setTimeout as after } from 'node:timers/promises';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { PaymentRunState } from './states.ts';
import { countByState, readHead, type StateCount } from './store.ts';

export interface RunProgress {
  readonly runId: string;
  readonly state: PaymentRunState;
  readonly counts: readonly StateCount[];
}

const LOOK_EVERY_MS = 500;
/** In these the run waits for a job, not for a person or the bank. */
const UNDER_WAY: readonly PaymentRunState[] = ['approved', 'released'];

/** Tells where a run's payments stand whenever that changed, and ends when no job is at work on it. All is read from the tables. */
export async function* followRun(
  database: Database,
  authorityId: number,
  runId: string,
  gone: AbortSignal,
): AsyncGenerator<RunProgress, void, undefined> {
  let told: string | undefined;
  while (!gone.aborted) {
    const found = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
      const head = await readHead(tx, authorityId, runId);
      return head && { runId, state: head.state, counts: await countByState(tx, authorityId, runId) };
    });
    if (found === undefined) return;
    const mark = `${found.state} ${found.counts.map(({ state, payments }) => `${state} ${payments}`).join()}`;
    if (mark !== told) yield found;
    told = mark;
    if (!UNDER_WAY.includes(found.state)) return;
    await after(LOOK_EVERY_MS, undefined, { signal: gone }).catch(() => undefined);
  }
}
