import type { z } from 'zod';
import { type mailInvitation, type mailSignIn, type SignInDesk, sendInvitationMail, sendSignInMail } from '../src/people/index.ts';
import type { Database } from '../src/platform/database/database.ts';
import type { Mailer } from '../src/platform/email/mail.ts';
import type { Processor } from '../src/platform/queue/job-registry.ts';

/** Lets somebody in by mail. Run twice it mails the same link twice. */
export function mailSignInProcessor(
  desk: Omit<SignInDesk, 'clock'> & { readonly mailer: Mailer },
): Processor<z.infer<typeof mailSignIn.payload>> {
  return ({ requestId }, { clock }) => sendSignInMail({ ...desk, clock }, { requestId });
}

/** Tells somebody that they are invited. Its mail's id is the invitation's, so a second run is seen to be the same mail. */
export function mailInvitationProcessor(desk: {
  readonly database: Database;
  readonly publicUrl: string;
  readonly mailer: Mailer;
}): Processor<z.infer<typeof mailInvitation.payload>> {
  return ({ invitationId }, { clock, authorityId }) => sendInvitationMail({ ...desk, clock }, { authorityId, invitationId });
}
