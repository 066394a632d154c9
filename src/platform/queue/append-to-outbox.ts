import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../database/in-transaction.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { JobContract } from './job-contract.ts';
import { outbox } from './schema.ts';

export interface WorkToDo<Payload> {
  readonly authorityId: number;
  readonly payload: Payload;
  readonly recordedAt: Date;
  /** Give one that follows from the fact, and asking twice for the same work asks once. */
  readonly outboxId?: string;
}

/** Asks for work in the transaction that records why: both are kept or neither is. Nudge the relay once it has committed. */
export async function appendToOutbox<Payload>(tx: Transaction, contract: JobContract<Payload>, work: WorkToDo<Payload>): Promise<string> {
  const row = rowOf(contract, work);
  await tx.insert(outbox).values(row).onConflictDoNothing();
  return row.outboxId;
}

/** The same for as much work as a run or a file brings, in one statement. */
export async function appendAllToOutbox<Payload>(
  tx: Transaction,
  contract: JobContract<Payload>,
  works: readonly WorkToDo<Payload>[],
): Promise<void> {
  const rows = works.map((work) => rowOf(contract, work));
  await insertRows(tx, outbox, rows, sql`on conflict do nothing`);
}

function rowOf<Payload>({ topic, payload }: JobContract<Payload>, work: WorkToDo<Payload>) {
  const { authorityId, outboxId = uuidv7(), recordedAt } = work;
  return { authorityId, outboxId, topic, payload: payload.parse(work.payload), recordedAt };
}
