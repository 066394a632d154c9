import {
  type BrowserFacts,
  beginIssuerSignIn,
  browserCookie,
  endedSessionCookie,
  endIssuerSignIn,
  endSessions,
  type Issuer,
  lookAtLink,
  newToken,
  passkeySignInOptions,
  requestSignIn,
  type SignInDesk,
  safeReturnTo,
  sessionCookie,
  signInByCode,
  signInByLink,
  signInByPasskey,
} from '../../people/index.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../shared/page-route.ts';
import { checkMailView, deadEndView, linkView, signInView, signOutView } from './sign-in-view.ts';
import { type SignInTrouble, statusOf, wordsFor } from './sign-in-words.ts';

export interface SignInPages {
  readonly desk: SignInDesk;
  readonly issuers: readonly Issuer[];
}

/** Where people go who came to sign in and for nothing else. */
const FIRST_PAGE = '/your-places';

/** The ways in, each complete without a script but the passkey's. */
export function signInRoutes(pages: SignInPages): readonly PageRoute[] {
  return [
    {
      method: 'get',
      path: '/sign-in',
      access: 'anybody',
      handle: async (request) => signInPage(pages, request, undefined),
    },
    { method: 'post', path: '/sign-in', access: 'anybody', handle: (request) => askForMail(pages, request) },
    { method: 'get', path: '/sign-in/check', access: 'anybody', handle: async (request) => checkMailPage(pages, request, undefined) },
    { method: 'post', path: '/sign-in/code', access: 'anybody', handle: (request) => typeCode(pages, request) },
    { method: 'get', path: '/sign-in/link', access: 'anybody', handle: (request) => showLink(pages, request) },
    { method: 'post', path: '/sign-in/link', access: 'anybody', handle: (request) => followLink(pages, request) },
    {
      method: 'post',
      path: '/sign-in/passkey/options',
      access: 'anybody',
      handle: async ({ browserToken }) => ({ kind: 'json', body: await passkeySignInOptions(pages.desk, browserToken) }),
    },
    { method: 'post', path: '/sign-in/passkey', access: 'anybody', handle: (request) => usePasskey(pages, request) },
    ...pages.issuers.flatMap((issuer) => issuerRoutes(pages, issuer)),
    {
      method: 'get',
      path: '/sign-out',
      access: 'signed-in',
      handle: async ({ formToken }) => ({ kind: 'page', title: 'Sign out - Threefold', content: signOutView(formToken) }),
    },
    { method: 'post', path: '/sign-out', access: 'anybody', handle: (request) => signOut(pages, request) },
  ];
}

function signInPage({ desk, issuers }: SignInPages, request: PageRequest, trouble: SignInTrouble | undefined): PageAnswer {
  const given = request.form.get('email');
  return {
    kind: 'page',
    status: trouble === undefined ? 200 : statusOf(trouble),
    title: `${trouble === undefined ? '' : 'Error: '}Sign in - Threefold`,
    script: '/passkeys.js',
    content: signInView({
      formToken: request.formToken,
      returnTo: safeReturnTo(request.form.get('returnTo') ?? request.query.get('returnTo') ?? FIRST_PAGE),
      trouble: trouble && { words: wordsFor(trouble, desk.clock), isAboutAddress: trouble.code === 'email-malformed' },
      ...(given !== null && { email: given.slice(0, 254) }),
      issuers: { staff: issuers.some(({ kind }) => kind === 'staff'), family: issuers.some(({ kind }) => kind === 'family') },
    }),
  };
}

async function askForMail(pages: SignInPages, request: PageRequest): Promise<PageAnswer> {
  const { form, browserToken, address, requestId } = request;
  const returnTo = safeReturnTo(form.get('returnTo') ?? FIRST_PAGE);
  const asked = await requestSignIn(pages.desk, { email: form.get('email') ?? '', browserToken, returnTo, address, requestId });
  return asked.ok ? { kind: 'go', to: '/sign-in/check' } : signInPage(pages, request, asked.refusal);
}

function checkMailPage({ desk }: SignInPages, { formToken }: PageRequest, trouble: SignInTrouble | undefined): PageAnswer {
  return {
    kind: 'page',
    status: trouble === undefined ? 200 : statusOf(trouble),
    title: `${trouble === undefined ? '' : 'Error: '}Check your mail - Threefold`,
    content: checkMailView({ formToken, trouble: trouble && wordsFor(trouble, desk.clock) }),
  };
}

