import { and, eq, type SQL, sql } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { families, persons } from '../records/schema.ts';
import { readInvitationToken } from './invitation-token.ts';
import type { MemberRole } from './member-roles.ts';
import { invitations, memberships } from './schema.ts';

type InvitationRow = typeof invitations.$inferSelect;

/** One answer for unknown, used, expired, withdrawn and somebody else's: a forwarded or guessed link tells nothing. */
const CANNOT_BE_USED = refused({ code: 'invitation-cannot-be-used' });

type Claimed = Result<{ readonly authorityId: number; readonly role: string }, { readonly code: 'invitation-cannot-be-used' }>;

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

/** By the token that was handed over. */
export async function claimInvitation(desk: Desk, caller: Caller, token: string): Promise<Claimed> {
  const read = readInvitationToken(token);
  return read === undefined ? CANNOT_BE_USED : claim(desk, caller, read.authorityId, eq(invitations.tokenDigest, read.tokenDigest));
}

/** By whoever is signed in with the address it is for: that they read the mail there is what the token would prove, so none is asked for. */
export async function claimOwnInvitation(
  desk: Desk,
  caller: Caller,
  { authorityId, invitationId }: { readonly authorityId: number; readonly invitationId: string },
): Promise<Claimed> {
  return claim(desk, caller, authorityId, eq(invitations.invitationId, invitationId));
}

/** Once, by the person it was sent to; of two who ask at the same time the row's lock lets one through. */
async function claim({ database, clock }: Desk, caller: Caller, authorityId: number, isIt: SQL): Promise<Claimed> {
  const { identityId } = caller;
  if (identityId === undefined) return CANNOT_BE_USED;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const [found] = await tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.authorityId, authorityId), isIt))
      .for('update');
    if (found === undefined || found.identityId !== identityId) return CANNOT_BE_USED;
    if (found.claimedAt !== null || found.withdrawnAt !== null || found.expiresAt <= now) return CANNOT_BE_USED;
    const taken = found.personId === null ? await join(tx, found, identityId, now) : await joinFamily(tx, found, identityId);
    if (!taken) return CANNOT_BE_USED;
    await tx
      .update(invitations)
      .set({ claimedAt: now })
      .where(and(eq(invitations.authorityId, authorityId), eq(invitations.invitationId, found.invitationId)));
    await tx.execute(sql`select people.note_place(${identityId}, ${authorityId})`);
    const about = found.familyId === null || found.personId === null ? {} : { familyId: found.familyId, personId: found.personId };
    const facts = { invitationId: found.invitationId, role: found.role };
    await appendAudit(client, authorityId, [eventOf(caller, 'people.claim-invitation', 'change', now, about, facts)]);
    return accepted({ authorityId, role: found.role });
  });
}

async function join(tx: Transaction, { authorityId, ...terms }: InvitationRow, identityId: string, now: Date): Promise<true> {
  await tx.insert(memberships).values({
    authorityId,
    membershipId: uuidV4(),
    identityId,
    role: terms.role as MemberRole,
    providerId: terms.providerId,
    sources: terms.sources,
    approvalLimit: terms.approvalLimit,
    from: dateInLondon(now),
    until: terms.until,
    createdAt: now,
    createdBy: terms.createdBy,
  });
  return true;
}

/** Nobody's place is taken over: the record must still wait for its person, and nobody is two persons of one family. */
async function joinFamily(tx: Transaction, { authorityId, familyId, personId }: InvitationRow, identityId: string): Promise<boolean> {
  if (familyId === null || personId === null) return false;
  const [family] = await tx
    .select()
    .from(families)
    .where(and(eq(families.authorityId, authorityId), eq(families.familyId, familyId)))
    .for('update');
  const inFamily = await tx
    .select()
    .from(persons)
    .where(and(eq(persons.authorityId, authorityId), eq(persons.familyId, familyId)));
  const person = inFamily.find((each) => each.personId === personId);
  if (family?.wrappedKey == null || person?.identityId !== null || inFamily.some((each) => each.identityId === identityId)) return false;
  await tx
    .update(persons)
    .set({ identityId })
    .where(and(eq(persons.authorityId, authorityId), eq(persons.personId, personId)));
  return true;
}
