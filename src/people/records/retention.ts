import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { correspondenceKeptUntil, dropCorrespondence } from '../correspondence/keep-correspondence.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import type { RecordRoom } from './record-room.ts';
import { retentionEnds, retentionInWords, retentionRule } from './retention-kinds.ts';
import { type confidentialMarks, families, grants, legalHolds, persons, retentionClocks, signals } from './schema.ts';
import { readKept } from './store.ts';

type Common = RecordNotFound | { readonly code: 'errand-for-a-stranger' };

export interface StartedClock {
  readonly clockId: string;
  readonly endsOn: PlainDate;
  /** By which rule, in words. */
  readonly rule: string;
}

/** Something happened that must be kept for years; the record cannot be erased before they are over. */
export async function startRetentionClock(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { kind, startedOn }: { readonly kind: string; readonly startedOn: PlainDate },
): Promise<Result<StartedClock, Common | { readonly code: 'retention-kind-unknown' }>> {
  return changeFamily(room, caller, { familyId, operation: 'people.start-retention-clock' }, async ({ tx, now }) => {
    const rule = retentionRule(kind, startedOn);
    const endsOn = retentionEnds(kind, startedOn);
    if (rule === undefined || endsOn === undefined) return refused({ code: 'retention-kind-unknown' });
    const clockId = uuidV4();
    const { authorityId, principal: createdBy } = caller;
    await tx.insert(retentionClocks).values({ authorityId, clockId, familyId, kind, startedOn, endsOn, createdAt: now, createdBy });
    return accepted({ value: { clockId, endsOn, rule: retentionInWords(rule) }, facts: { clockId, kind, endsOn } });
  });
}

export async function placeLegalHold(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  reference: string,
): Promise<Result<{ readonly legalHoldId: string }, Common>> {
  return changeFamily(room, caller, { familyId, operation: 'people.place-legal-hold' }, async ({ tx, now }) => {
    const legalHoldId = uuidV4();
    const { authorityId, principal: placedBy } = caller;
    await tx.insert(legalHolds).values({ authorityId, legalHoldId, familyId, reference, placedAt: now, placedBy });
    return accepted({ value: { legalHoldId }, facts: { legalHoldId } });
  });
}

export async function liftLegalHold(
  room: RecordRoom,
  caller: Caller,
  { familyId, legalHoldId }: { readonly familyId: string; readonly legalHoldId: string },
): Promise<Result<undefined, Common | { readonly code: 'maker-may-not-approve' }>> {
  return changeFamily(room, caller, { familyId, operation: 'people.lift-legal-hold' }, async ({ tx, now }) => {
    const { holds } = await readKept(tx, caller.authorityId, familyId);
    const hold = holds.find((each) => each.legalHoldId === legalHoldId);
    if (hold === undefined) return refused({ code: 'record-not-found' });
    // Whoever placed it would judge their own reason: a second person lets go.
    if (hold.placedBy === caller.principal) return refused({ code: 'maker-may-not-approve' });
    await tx
      .update(legalHolds)
      .set({ liftedAt: now, liftedBy: caller.principal })
      .where(and(eq(legalHolds.authorityId, caller.authorityId), eq(legalHolds.legalHoldId, legalHoldId)));
    return accepted({ value: undefined, facts: { legalHoldId } });
  });
}

export type EraseRefusal =
  | Common
  | { readonly code: 'retention-runs'; readonly until: PlainDate }
  | { readonly code: 'legal-hold-stands' | 'retention-unknown' };

/**
 * Drops the family's key, and with it every name and note wherever a copy of the row may lie. Entries, audit and dates of duty stay: they
 * hold ids only. A record without any clock is refused too, for nobody has said yet how long it must be kept.
 */
export async function eraseFamily(room: RecordRoom, caller: Caller, familyId: string): Promise<Result<undefined, EraseRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.erase-family' }, async ({ tx, now, today }) => {
    const { authorityId } = caller;
    const { clocks, holds } = await readKept(tx, authorityId, familyId);
    if (holds.length > 0) return refused({ code: 'legal-hold-stands' });
    const last = clocks.at(-1);
    if (last === undefined) return refused({ code: 'retention-unknown' });
    const letters = await correspondenceKeptUntil(tx, authorityId, familyId);
    const until = letters !== undefined && letters > last.endsOn ? letters : last.endsOn;
    if (until >= today) return refused({ code: 'retention-runs', until });
    const of = (table: typeof persons | typeof grants | typeof signals | typeof confidentialMarks) =>
      and(eq(table.authorityId, authorityId), eq(table.familyId, familyId));
    await tx.update(persons).set({ sealed: null, bornOn: null, identityId: null }).where(of(persons));
    await tx.update(grants).set({ sealed: null, revokedAt: now, revokedBy: caller.principal }).where(of(grants));
    await tx.update(signals).set({ sealed: null }).where(of(signals));
    await dropCorrespondence(tx, authorityId, familyId);
    await tx
      .update(families)
      .set({ sealed: null, wrappedKey: null, keyRingId: null, erasedAt: now })
      .where(and(eq(families.authorityId, authorityId), eq(families.familyId, familyId)));
    return accepted({ value: undefined, facts: { clocks: clocks.length } });
  });
}
