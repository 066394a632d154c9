import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { invitations, memberships } from './schema.ts';

export type MembershipRow = typeof memberships.$inferSelect;

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

/** From the next request on; the row stays for whoever asks later who held what. */
export async function endMembership(
  { database, clock }: Desk,
  caller: Caller,
  membershipId: string,
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const { authorityId, principal: endedBy } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const isIt = and(eq(memberships.authorityId, authorityId), eq(memberships.membershipId, membershipId));
    const [found] = await tx.select().from(memberships).where(isIt).for('update');
    if (found === undefined) return refused({ code: 'record-not-found' });
    if (found.endedAt !== null) return accepted(undefined);
    await tx.update(memberships).set({ endedAt: now, endedBy }).where(isIt);
    const facts = { membershipId, role: found.role, identityId: found.identityId };
    await appendAudit(client, authorityId, [eventOf(caller, 'people.end-membership', 'change', now, {}, facts)]);
    return accepted(undefined);
  });
}

export async function withdrawInvitation(
  { database, clock }: Desk,
  caller: Caller,
  invitationId: string,
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const now = clock.now();
    const [withdrawn] = await tx
      .update(invitations)
      .set({ withdrawnAt: now })
      .where(and(eq(invitations.authorityId, authorityId), eq(invitations.invitationId, invitationId), isNull(invitations.claimedAt)))
      .returning({ role: invitations.role });
    if (withdrawn === undefined) return refused({ code: 'record-not-found' });
    await appendAudit(client, authorityId, [
      eventOf(caller, 'people.withdraw-invitation', 'change', now, {}, { invitationId, role: withdrawn.role }),
    ]);
    return accepted(undefined);
  });
}

/** The ended ones too: who held a role is part of the audit. */
export async function listMemberships(
  { database }: Pick<Desk, 'database'>,
  authorityId: number,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<MembershipRow[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(memberships)
      .where(and(eq(memberships.authorityId, authorityId), after === undefined ? undefined : gt(memberships.membershipId, after)))
      .orderBy(asc(memberships.membershipId))
      .limit(limit),
  );
}
