import type { Mail } from '../../platform/email/mail.ts';
import { html } from '../../platform/http/html.ts';

/** What has changed in somebody's way in, by the operation that the audit keeps; nothing else is told by mail. */
const CHANGES: Readonly<Record<string, string>> = {
  'people.add-passkey': 'A passkey was added.',
  'people.remove-passkey': 'A passkey was removed.',
  'people.add-authenticator': 'An authenticator app was added.',
  'people.remove-authenticator': 'The authenticator app was removed.',
  'people.renew-recovery-codes': 'New recovery codes were made. The old ones no longer work.',
  'people.use-recovery-code': 'One of your recovery codes was used.',
  'people.ask-factor-removal': 'The council was asked to take away your passkeys, your authenticator app and your recovery codes.',
  'people.confirm-factor-removal':
    'The council took away your passkeys, your authenticator app and your recovery codes, and signed you out everywhere.',
};

interface NoticeParts {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly link: string;
  readonly linkText: string;
}

/** Undefined for a change that nobody is told of. */
export function signInNotice({
  to,
  what,
  when,
  publicUrl,
}: {
  to: string;
  what: string;
  when: string;
  publicUrl: string;
}): Mail | undefined {
  const change = CHANGES[what];
  if (change === undefined) return undefined;
  return noticeMail({
    to,
    subject: 'How you sign in to Threefold has changed',
    lines: [
      `${change} This was on ${when}.`,
      'Was it you? Then you need do nothing.',
      'Was it not you? Sign in now, end all your sign-ins, and tell the council.',
    ],
    link: `${publicUrl}/your-sign-ins`,
    linkText: 'See your sign-ins',
  });
}

/** Names nobody: who was let in is shown after signing in, to whoever may know. */
export function grantNotice({ to, council, when, publicUrl }: { to: string; council: string; when: string; publicUrl: string }): Mail {
  return noticeMail({
    to,
    subject: 'Somebody can now see your record',
    lines: [
      `In your record with ${council}, somebody was let in on ${when}. It was done in your name.`,
      'You can see who it is and what they may see. You can end it at any time.',
      `Did you not want this? End it, and tell ${council}.`,
    ],
    link: `${publicUrl}/your-places`,
    linkText: 'Sign in and look',
  });
}

/** Says that there is something to read, and nothing of what: others may see the mail over a shoulder. */
export function messageNotice({ to, council, publicUrl }: { to: string; council: string; publicUrl: string }): Mail {
  return noticeMail({
    to,
    subject: `${council} has written to you`,
    lines: [`${council} has sent you a message. Sign in to read it.`, 'Nobody else of your family sees it.'],
    link: `${publicUrl}/your-places`,
    linkText: 'Sign in and read it',
  });
}

export function pullAlert({
  to,
  council,
  principal,
  families,
  when,
}: {
  readonly to: string;
  readonly council: string;
  readonly principal: string;
  readonly families: number;
  readonly when: string;
}): Mail {
  const lines = [
    `In ${council}, ${principal} opened the records of ${families} families within an hour. This was noticed on ${when}.`,
    'Ask them what it was for. The audit says which records they opened and why.',
    'If it should not be, end their sign-ins and their role, and follow your procedure for a breach.',
  ];
  return plain(to, 'Many families’ records were opened within an hour', lines);
}

function noticeMail({ to, subject, lines, link, linkText }: NoticeParts): Mail {
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${subject}</title></head><body>
${lines.map((line) => html`<p>${line}</p>`)}
<p><a href="${link}">${linkText}</a></p>
</body></html>
`;
  return { to, subject, text: [...lines, link, ''].join('\n\n'), html: page.text };
}

function plain(to: string, subject: string, lines: readonly string[]): Mail {
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${subject}</title></head><body>
${lines.map((line) => html`<p>${line}</p>`)}
</body></html>
`;
  return { to, subject, text: [...lines, ''].join('\n\n'), html: page.text };
}
