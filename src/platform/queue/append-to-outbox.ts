import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../database/in-transaction.ts';
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
  const outboxId = work.outboxId ?? uuidv7();
  await tx
    .insert(outbox)
    .values({
      authorityId: work.authorityId,
      outboxId,
      topic: contract.topic,
      payload: contract.payload.parse(work.payload),
      recordedAt: work.recordedAt,
    })
    .onConflictDoNothing();
  return outboxId;
}
