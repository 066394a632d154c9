import type { Mail } from '../../platform/email/mail.ts';
import { html } from '../../platform/http/html.ts';

export interface InvitationMail {
  readonly to: string;
  readonly council: string;
  readonly link: string;
  /** As a day is written out. */
  readonly until: string;
}

/** Every word of the mail that invites. What somebody is invited to be is not in it: that is shown after they have signed in. */
export function invitationMail({ to, council, link, until }: InvitationMail): Mail {
  const subject = `${council} invites you to Threefold`;
  const opening = `${council} invites you to Threefold. Follow the link to see what for, and to say yes or leave it.`;
  const how = `You sign in with this e-mail address, ${to}. No other address works. There is no password: we send you a link each time.`;
  const lasts = `You can say yes until ${until}. After that, ask ${council} for a new invitation.`;
  const closing = 'Do you not know why you got this? Then you need do nothing. Nobody can use this invitation but you.';
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${subject}</title></head><body>
<p>${opening}</p>
<p><a href="${link}">See the invitation</a></p>
<p>If the link does not open, copy this address: ${link}</p>
<p>${how}</p>
<p>${lasts}</p>
<p>${closing}</p>
</body></html>
`;
  return { to, subject, text: [opening, link, how, lasts, closing, ''].join('\n\n'), html: page.text };
}
