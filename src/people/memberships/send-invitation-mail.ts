import { and, eq } from 'drizzle-orm';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Mailer } from '../../platform/email/mail.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readAuthority } from '../authorities.ts';
import { readIdentity } from '../sign-in/identities.ts';
import { invitationMail } from './invitation-mail-words.ts';
import { invitationState } from './own-invitations.ts';
import { invitations } from './schema.ts';

/**
 * The job behind an invitation. The mail carries no token: its link says which invitation is meant, and only whoever signs in with the
 * address it is for can take it up. So nothing secret is kept for the mail, a mail sent on lets nobody in, and a second attempt sends the
 * same again.
 */
export async function sendInvitationMail(
  {
    database,
    clock,
    publicUrl,
    mailer,
  }: { readonly database: Database; readonly clock: Clock; readonly publicUrl: string; readonly mailer: Mailer },
  { authorityId, invitationId }: { readonly authorityId: number; readonly invitationId: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const [found] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.authorityId, authorityId), eq(invitations.invitationId, invitationId))),
  );
  if (found === undefined) return refused({ code: 'record-not-found' });
  // Taken up, taken back or too old meanwhile: there is nothing to invite to any more.
  if (invitationState(found, clock.now()) !== 'open') return accepted(undefined);
  const [identity, authority] = await Promise.all([readIdentity(database, found.identityId), readAuthority(database, authorityId)]);
  if (identity === undefined || authority === undefined) return refused({ code: 'record-not-found' });
  const mail = invitationMail({
    to: identity.email,
    council: authority.name,
    link: `${publicUrl}/your-places/invitation?id=${invitationId}`,
    until: showDate(dateInLondon(found.expiresAt)),
  });
  await mailer.send(invitationId, mail);
  return accepted(undefined);
}
