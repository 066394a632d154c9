import { inTransaction } from '../../platform/database/in-transaction.ts';
import { openFamilyKey } from './family-key.ts';
import type { FamilyWords } from './open-family.ts';
import type { RecordRoom } from './record-room.ts';
import { readFamilyPage } from './store.ts';

export interface FamilyName {
  readonly familyId: string;
  readonly name: string;
}

export async function listFamilies(
  { database, keyRing }: RecordRoom,
  authorityId: number,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<FamilyName[]> {
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readFamilyPage(tx, authorityId, after, limit));
  return rows.map(({ familyId, keyRingId, wrappedKey, sealed }) => {
    if (keyRingId === null || wrappedKey === null) throw new Error('a family that is not erased has no key');
    const key = openFamilyKey(keyRing, authorityId, familyId, { keyRingId, wrapped: wrappedKey });
    return { familyId, name: key.open<FamilyWords>(sealed, familyId)?.name ?? '' };
  });
}
