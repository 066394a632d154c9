import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import { type FamilyKey, openFamilyKey } from './family-key.ts';
import { families, persons } from './schema.ts';

/** The keys of several families at once, for work on many records. A family that was erased has none. */
export async function familyKeysOf(
  tx: Transaction,
  keyRing: KeyRing,
  authorityId: number,
  familyIds: readonly string[],
): Promise<ReadonlyMap<string, FamilyKey>> {
  const rows = await tx
    .select({ familyId: families.familyId, keyRingId: families.keyRingId, wrapped: families.wrappedKey })
    .from(families)
    .where(and(eq(families.authorityId, authorityId), inArray(families.familyId, [...familyIds]), isNull(families.erasedAt)));
  return new Map(
    rows.flatMap(({ familyId, keyRingId, wrapped }) =>
      keyRingId === null || wrapped === null ? [] : [[familyId, openFamilyKey(keyRing, authorityId, familyId, { keyRingId, wrapped })]],
    ),
  );
}

/** Whether the budget is for this person: the child or young person of a family, not one of its adults. */
export async function isYoungPerson(tx: Transaction, authorityId: number, personId: string): Promise<boolean> {
  const [person] = await tx
    .select({ kind: persons.kind })
    .from(persons)
    .where(and(eq(persons.authorityId, authorityId), eq(persons.personId, personId)));
  return person?.kind === 'young-person';
}