async function typeCode(pages: SignInPages, request: PageRequest): Promise<PageAnswer> {
  const signedIn = await signInByCode(
    pages.desk,
    (request.form.get('code') ?? '').slice(0, 40),
    request.browserToken,
    browserFacts(request),
  );
  return signedIn.ok ? enter(signedIn.value) : checkMailPage(pages, request, signedIn.refusal);
}

async function showLink({ desk }: SignInPages, { query, browserToken, formToken }: PageRequest): Promise<PageAnswer> {
  const link = (query.get('token') ?? '').slice(0, 100);
  const state = await lookAtLink(desk, link, browserToken);
  if (state !== 'open-here' && state !== 'open-elsewhere') return deadEnd({ code: `sign-in-link-${state}` }, desk);
  return { kind: 'page', title: 'Sign in - Threefold', content: linkView({ formToken, link, elsewhere: state === 'open-elsewhere' }) };
}

async function followLink({ desk }: SignInPages, request: PageRequest): Promise<PageAnswer> {
  const { form, browserToken, formToken } = request;
  const link = (form.get('link') ?? '').slice(0, 100);
  const signedIn = await signInByLink(desk, { token: link, email: form.get('email') ?? '', browserToken }, browserFacts(request));
  if (signedIn.ok) return enter(signedIn.value);
  if (signedIn.refusal.code !== 'sign-in-link-elsewhere') return deadEnd(signedIn.refusal, desk);
  return {
    kind: 'page',
    status: 422,
    title: 'Error: Sign in - Threefold',
    content: linkView({ formToken, link, elsewhere: true, trouble: wordsFor(signedIn.refusal, desk.clock) }),
  };
}

async function usePasskey(pages: SignInPages, request: PageRequest): Promise<PageAnswer> {
  const given = request.form.get('passkey') ?? '';
  const signedIn = await signInByPasskey(pages.desk, given, request.browserToken, browserFacts(request));
  const returnTo = safeReturnTo(request.form.get('returnTo') ?? FIRST_PAGE);
  return signedIn.ok ? enter({ ...signedIn.value, returnTo }) : signInPage(pages, request, signedIn.refusal);
}

/** Going there is a link and no form: an issuer's page is not one of ours, and our forms go nowhere else. */
function issuerRoutes(pages: SignInPages, issuer: Issuer): readonly PageRoute[] {
  const { desk } = pages;
  return [
    {
      method: 'get',
      path: `/sign-in/${issuer.kind}`,
      access: 'anybody',
      handle: async ({ query, browserToken }) => {
        const begun = await beginIssuerSignIn(desk, issuer, { browserToken, returnTo: query.get('returnTo') ?? FIRST_PAGE });
        return begun.ok ? { kind: 'go', to: begun.value.address } : deadEnd(begun.refusal, desk);
      },
    },
    {
      method: 'get',
      path: `/sign-in/${issuer.kind}/back`,
      access: 'anybody',
      handle: async (request) => {
        const { query, browserToken } = request;
        const signedIn = await endIssuerSignIn(desk, issuer, { query, browserToken }, browserFacts(request));
        return signedIn.ok ? enter(signedIn.value) : deadEnd(signedIn.refusal, desk);
      },
    },
  ];
}

/** Ends the session wherever its cookie is; the browser forgets both its cookies. */
async function signOut({ desk }: SignInPages, request: PageRequest): Promise<PageAnswer> {
  const { session } = request;
  if (session !== undefined) await endSessions(desk, session.identityId, request, { only: session.sessionId });
  return {
    kind: 'page',
    title: 'You are signed out - Threefold',
    content: deadEndView('You are signed out', 'On a shared device, close the browser too.'),
    cookies: [endedSessionCookie(), browserCookie(newToken())],
  };
}

/** A new session and a new browser token: nothing a page or a stranger knew before is good for anything now. */
function enter({ token, returnTo }: { readonly token: string; readonly returnTo: string }): PageAnswer {
  return { kind: 'go', to: returnTo === '/' ? FIRST_PAGE : returnTo, cookies: [sessionCookie(token), browserCookie(newToken())] };
}

function browserFacts({ address, device, requestId, sessionToken }: PageRequest): BrowserFacts {
  return { address, device, requestId, earlierToken: sessionToken };
}

function deadEnd(trouble: SignInTrouble, { clock }: SignInDesk): PageAnswer {
  return {
    kind: 'page',
    status: statusOf(trouble),
    title: 'You are not signed in - Threefold',
    content: deadEndView('You are not signed in', wordsFor(trouble, clock)),
  };
}
