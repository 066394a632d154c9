import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import type { RecordRoom } from './record-room.ts';
import type { RelationshipKind } from './rules/record-kinds.ts';
import { relationships } from './schema.ts';

export interface NewRelationship {
  readonly adultId: string;
  readonly childId: string;
  readonly kind: RelationshipKind;
  readonly from: PlainDate;
  readonly until?: PlainDate | undefined;
}

export type RelationshipRefusal =
  | RecordNotFound
  | { readonly code: 'errand-for-a-stranger' | 'person-unknown' | 'relationship-of-wrong-people' | 'dates-crossed' | 'relationship-ended' };

/** Parental responsibility, or what a court ordered. It counts from its first day on, for every page, export and letter. */
export async function recordRelationship(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { adultId, childId, kind, from, until }: NewRelationship,
): Promise<Result<{ readonly relationshipId: string }, RelationshipRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.record-relationship' }, async ({ tx, rows, now }) => {
    const kindOf = (id: string) => rows.persons.find(({ personId }) => personId === id)?.kind;
    if (kindOf(adultId) === undefined || kindOf(childId) === undefined) return refused({ code: 'person-unknown' });
    if (kindOf(adultId) !== 'parent' || kindOf(childId) !== 'young-person') return refused({ code: 'relationship-of-wrong-people' });
    if (until !== undefined && until < from) return refused({ code: 'dates-crossed' });
    const relationshipId = uuidV4();
    await tx.insert(relationships).values({
      authorityId: caller.authorityId,
      relationshipId,
      familyId,
      adultId,
      childId,
      kind,
      from,
      ...(until !== undefined && { until }),
      recordedBy: caller.principal,
      recordedAt: now,
    });
    return accepted({ value: { relationshipId }, personId: childId, facts: { relationshipId, adultId, kind, from, until } });
  });
}

/** Says its last day; the row stays, because what somebody could see last year is asked about next year. */
export async function endRelationship(
  room: RecordRoom,
  caller: Caller,
  { familyId, relationshipId }: { readonly familyId: string; readonly relationshipId: string },
  until: PlainDate,
): Promise<Result<undefined, RelationshipRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.end-relationship' }, async ({ tx, rows }) => {
    const found = rows.relationships.find((each) => each.relationshipId === relationshipId);
    if (found === undefined) return refused({ code: 'record-not-found' });
    if (until < found.from) return refused({ code: 'dates-crossed' });
    if (found.until !== null && found.until <= until) return refused({ code: 'relationship-ended' });
    await tx
      .update(relationships)
      .set({ until })
      .where(and(eq(relationships.authorityId, caller.authorityId), eq(relationships.relationshipId, relationshipId)));
    return accepted({ value: undefined, personId: found.childId, facts: { relationshipId, kind: found.kind, until } });
  });
}
