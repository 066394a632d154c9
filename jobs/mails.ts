import {
  keepLockout,
  mailGrantNotice,
  mailInvitation,
  mailMessageNotice,
  mailPullAlert,
  mailSignIn,
  mailSignInNotice,
  type NoticeDesk,
  type SignInDesk,
  sendGrantNotice,
  sendInvitationMail,
  sendMessageNotice,
  sendPullAlert,
  sendSignInMail,
  sendSignInNotice,
} from '../src/people/index.ts';
import type { JobRegistry } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

export type MailDesk = Omit<SignInDesk & NoticeDesk, 'clock'>;

/** Mails of the people room. A mail's id follows from what asked for it, so a second run is seen to be the same mail. */
export function registerMails(processors: JobRegistry, desk: MailDesk): JobRegistry {
  return processors
    .on(mailSignIn, ({ requestId }, { clock }) => sendSignInMail({ ...desk, clock }, { requestId }))
    .on(mailInvitation, (invitation, { clock, authorityId }) => sendInvitationMail({ ...desk, clock }, { authorityId, ...invitation }))
    .on(mailSignInNotice, (notice, { clock, outboxId }) => sendSignInNotice({ ...desk, clock }, outboxId, notice))
    .on(mailGrantNotice, (grant, { clock, authorityId, outboxId }) =>
      sendGrantNotice({ ...desk, clock }, outboxId, { authorityId, ...grant }),
    )
    .on(mailMessageNotice, (person, { clock, authorityId, outboxId }) =>
      sendMessageNotice({ ...desk, clock }, outboxId, { authorityId, ...person }),
    )
    .on(mailPullAlert, (pull, { clock, authorityId, outboxId }) => sendPullAlert({ ...desk, clock }, outboxId, { authorityId, ...pull }))
    .on(keepLockout, async ({ lockoutId }) => {
      await desk.database.sql`select people.keep_lockout(${lockoutId}::text::uuid)`;
      return accepted(undefined);
    });
}
