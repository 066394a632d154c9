import {
  type Identity,
  passkeyProofOptions,
  proveAuthenticator,
  provePasskey,
  proveRecoveryCode,
  readIdentity,
  rotateSession,
  type SignInDesk,
  safeReturnTo,
  sessionCookie,
} from '../../people/index.ts';
import { type PageAnswer, type PageRequest, type PageRoute, sessionOf } from '../shared/page-route.ts';
import { type SignInTrouble, statusOf, wordsFor } from '../sign-in/sign-in-words.ts';
import { noFactorView, secondFactorView } from './second-factor-view.ts';

/** The second proof: a passkey, an app's code, or one of the codes kept for the day when both are lost. */
export function secondFactorRoutes(desk: SignInDesk): readonly PageRoute[] {
  return [
    { method: 'get', path: '/second-factor', access: 'signed-in', handle: (request) => askPage(desk, request, undefined) },
    {
      method: 'post',
      path: '/second-factor/code',
      access: 'signed-in',
      handle: async (request) =>
        proved(desk, request, await proveAuthenticator(desk, sessionOf(request).identityId, shortText(request, 'code'), request)),
    },
    {
      method: 'post',
      path: '/second-factor/recovery',
      access: 'signed-in',
      handle: async (request) =>
        proved(desk, request, await proveRecoveryCode(desk, sessionOf(request).identityId, shortText(request, 'recovery'), request)),
    },
    {
      method: 'post',
      path: '/second-factor/passkey/options',
      access: 'signed-in',
      handle: async (request) => ({
        kind: 'json',
        body: await passkeyProofOptions(desk, sessionOf(request).identityId, request.browserToken),
      }),
    },
    {
      method: 'post',
      path: '/second-factor/passkey',
      access: 'signed-in',
      handle: async (request) =>
        proved(
          desk,
          request,
          await provePasskey(desk, sessionOf(request).identityId, request.form.get('passkey') ?? '', request.browserToken),
        ),
    },
  ];
}

async function askPage(desk: SignInDesk, request: PageRequest, trouble: SignInTrouble | undefined): Promise<PageAnswer> {
  const identity = await readIdentity(desk.database, sessionOf(request).identityId);
  const returnTo = returnOf(request);
  if (identity === undefined || !hasFactor(identity))
    return { kind: 'page', title: 'Set up a second proof - Threefold', content: noFactorView() };
  return {
    kind: 'page',
    status: trouble === undefined ? 200 : statusOf(trouble),
    title: `${trouble === undefined ? '' : 'Error: '}One more step - Threefold`,
    script: '/passkeys.js',
    content: secondFactorView({
      formToken: request.formToken,
      returnTo,
      identity,
      ...(trouble && { trouble: { code: trouble.code, words: wordsFor(trouble, desk.clock) } }),
    }),
  };
}

/** A session that gains a proof gets another cookie with it. */
async function proved(
  desk: SignInDesk,
  request: PageRequest,
  proof: { readonly ok: true } | { readonly ok: false; readonly refusal: SignInTrouble },
): Promise<PageAnswer> {
  if (!proof.ok) return askPage(desk, request, proof.refusal);
  const token = await rotateSession(desk, request.sessionToken ?? '', { secondFactor: true });
  if (token === undefined) return { kind: 'go', to: '/sign-in' };
  return { kind: 'go', to: returnOf(request), cookies: [sessionCookie(token)] };
}

export function hasFactor({ hasAuthenticator, passkeys }: Identity): boolean {
  return hasAuthenticator || passkeys > 0;
}

function returnOf({ form, query }: PageRequest): string {
  const path = safeReturnTo(form.get('returnTo') ?? query.get('returnTo') ?? '/your-sign-ins');
  return path === '/' ? '/your-sign-ins' : path;
}

function shortText({ form }: PageRequest, name: string): string {
  return (form.get(name) ?? '').slice(0, 60);
}
