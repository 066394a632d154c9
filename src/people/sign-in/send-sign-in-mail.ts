import type { Mailer } from '../../platform/email/mail.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { signInMail } from './mail-words.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { linkToken, signInCode } from './sign-in-secrets.ts';

interface RequestRow {
  email: string | null;
  expires_at: Date;
  used_at: Date | null;
}

/** The job behind a request. Where nobody is known by the address nothing is sent, and nobody who waits at the page can tell. */
export async function sendSignInMail(
  desk: SignInDesk & { readonly mailer: Mailer },
  { requestId }: { readonly requestId: string },
): Promise<Result<undefined, { readonly code: 'sign-in-request-expired' }>> {
  const [request] = await desk.database.sql<RequestRow[]>`select * from people.read_sign_in_request(${requestId}::text::uuid)`;
  if (request === undefined || request.used_at !== null || request.expires_at <= desk.clock.now())
    return refused({ code: 'sign-in-request-expired' });
  if (request.email === null) return accepted(undefined);
  const mail = signInMail({
    to: request.email,
    link: `${desk.publicUrl}/sign-in/link?token=${linkToken(desk, requestId)}`,
    code: signInCode(desk, requestId),
  });
  await desk.mailer.send(requestId, mail);
  return accepted(undefined);
}
