import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { WrappedKey } from '../../platform/secrets/key-ring.ts';
import { confidentialMarks, families, grants, legalHolds, persons, relationships, retentionClocks, signals } from './schema.ts';

/** Statements on families' records. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type FamilyRow = typeof families.$inferSelect;
export type PersonRow = typeof persons.$inferSelect;
export type RelationshipRow = typeof relationships.$inferSelect;
export type MarkRow = typeof confidentialMarks.$inferSelect;
export type GrantRow = typeof grants.$inferSelect;

export interface FamilyRows {
  readonly family: FamilyRow;
  readonly wrappedKey: WrappedKey;
  readonly persons: readonly PersonRow[];
  readonly relationships: readonly RelationshipRow[];
  /** Those that stand. */
  readonly marks: readonly MarkRow[];
  readonly grants: readonly GrantRow[];
}

/** Undefined for a family that is not there, is another authority's, or has been erased: the three look the same. */
export async function readFamilyRows(
  tx: Transaction,
  authorityId: number,
  familyId: string,
  lock?: 'update',
): Promise<FamilyRows | undefined> {
  const of = <Table extends typeof persons | typeof relationships | typeof confidentialMarks | typeof grants>(table: Table) =>
    and(eq(table.authorityId, authorityId), eq(table.familyId, familyId));
  const found = tx
    .select()
    .from(families)
    .where(and(eq(families.authorityId, authorityId), eq(families.familyId, familyId), isNull(families.erasedAt)));
  const [family] = lock ? await found.for('update') : await found;
  if (family?.wrappedKey == null || family.keyRingId === null) return undefined;
  return {
    family,
    wrappedKey: { keyRingId: family.keyRingId, wrapped: family.wrappedKey },
    persons: await tx.select().from(persons).where(of(persons)).orderBy(asc(persons.kind), asc(persons.createdAt), asc(persons.personId)),
    relationships: await tx.select().from(relationships).where(of(relationships)).orderBy(asc(relationships.recordedAt)),
    marks: await tx
      .select()
      .from(confidentialMarks)
      .where(and(of(confidentialMarks), isNull(confidentialMarks.liftedAt))),
    grants: await tx.select().from(grants).where(of(grants)).orderBy(asc(grants.createdAt)),
  };
}

export async function readFamilyPage(tx: Transaction, authorityId: number, after: string | undefined, limit: number): Promise<FamilyRow[]> {
  return tx
    .select()
    .from(families)
    .where(
      and(eq(families.authorityId, authorityId), isNull(families.erasedAt), after === undefined ? undefined : gt(families.familyId, after)),
    )
    .orderBy(asc(families.familyId))
    .limit(limit);
}

export async function readSignals(tx: Transaction, authorityId: number, familyId: string): Promise<(typeof signals.$inferSelect)[]> {
  return tx
    .select()
    .from(signals)
    .where(and(eq(signals.authorityId, authorityId), eq(signals.familyId, familyId)))
    .orderBy(asc(signals.raisedAt));
}

export async function readKept(tx: Transaction, authorityId: number, familyId: string) {
  return {
    clocks: await tx
      .select()
      .from(retentionClocks)
      .where(and(eq(retentionClocks.authorityId, authorityId), eq(retentionClocks.familyId, familyId)))
      .orderBy(asc(retentionClocks.endsOn)),
    holds: await tx
      .select()
      .from(legalHolds)
      .where(and(eq(legalHolds.authorityId, authorityId), eq(legalHolds.familyId, familyId), isNull(legalHolds.liftedAt))),
  };
}
