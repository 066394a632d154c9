import type { Mail } from '../../platform/email/mail.ts';
import { html } from '../../platform/http/html.ts';

export interface SignInMail {
  readonly to: string;
  readonly link: string;
  readonly code: string;
}

const OPENING =
  'You asked to sign in to Threefold. Follow the link, or type the code in the page where you asked. Both are good for 10 minutes and for one use.';
const CLOSING =
  'Did you not ask for this? Then you need do nothing: nobody gets in without this mail. Never tell anybody the code or send the link on. Nobody from the council will ask you for them.';

/** Every word of the mail that lets people in. Nothing in it says what the service knows of the person. */
export function signInMail({ to, link, code }: SignInMail): Mail {
  const subject = 'Your link to sign in to Threefold';
  const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${subject}</title></head><body>
<p>${OPENING}</p>
<p><a href="${link}">Sign in</a></p>
<p>If the link does not open, copy this address: ${link}</p>
<p>Your code: <strong>${spaced}</strong></p>
<p>${CLOSING}</p>
</body></html>
`;
  return { to, subject, text: [OPENING, link, `Your code: ${spaced}`, CLOSING, ''].join('\n\n'), html: page.text };
}
