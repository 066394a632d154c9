import { and, eq, sql } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { addMonths } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mailGrantNotice } from '../notices/job-contracts.ts';
import { areLookAlikes } from '../sign-in/email-address.ts';
import { findOrCreateIdentity } from '../sign-in/identities.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import type { RecordRoom } from './record-room.ts';
import type { Grantable, GrantRole } from './rules/record-kinds.ts';
import { childrenOpenTo } from './rules/whose-children.ts';
import { grants } from './schema.ts';
import type { FamilyRows } from './store.ts';

export interface NewGrant {
  readonly name: string;
  readonly email: string;
  readonly role: GrantRole;
  readonly may: readonly Grantable[];
  /** Whose affairs; all that are open to whoever grants when left out. */
  readonly children?: readonly string[] | undefined;
  readonly until: PlainDate;
}

/** How the family named somebody: sealed under its key. */
export interface GrantWords {
  readonly name: string;
  readonly email: string;
}

export type GrantRefusal =
  | RecordNotFound
  | {
      readonly code:
        | 'errand-for-a-stranger'
        | 'email-malformed'
        | 'grant-by-nobody'
        | 'grant-to-oneself'
        | 'grant-to-the-family'
        | 'grant-beyond-own-access'
        | 'grant-too-long'
        | 'dates-crossed';
    };

export interface GrantedAccess {
  readonly grantId: string;
  /** Easily taken for the address of somebody whom they had let in before, and another: look twice whom it went to. */
  readonly looksLikeAnother: boolean;
}

/** Helpers come and go: a grant is looked at again at least once a year. */
const LONGEST_MONTHS = 12;

/**
 * A person of the family opens to somebody they name what they may see themselves. Asked by phone, on paper or in person it has the same
 * result: the officer writes it down, and the grant and its event say for whom and how.
 */
export async function grantAccess(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { name, email, role, may, children, until }: NewGrant,
): Promise<Result<GrantedAccess, GrantRefusal>> {
  const found = await findOrCreateIdentity(room, email);
  if (!found.ok) return found;
  const { identityId } = found.value;
  return changeFamily(room, caller, { familyId, operation: 'people.grant-access' }, async ({ tx, rows, key, now, today }) => {
    const grantedBy = granterOf(caller, familyId);
    const granter = rows.persons.find(({ personId }) => personId === grantedBy);
    if (grantedBy === undefined || granter === undefined) return refused({ code: 'grant-by-nobody' });
    if (identityId === granter.identityId || identityId === caller.identityId) return refused({ code: 'grant-to-oneself' });
    // The other parent's access hangs on responsibility and orders, never on a grant that would go round them.
    if (rows.persons.some((person) => person.identityId === identityId)) return refused({ code: 'grant-to-the-family' });
    if (until < today) return refused({ code: 'dates-crossed' });
    if (until > addMonths(today, LONGEST_MONTHS)) return refused({ code: 'grant-too-long' });
    const open = openTo(granter, rows, today);
    const chosen = children ?? open;
    if (chosen.length === 0 || chosen.some((child) => !open.includes(child))) return refused({ code: 'grant-beyond-own-access' });
    const grantId = uuidV4();
    await tx.insert(grants).values({
      authorityId: caller.authorityId,
      grantId,
      familyId,
      grantedBy,
      identityId,
      role,
      children: [...chosen],
      may: [...new Set(may)],
      sealed: key.seal({ name, email } satisfies GrantWords, grantId),
      from: today,
      until,
      channel: caller.onBehalfOf?.channel ?? 'online',
      createdAt: now,
      createdBy: caller.principal,
    });
    await tx.execute(sql`select people.note_place(${identityId}, ${caller.authorityId})`);
    const notice = { authorityId: caller.authorityId, outboxId: grantId, payload: { familyId, grantId }, recordedAt: now };
    await appendToOutbox(tx, mailGrantNotice, notice);
    const known = rows.grants
      .filter((grant) => grant.grantedBy === grantedBy)
      .flatMap((grant) => key.open<GrantWords>(grant.sealed, grant.grantId)?.email ?? []);
    const looksLikeAnother = known.some((address) => areLookAlikes(address, email));
    return accepted({ value: { grantId, looksLikeAnother }, personId: grantedBy, facts: { grantId, role, may, until } });
  });
}

/** Ends with the next request of whoever held it: standings are read each time. */
export async function revokeGrant(
  room: RecordRoom,
  caller: Caller,
  { familyId, grantId }: { readonly familyId: string; readonly grantId: string },
): Promise<Result<undefined, RecordNotFound | { readonly code: 'errand-for-a-stranger' }>> {
  return changeFamily(room, caller, { familyId, operation: 'people.revoke-grant' }, async ({ tx, rows, now }) => {
    const grant = rows.grants.find((each) => each.grantId === grantId);
    const granter = granterOf(caller, familyId);
    // A parent ends what they gave; the other parent's helpers are not theirs to know of.
    if (grant === undefined || (granter !== undefined && grant.grantedBy !== granter)) return refused({ code: 'record-not-found' });
    if (grant.revokedAt === null) {
      await tx
        .update(grants)
        .set({ revokedAt: now, revokedBy: caller.principal })
        .where(and(eq(grants.authorityId, caller.authorityId), eq(grants.grantId, grantId)));
    }
    return accepted({ value: undefined, personId: grant.grantedBy, facts: { grantId, role: grant.role } });
  });
}

/** Themselves, or whom the officer helps; an officer on nobody's behalf grants nothing. */
function granterOf(caller: Caller, familyId: string): string | undefined {
  if (caller.onBehalfOf !== undefined) return caller.onBehalfOf.personId;
  return caller.actingAs?.familyId === familyId ? caller.actingAs.personId : undefined;
}

function openTo(granter: FamilyRows['persons'][number], rows: FamilyRows, today: PlainDate): string[] {
  if (granter.kind === 'young-person') return [granter.personId];
  const children = rows.persons.filter(({ kind }) => kind === 'young-person');
  return childrenOpenTo(granter.personId, children, rows.relationships, today);
}
