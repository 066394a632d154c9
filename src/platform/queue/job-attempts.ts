import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/in-transaction.ts';
import { answered } from './answered.ts';

export type AttemptOutcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'refused'; readonly errorCode: string }
  | { readonly outcome: 'outage'; readonly errorCode: string; readonly error: Error };

export interface BegunAttempt {
  readonly attempt: number;
  readonly topic: string;
  readonly payload: unknown;
}

interface JobIdentity {
  readonly authorityId: number;
  readonly outboxId: string;
}

/** Undefined when there is nothing to do any more. Any earlier attempt that is still running is fenced off from here on. */
export async function beginAttempt(database: Database, job: JobIdentity, now: Date): Promise<BegunAttempt | undefined> {
  const [begun] = await answered(database.sql<BegunAttempt[]>`
    SELECT attempt, topic, payload FROM platform.begin_attempt(${job.authorityId}, ${job.outboxId}, ${now.toISOString()})`);
  return begun;
}

/** False when a later attempt has taken over: what this one found out does not count. */
export async function finishAttempt(
  database: Database,
  job: JobIdentity & { readonly attempt: number },
  ended: AttemptOutcome,
  now: Date,
): Promise<boolean> {
  const errorCode = ended.outcome === 'done' ? null : ended.errorCode;
  const [row] = await answered(database.sql<{ current: boolean }[]>`
    SELECT platform.finish_attempt(${job.authorityId}, ${job.outboxId}, ${job.attempt}, ${ended.outcome}, ${errorCode}, ${now.toISOString()}) AS current`);
  return row?.current ?? false;
}

/** For processors: asked first in the transaction that writes the result. A later attempt then waits until that transaction has ended. */
export async function isCurrentAttempt(tx: Transaction, job: JobIdentity & { readonly attempt: number }): Promise<boolean> {
  const { rows } = await tx.execute<{ current: boolean }>(
    sql`SELECT platform.fence_attempt(${job.authorityId}, ${job.outboxId}, ${job.attempt}) AS current`,
  );
  return rows[0]?.current ?? false;
}
