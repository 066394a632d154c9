import type { Clock } from '../../platform/clock/clock.ts';

/** What a person is told when a way in was refused: never why in detail, always what to do next. */
const words = {
  'email-malformed': 'Write your e-mail address like name@example.org.',
  'sign-in-code-wrong': 'This is not the code from the newest mail. Check the eight digits and type them again.',
  'sign-in-code-spent': 'Too many wrong codes were typed. Follow the link in the mail, or ask for a new mail.',
  'sign-in-request-expired': 'This code is no longer good, or you asked in another browser. Ask for a new mail here.',
  'sign-in-link-unknown': 'This link is not complete. Open it from the mail again, or ask for a new one.',
  'sign-in-link-used': 'This link was used already, and each works once. Ask for a new one.',
  'sign-in-link-expired': 'This link is too old. Ask for a new one.',
  'sign-in-link-elsewhere': 'That is not the address this link was sent to. Type the address of the inbox you found it in.',
  'passkey-refused': 'This passkey did not work here. Try again, or choose another way.',
  'issuer-away': 'That service cannot be reached at the moment. Try again in a few minutes, or let us send you a link.',
  'issuer-answer-refused': 'That service did not confirm who you are. Try again from here, or let us send you a link.',
  'issuer-flow-expired': 'That took too long, or began in another browser. Begin again here.',
  'issuer-person-unknown':
    'You are signed in there, but nobody here is known by your address. Ask whoever invited you, or your administrator, to check the address.',
  'authenticator-code-wrong': 'This is not the code your app shows now. Wait for the next one and type it.',
  'recovery-code-wrong': 'This is not one of your recovery codes, or it was used already.',
} as const;

export type SignInTrouble = { readonly code: keyof typeof words } | { readonly code: 'tried-too-often'; readonly until: Date };

export function wordsFor(trouble: SignInTrouble, clock: Clock): string {
  if (trouble.code !== 'tried-too-often') return words[trouble.code];
  const seconds = Math.max(1, Math.ceil((trouble.until.getTime() - clock.now().getTime()) / 1_000));
  const wait = seconds < 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `There were too many tries. Wait ${wait} and try again. A link in a mail works at once.`;
}

export function statusOf({ code }: SignInTrouble): number {
  return code === 'tried-too-often' ? 429 : 422;
}
