import { and, asc, eq } from 'drizzle-orm';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { readInvitationToken } from './invitation-token.ts';
import { invitations } from './schema.ts';

export type InvitationState = 'open' | 'used' | 'expired' | 'withdrawn';

/** An invitation as the person it is for may see it; whoever else asks finds none. */
export interface OwnInvitation {
  readonly authorityId: number;
  readonly invitationId: string;
  readonly council: string;
  readonly role: string;
  readonly expiresAt: Date;
  readonly state: InvitationState;
}

interface Desk {
  readonly database: Database;
  readonly clock: Clock;
}

type InvitationRow = typeof invitations.$inferSelect;

/** All of them, the oldest first: what has been taken up, and what came too late. */
export async function listOwnInvitations(desk: Desk, identityId: string): Promise<OwnInvitation[]> {
  return (await readOwn(desk, identityId)).map(({ shown }) => shown);
}

/** By its id, which the mail names, or by the token that was handed over. Undefined alike for another's and for what never was. */
export async function findOwnInvitation(
  desk: Desk,
  identityId: string,
  given: { readonly invitationId: string } | { readonly token: string },
): Promise<OwnInvitation | undefined> {
  const digest = 'token' in given ? readInvitationToken(given.token)?.tokenDigest : undefined;
  const isIt = ({ row }: { readonly row: InvitationRow }) =>
    'token' in given ? digest?.equals(row.tokenDigest) === true : row.invitationId === given.invitationId;
  return (await readOwn(desk, identityId)).find(isIt)?.shown;
}

async function readOwn({ database, clock }: Desk, identityId: string): Promise<{ row: InvitationRow; shown: OwnInvitation }[]> {
  const now = clock.now();
  const places = await database.sql<{ authority_id: number; name: string }[]>`
    select authority_id, name from people.places_of(${identityId}::text::uuid)`;
  const found = await Promise.all(
    places.map(async ({ authority_id: authorityId, name }) => {
      const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
        tx
          .select()
          .from(invitations)
          .where(and(eq(invitations.authorityId, authorityId), eq(invitations.identityId, identityId)))
          .orderBy(asc(invitations.createdAt), asc(invitations.invitationId)),
      );
      return rows.map((row) => {
        const { invitationId, role, expiresAt } = row;
        return { row, shown: { authorityId, invitationId, council: name, role, expiresAt, state: invitationState(row, now) } };
      });
    }),
  );
  return found.flat();
}

export function invitationState(
  { claimedAt, withdrawnAt, expiresAt }: Pick<InvitationRow, 'claimedAt' | 'withdrawnAt' | 'expiresAt'>,
  now: Date,
): InvitationState {
  if (claimedAt !== null) return 'used';
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt <= now ? 'expired' : 'open';
}
