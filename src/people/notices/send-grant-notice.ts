import { and, eq } from 'drizzle-orm';
import { showMoment } from '../../platform/calendar/show-moment.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readAuthority } from '../authorities.ts';
import { grants, persons } from '../records/schema.ts';
import { readIdentity } from '../sign-in/identities.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { grantNotice } from './notice-words.ts';

/**
 * To the person in whose name somebody was let in, whoever pressed the button: an officer who was asked by phone, or somebody at their open
 * browser. Nobody else of the family is told, for one parent's helpers are that parent's own affair. Who does not sign in gets no mail.
 */
export async function sendGrantNotice(
  { database, publicUrl, mailer }: NoticeDesk,
  mailId: string,
  { authorityId, familyId, grantId }: { readonly authorityId: number; readonly familyId: string; readonly grantId: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const [found] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ identityId: persons.identityId, at: grants.createdAt, revokedAt: grants.revokedAt })
      .from(grants)
      .innerJoin(persons, and(eq(persons.authorityId, grants.authorityId), eq(persons.personId, grants.grantedBy)))
      .where(and(eq(grants.authorityId, authorityId), eq(grants.familyId, familyId), eq(grants.grantId, grantId))),
  );
  if (found === undefined) return refused({ code: 'record-not-found' });
  if (found.identityId === null || found.revokedAt !== null) return accepted(undefined);
  const [identity, authority] = await Promise.all([readIdentity(database, found.identityId), readAuthority(database, authorityId)]);
  if (identity === undefined || authority === undefined) return refused({ code: 'record-not-found' });
  await mailer.send(mailId, grantNotice({ to: identity.email, council: authority.name, when: showMoment(found.at), publicUrl }));
  return accepted(undefined);
}
