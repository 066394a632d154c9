import { and, asc, eq, isNotNull, ne } from 'drizzle-orm';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { rewrapAuthorityKey } from '../authority-keys/authority-key.ts';
import { rewrapFamilyKey } from './family-key.ts';
import type { RecordRoom } from './record-room.ts';
import { families } from './schema.ts';

const AT_ONCE = 200;

/**
 * Wraps every family's key and the authority's own anew under the ring's current one, so that an older key of the ring can be taken out. What
 * is sealed stays as it is. Broken off, it goes on where it stood. Answers how many families' keys it wrapped.
 */
export async function rewrapKeys({ database, keyRing }: Omit<RecordRoom, 'clock'>, authorityId: number): Promise<number> {
  await inTransaction(database, { authorityId }, (tx) => rewrapAuthorityKey(tx, keyRing, authorityId));
  let rewrapped = 0;
  for (;;) {
    const count = await inTransaction(database, { authorityId }, async (tx) => {
      const rows = await tx
        .select()
        .from(families)
        .where(and(eq(families.authorityId, authorityId), isNotNull(families.wrappedKey), ne(families.keyRingId, keyRing.currentId)))
        .orderBy(asc(families.familyId))
        .limit(AT_ONCE)
        .for('update');
      for (const { familyId, keyRingId, wrappedKey } of rows) {
        if (keyRingId === null || wrappedKey === null) continue;
        const fresh = rewrapFamilyKey(keyRing, authorityId, familyId, { keyRingId, wrapped: wrappedKey });
        await tx
          .update(families)
          .set({ keyRingId: fresh.keyRingId, wrappedKey: fresh.wrapped })
          .where(and(eq(families.authorityId, authorityId), eq(families.familyId, familyId)));
      }
      return rows.length;
    });
    rewrapped += count;
    if (count < AT_ONCE) return rewrapped;
  }
}
