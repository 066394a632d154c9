import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { appendAllToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { alertOfReturn, tellOfReturn } from '../job-contracts.ts';

/** Officers and the family hear of what came back the same day: neither has to find out by looking. */
export async function passOnReturns(
  tx: Transaction,
  authorityId: number,
  { instructionIds, recordedAt }: { readonly instructionIds: readonly string[]; readonly recordedAt: Date },
): Promise<void> {
  const workFor = (what: string) =>
    instructionIds.map((instructionId) => ({
      authorityId,
      payload: { instructionId },
      recordedAt,
      outboxId: uuidv5(what, instructionId),
    }));
  await appendAllToOutbox(tx, alertOfReturn, workFor('returned'));
  await appendAllToOutbox(tx, tellOfReturn, workFor('tell of return'));
}
