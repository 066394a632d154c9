import { accepted, type Result, refused } from '../../platform/result.ts';
import { type BrowserFacts, beginSession } from '../sessions/begin-session.ts';
import { digestOf } from '../sessions/session-token.ts';
import { readEmailAddress } from './email-address.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { codeDigest, linkDigest } from './sign-in-secrets.ts';
import { clearTries, giveBackTry, type MustWait, takeTry } from './throttle.ts';

export interface SignedInBrowser {
  readonly token: string;
  readonly sessionId: string;
  readonly returnTo: string;
}

export type CodeRefusal = { readonly code: 'sign-in-code-wrong' | 'sign-in-code-spent' | 'sign-in-request-expired' } | MustWait;
export type LinkRefusal = {
  readonly code: 'sign-in-link-unknown' | 'sign-in-link-used' | 'sign-in-link-expired' | 'sign-in-link-elsewhere';
};

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The code, in the browser that asked for it. Spaces and hyphens are how people copy it. */
export async function signInByCode(
  desk: SignInDesk,
  given: string,
  browserToken: string,
  browser: BrowserFacts,
): Promise<Result<SignedInBrowser, CodeRefusal>> {
  const code = given.replaceAll(/[\s-]/g, '');
  const open = await desk.database.sql<{ request_id: string; email_key: string }[]>`
    select * from people.read_open_requests(${digestOf(browserToken)}, ${desk.clock.now()})`;
  const newest = open[0];
  if (newest === undefined) return refused({ code: 'sign-in-request-expired' });
  const mustWait = (await takeTry(desk, 'address', browser.address, browser)) ?? (await takeTry(desk, 'code', newest.email_key, browser));
  if (mustWait !== undefined) return refused(mustWait);
  const digests = open.map(({ request_id }) => ({ request_id, digest: codeDigest(desk, request_id, code).toString('hex') }));
  const [taken] = await desk.database.sql<TakenRow[]>`
    select * from people.take_sign_in_code(${digestOf(browserToken)}, ${JSON.stringify(digests)}::text::jsonb, ${desk.clock.now()})`;
  switch (taken?.outcome) {
    case 'taken':
      await clearTries(desk, 'code', newest.email_key);
      await giveBackTry(desk, 'address', browser.address);
      return accepted(await signedIn(desk, taken, browser));
    case 'expired':
      return refused({ code: 'sign-in-request-expired' });
    case 'too-many':
      return refused({ code: 'sign-in-code-spent' });
    default:
      return refused({ code: 'sign-in-code-wrong' });
  }
}

export type LinkState = 'open-here' | 'open-elsewhere' | 'used' | 'expired' | 'unknown';

/** What the page of a link says before anybody presses its button; looking uses nothing up. */
export async function lookAtLink(desk: SignInDesk, token: string, browserToken: string | undefined): Promise<LinkState> {
  const browser = browserToken === undefined ? null : digestOf(browserToken);
  const [row] = await desk.database.sql<{ state: 'open' | 'used' | 'expired'; same_browser: boolean }[]>`
    select * from people.look_at_link(${linkDigest(token)}, ${browser}, ${desk.clock.now()})`;
  if (row === undefined || !TOKEN.test(token)) return 'unknown';
  if (row.state !== 'open') return row.state;
  return row.same_browser ? 'open-here' : 'open-elsewhere';
}

/** A link followed in another browser than the one that asked needs the address it was sent to. Wrong links are not counted: nobody guesses 256 bits. */
export async function signInByLink(
  desk: SignInDesk,
  { token, email, browserToken }: { readonly token: string; readonly email: string; readonly browserToken: string },
  browser: BrowserFacts,
): Promise<Result<SignedInBrowser, LinkRefusal>> {
  const address = readEmailAddress(email);
  const [taken] = await desk.database.sql<TakenRow[]>`
    select * from people.take_link(${linkDigest(token)}, ${digestOf(browserToken)}, ${address.ok ? address.value.emailKey : null}, ${desk.clock.now()})`;
  switch (taken?.outcome) {
    case 'taken':
      return accepted(await signedIn(desk, taken, browser));
    case 'used':
      return refused({ code: 'sign-in-link-used' });
    case 'expired':
      return refused({ code: 'sign-in-link-expired' });
    case 'other-browser':
      return refused({ code: 'sign-in-link-elsewhere' });
    default:
      return refused({ code: 'sign-in-link-unknown' });
  }
}

interface TakenRow {
  outcome: string;
  identity_id: string;
  return_to: string;
}

async function signedIn(desk: SignInDesk, taken: TakenRow, browser: BrowserFacts): Promise<SignedInBrowser> {
  const session = await beginSession(desk, { identityId: taken.identity_id, by: 'mail', withSecondFactor: false }, browser);
  return { ...session, returnTo: taken.return_to };
}
