import { and, eq, sql } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { eventOf } from '../audit/audit-event.ts';
import { persons } from '../records/schema.ts';
import { findOrCreateIdentity } from '../sign-in/identities.ts';
import { newInvitationToken } from './invitation-token.ts';
import { mailInvitation } from './job-contracts.ts';
import type { FamilyRole, MemberRole } from './member-roles.ts';
import { invitations } from './schema.ts';

export interface NewInvitation {
  readonly email: string;
  readonly role: MemberRole | FamilyRole;
  readonly until?: PlainDate | undefined;
  /** Of provider staff. */
  readonly providerId?: string | undefined;
  /** Of a partner. */
  readonly sources?: readonly string[] | undefined;
  /** Of an approver, in pence. */
  readonly approvalLimit?: bigint | undefined;
  /** Of a family's own person: whose record it is. */
  readonly familyId?: string | undefined;
  readonly personId?: string | undefined;
  /** The token is handed over at once, as to the made-up people of a demo. */
  readonly withoutMail?: true;
}

export interface Invited {
  readonly invitationId: string;
  /** In this answer and nowhere else: the table keeps its digest. */
  readonly token: string;
  readonly expiresAt: Date;
  /** Somebody else is known by an address that a reader may take for this one: look twice whom it went to. */
  readonly looksLikeAnother: boolean;
}

export type InviteRefusal = {
  readonly code: 'email-malformed' | 'invitation-terms-contradict' | 'record-not-found' | 'grant-to-oneself' | 'person-signed-in-already';
};

const WORKS_FOR_MS = 7 * 86_400_000;

/** Holds a role ready for whoever proves to own the address. Nobody gives a role to themselves, whatever they may give to others. */
export async function invite(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  caller: Caller,
  draft: NewInvitation,
): Promise<Result<Invited, InviteRefusal>> {
  if (!termsFit(draft)) return refused({ code: 'invitation-terms-contradict' });
  const found = await findOrCreateIdentity({ database, clock }, draft.email, caller.authorityId);
  if (!found.ok) return found;
  const { identityId, looksLikeAnother } = found.value;
  if (identityId === caller.identityId) return refused({ code: 'grant-to-oneself' });
  const { authorityId, principal } = caller;
  const now = clock.now();
  const invitationId = uuidV4();
  const { token, tokenDigest } = newInvitationToken(authorityId);
  const expiresAt = new Date(now.getTime() + WORKS_FOR_MS);
  return inTransaction(database, { authorityId }, async (tx, client) => {
    const [person] =
      draft.personId === undefined
        ? []
        : await tx
            .select()
            .from(persons)
            .where(and(eq(persons.authorityId, authorityId), eq(persons.personId, draft.personId)));
    const isTheirs = person?.kind === draft.role && person.familyId === draft.familyId;
    if (draft.personId !== undefined && !isTheirs) return refused({ code: 'record-not-found' });
    if (person?.identityId != null) return refused({ code: 'person-signed-in-already' });
    await tx.insert(invitations).values({
      authorityId,
      invitationId,
      identityId,
      tokenDigest,
      role: draft.role,
      sources: [...(draft.sources ?? [])],
      ...(draft.providerId !== undefined && { providerId: draft.providerId }),
      ...(draft.approvalLimit !== undefined && { approvalLimit: draft.approvalLimit }),
      ...(draft.until !== undefined && { until: draft.until }),
      ...(person !== undefined && { familyId: person.familyId, personId: person.personId }),
      createdAt: now,
      createdBy: principal,
      expiresAt,
    });
    // Where a sign-in looks: so the person finds the invitation without its token.
    await tx.execute(sql`select people.note_place(${identityId}, ${authorityId})`);
    // One mail for each invitation, whoever asks for it again: its id is the job's.
    const mail = { authorityId, outboxId: invitationId, payload: { invitationId }, recordedAt: now };
    if (draft.withoutMail !== true) await appendToOutbox(tx, mailInvitation, mail);
    const about = person === undefined ? {} : { familyId: person.familyId, personId: person.personId };
    const facts = { invitationId, role: draft.role, ...(draft.approvalLimit !== undefined && { approvalLimit: `${draft.approvalLimit}` }) };
    await appendAudit(client, authorityId, [
      eventOf(caller, person === undefined ? 'people.invite' : 'people.invite-to-family', 'change', now, about, facts),
    ]);
    return accepted({ invitationId, token, expiresAt, looksLikeAnother });
  });
}

/** Each role with what it needs and with nothing that belongs to another. */
function termsFit({ role, personId, providerId, sources, approvalLimit }: NewInvitation): boolean {
  const isOfFamily = role === 'parent' || role === 'young-person';
  return (
    isOfFamily === (personId !== undefined) &&
    (role === 'provider-staff') === (providerId !== undefined) &&
    (role === 'partner') === (sources !== undefined && sources.length > 0) &&
    (role === 'approver') === (approvalLimit !== undefined)
  );
}
