import { v4 as uuidV4 } from 'uuid';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { newFamilyKey } from './family-key.ts';
import type { RecordRoom } from './record-room.ts';
import { families } from './schema.ts';

/** The family's name as an officer writes it, and what else helps to find the paper file. */
export interface FamilyWords {
  readonly name: string;
}

/** Ids are random, not timed: a reference number on a letter must not tell when a family came. */
export async function openFamily(
  { database, clock, keyRing }: RecordRoom,
  caller: Caller,
  words: FamilyWords,
  familyId: string = uuidV4(),
): Promise<{ readonly familyId: string }> {
  const { authorityId, principal } = caller;
  const { key, wrapped } = newFamilyKey(keyRing, authorityId, familyId);
  const now = clock.now();
  await inTransaction(database, { authorityId }, async (tx, client) => {
    await tx.insert(families).values({
      authorityId,
      familyId,
      keyRingId: wrapped.keyRingId,
      wrappedKey: wrapped.wrapped,
      sealed: key.seal(words, familyId),
      createdAt: now,
      createdBy: principal,
    });
    await appendAudit(client, authorityId, [eventOf(caller, 'people.open-family', 'change', now, { familyId })]);
  });
  return { familyId };
}
