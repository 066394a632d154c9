import { and, eq } from 'drizzle-orm';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readAuthority } from '../authorities.ts';
import { persons } from '../records/schema.ts';
import { readIdentity } from '../sign-in/identities.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { messageNotice } from './notice-words.ts';

/** To the person whose thread it is, at the address by which they sign in. Who does not sign in gets a letter, which is not ours to send. */
export async function sendMessageNotice(
  { database, publicUrl, mailer }: NoticeDesk,
  mailId: string,
  { authorityId, personId }: { readonly authorityId: number; readonly personId: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const [person] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ identityId: persons.identityId })
      .from(persons)
      .where(and(eq(persons.authorityId, authorityId), eq(persons.personId, personId))),
  );
  if (person === undefined) return refused({ code: 'record-not-found' });
  if (person.identityId === null) return accepted(undefined);
  const [identity, authority] = await Promise.all([readIdentity(database, person.identityId), readAuthority(database, authorityId)]);
  if (identity === undefined || authority === undefined) return refused({ code: 'record-not-found' });
  await mailer.send(mailId, messageNotice({ to: identity.email, council: authority.name, publicUrl }));
  return accepted(undefined);
}
