import type { z } from 'zod';
import { type mailSignIn, type SignInDesk, sendSignInMail } from '../src/people/index.ts';
import type { Mailer } from '../src/platform/email/mail.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';

/** Lets somebody in by mail. Run twice it mails the same link twice. */
export function mailSignInProcessor(
  desk: Omit<SignInDesk, 'clock'> & { readonly mailer: Mailer },
): Processor<z.infer<typeof mailSignIn.payload>> {
  return ({ requestId }, { clock }) => sendSignInMail({ ...desk, clock }, { requestId });
}
