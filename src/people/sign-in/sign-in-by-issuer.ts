import * as openid from 'openid-client';
import { z } from 'zod';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type BrowserFacts, beginSession } from '../sessions/begin-session.ts';
import { readEmailAddress } from './email-address.ts';
import { keepFlow, takeFlow } from './flows.ts';
import type { Issuer } from './issuer.ts';
import { safeReturnTo } from './return-to.ts';
import type { SignedInBrowser } from './sign-in-by-mail.ts';
import type { SignInDesk } from './sign-in-desk.ts';

export type IssuerRefusal = {
  readonly code: 'issuer-away' | 'issuer-answer-refused' | 'issuer-flow-expired' | 'issuer-person-unknown';
};

const flowFacts = z.strictObject({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), returnTo: z.string() });

/** What an issuer's answer may say of a person; the rest is not read. */
const claims = z.looseObject({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).optional(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  amr: z.array(z.string()).optional(),
});
type Claims = z.infer<typeof claims>;

/** Where the browser goes to say who it is. State, nonce and PKCE are kept here and bound to it, so that no other browser can bring the answer. */
export async function beginIssuerSignIn(
  desk: SignInDesk,
  issuer: Issuer,
  { browserToken, returnTo }: { readonly browserToken: string; readonly returnTo: string },
): Promise<Result<{ readonly address: string }, { readonly code: 'issuer-away' }>> {
  const configuration = await issuer.configuration().catch(() => undefined);
  if (configuration === undefined) return refused({ code: 'issuer-away' });
  const flow = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    codeVerifier: openid.randomPKCECodeVerifier(),
    returnTo: safeReturnTo(returnTo),
  };
  await keepFlow(desk, `issuer-${issuer.kind}`, browserToken, flow);
  const address = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(desk, issuer),
    scope: 'openid email',
    response_type: 'code',
    code_challenge: await openid.calculatePKCECodeChallenge(flow.codeVerifier),
    code_challenge_method: 'S256',
    state: flow.state,
    nonce: flow.nonce,
    ...(issuer.kind === 'family' && { vtr: '["Cl.Cm"]', ui_locales: 'en' }),
  });
  return accepted({ address: address.href });
}

/** What came back is believed once, in the browser that began, from the issuer that was asked; otherwise nobody is signed in. */
export async function endIssuerSignIn(
  desk: SignInDesk,
  issuer: Issuer,
  { query, browserToken }: { readonly query: URLSearchParams; readonly browserToken: string },
  browser: BrowserFacts,
): Promise<Result<SignedInBrowser, IssuerRefusal>> {
  const flow = flowFacts.safeParse(await takeFlow(desk, `issuer-${issuer.kind}`, browserToken));
  if (!flow.success) return refused({ code: 'issuer-flow-expired' });
  const configuration = await issuer.configuration().catch(() => undefined);
  if (configuration === undefined) return refused({ code: 'issuer-away' });
  const said = await claimsOf(configuration, desk, issuer, query, flow.data).catch(() => undefined);
  if (said === undefined) return refused({ code: 'issuer-answer-refused' });
  const identityId = await personOf(desk, configuration.serverMetadata().issuer, said, issuer);
  if (identityId === undefined) return refused({ code: 'issuer-person-unknown' });
  const withSecondFactor = issuer.kind === 'staff' && said.amr?.includes('mfa') === true;
  const session = await beginSession(desk, { identityId, by: `oidc-${issuer.kind}`, withSecondFactor }, browser);
  return accepted({ ...session, returnTo: flow.data.returnTo });
}

async function claimsOf(
  configuration: openid.Configuration,
  desk: SignInDesk,
  issuer: Issuer,
  query: URLSearchParams,
  flow: z.infer<typeof flowFacts>,
): Promise<Claims> {
  const answer = new URL(callbackOf(desk, issuer));
  answer.search = query.toString();
  const tokens = await openid.authorizationCodeGrant(configuration, answer, {
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    pkceCodeVerifier: flow.codeVerifier,
    idTokenExpected: true,
  });
  const inToken = claims.parse(tokens.claims());
  if (inToken.email !== undefined || configuration.serverMetadata().userinfo_endpoint === undefined) return inToken;
  const more = claims.parse(await openid.fetchUserInfo(configuration, tokens.access_token, inToken.sub));
  return { ...inToken, email: more.email, email_verified: more.email_verified };
}

/**
 * People are invited first: an issuer says who they are and never that they may come in. A council's own directory vouches for its addresses
 * unless it says otherwise; to families' issuers anybody can sign up, so there the address must be verified.
 */
async function personOf(desk: SignInDesk, issuerName: string, said: Claims, issuer: Issuer): Promise<string | undefined> {
  const verified = String(said.email_verified ?? (issuer.kind === 'staff' ? 'true' : 'false')) === 'true';
  const address = readEmailAddress(said.email ?? '');
  const emailKey = verified && address.ok ? address.value.emailKey : null;
  const [row] = await desk.database.sql<{ outcome: string; identity_id: string | null }[]>`
    select * from people.link_issuer(${issuerName}, ${said.sub}, ${emailKey}, ${desk.clock.now()})`;
  return row?.identity_id ?? undefined;
}

function callbackOf({ publicUrl }: SignInDesk, { kind }: Issuer): string {
  return `${publicUrl}/sign-in/${kind}/back`;
}
