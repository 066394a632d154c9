import { showMoment } from '../../platform/calendar/show-moment.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readIdentity } from '../sign-in/identities.ts';
import type { NoticeDesk } from './notice-desk.ts';
import { signInNotice } from './notice-words.ts';

/** To the address by which the person signs in: whoever holds a stolen session cannot keep the mail from arriving there. */
export async function sendSignInNotice(
  { database, publicUrl, mailer }: NoticeDesk,
  mailId: string,
  { identityId, what, at }: { readonly identityId: string; readonly what: string; readonly at: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' }>> {
  const identity = await readIdentity(database, identityId);
  if (identity === undefined) return refused({ code: 'record-not-found' });
  const mail = signInNotice({ to: identity.email, what, when: showMoment(new Date(at)), publicUrl });
  if (mail !== undefined) await mailer.send(mailId, mail);
  return accepted(undefined);
}
