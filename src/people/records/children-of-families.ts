import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import { familyKeysOf } from './family-keys.ts';
import type { PersonDetails } from './rules/hidden-details.ts';
import { families, persons } from './schema.ts';

export interface ChildOfFamily {
  readonly familyId: string;
  readonly childId: string;
  readonly bornOn: PlainDate | null;
  readonly name: string;
}

/** The children of several families by name, for work that must tell one from another; of an erased record nobody is left. */
export async function childrenOfFamilies(
  tx: Transaction,
  keyRing: KeyRing,
  authorityId: number,
  familyIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ChildOfFamily[]>> {
  if (familyIds.length === 0) return new Map();
  const keys = await familyKeysOf(tx, keyRing, authorityId, familyIds);
  const rows = await tx
    .select({ familyId: persons.familyId, childId: persons.personId, bornOn: persons.bornOn, sealed: persons.sealed })
    .from(persons)
    .innerJoin(families, and(eq(families.authorityId, authorityId), eq(families.familyId, persons.familyId), isNull(families.erasedAt)))
    .where(
      and(
        eq(persons.authorityId, authorityId),
        eq(persons.kind, 'young-person'),
        sql`${persons.familyId} = any(${sql.param([...familyIds])}::uuid[])`,
      ),
    );
  const children = new Map<string, ChildOfFamily[]>([...keys.keys()].map((familyId) => [familyId, []]));
  for (const { sealed, ...child } of rows) {
    const details = keys.get(child.familyId)?.open<PersonDetails>(sealed, child.childId);
    children.get(child.familyId)?.push({ ...child, name: details?.name ?? '' });
  }
  return children;
}
