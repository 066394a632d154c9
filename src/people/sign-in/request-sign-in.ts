import { v4 as uuidV4 } from 'uuid';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { Trace } from '../audit/identity-event.ts';
import { digestOf } from '../sessions/session-token.ts';
import { readEmailAddress } from './email-address.ts';
import { safeReturnTo } from './return-to.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { codeDigest, linkDigest, linkToken, signInCode } from './sign-in-secrets.ts';
import { type MustWait, takeTry } from './throttle.ts';

const LINK_LIFE_MS = 10 * 60_000;

export interface AskedToSignIn extends Trace {
  readonly email: string;
  readonly browserToken: string;
  readonly returnTo: string;
}

/** The answer and the work are the same whether anybody is known by the address: who it is, only the mail's job looks up. */
export async function requestSignIn(
  desk: SignInDesk,
  { email, browserToken, returnTo, ...trace }: AskedToSignIn,
): Promise<Result<undefined, { readonly code: 'email-malformed' } | MustWait>> {
  const read = readEmailAddress(email);
  if (!read.ok) return read;
  const mustWait = await takeTry(desk, 'asking', trace.address, trace);
  if (mustWait !== undefined) return refused(mustWait);
  const now = desk.clock.now();
  const requestId = uuidV4();
  await desk.database.sql`
    select people.request_sign_in(${requestId}::text::uuid, ${read.value.emailKey}, ${digestOf(browserToken)},
      ${linkDigest(linkToken(desk, requestId))}, ${codeDigest(desk, requestId, signInCode(desk, requestId))}, ${safeReturnTo(returnTo)},
      ${now}, ${new Date(now.getTime() + LINK_LIFE_MS)})`;
  return accepted(undefined);
}
