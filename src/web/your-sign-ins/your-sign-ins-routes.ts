import { toString as drawCode } from 'qrcode';
import {
  addPasskey,
  beginAuthenticator,
  endedSessionCookie,
  endSessions,
  type Identity,
  listPasskeys,
  listSessions,
  newPasskeyOptions,
  newRecoveryCodes,
  proveAuthenticator,
  readIdentity,
  removeAuthenticator,
  removePasskey,
  rotateSession,
  type SignInDesk,
  sessionCookie,
  showNewAuthenticator,
} from '../../people/index.ts';
import { hasFactor } from '../second-factor/second-factor-page.ts';
import { type PageAnswer, type PageRequest, type PageRoute, sessionOf } from '../shared/page-route.ts';
import { type SignInTrouble, statusOf, wordsFor } from '../sign-in/sign-in-words.ts';
import { presentSignIns } from './your-sign-ins-presenter.ts';
import { authenticatorView, recoveryCodesView, yourSignInsView } from './your-sign-ins-view.ts';

type Handle = PageRoute['handle'];

const PAGE = '/your-sign-ins';
const PROOF_GOOD_FOR_MS = 15 * 60_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything about one's own way in, in one place: where one is signed in, and with what. */
export function yourSignInsRoutes(desk: SignInDesk): readonly PageRoute[] {
  const post = (path: `/${string}`, handle: Handle): PageRoute => ({ method: 'post', path, access: 'signed-in', handle });
  const get = (path: `/${string}`, handle: Handle): PageRoute => ({ method: 'get', path, access: 'signed-in', handle });
  const fresh = (handle: Handle): Handle => whenJustProved(desk, handle);
  return [
    get(PAGE, (request) => overview(desk, request, undefined)),
    post('/your-sign-ins/end', async (request) => endOne(desk, request)),
    post('/your-sign-ins/end-others', async (request) => {
      const { identityId, sessionId } = sessionOf(request);
      await endSessions(desk, identityId, request, { allBut: sessionId });
      return { kind: 'go', to: PAGE };
    }),
    post('/your-sign-ins/end-all', async (request) => {
      await endSessions(desk, sessionOf(request).identityId, request);
      return { kind: 'go', to: '/sign-in', cookies: [endedSessionCookie()] };
    }),
    post(
      '/your-sign-ins/passkeys/options',
      fresh(async (request) => ({ kind: 'json', body: await newPasskeyOptions(desk, sessionOf(request), request.browserToken) })),
    ),
    post(
      '/your-sign-ins/passkeys/add',
      fresh((request) => addOne(desk, request)),
    ),
    post(
      '/your-sign-ins/passkeys/remove',
      fresh(async (request) => {
        await removePasskey(desk, sessionOf(request).identityId, request.form.get('passkeyId') ?? '', request);
        return { kind: 'go', to: PAGE };
      }),
    ),
    post(
      '/your-sign-ins/authenticator/begin',
      fresh(async (request) => {
        const begun = await beginAuthenticator(desk, sessionOf(request).identityId);
        return { kind: 'go', to: begun ? '/your-sign-ins/authenticator' : PAGE };
      }),
    ),
    get(
      '/your-sign-ins/authenticator',
      fresh((request) => newAuthenticatorPage(desk, request, undefined)),
    ),
    get(
      '/your-sign-ins/authenticator.svg',
      fresh(async (request) => {
        const shown = await showNewAuthenticator(desk, sessionOf(request));
        return shown === undefined
          ? { kind: 'go', to: PAGE }
          : { kind: 'picture', svg: await drawCode(shown.address, { type: 'svg', margin: 2 }) };
      }),
    ),
    post(
      '/your-sign-ins/authenticator/confirm',
      fresh((request) => confirmAuthenticator(desk, request)),
    ),
    post(
      '/your-sign-ins/authenticator/remove',
      fresh(async (request) => {
        await removeAuthenticator(desk, sessionOf(request).identityId, request);
        return { kind: 'go', to: PAGE };
      }),
    ),
    post(
      '/your-sign-ins/recovery-codes',
      fresh((request) => showNewCodes(desk, request)),
    ),
  ];
}

async function overview(desk: SignInDesk, request: PageRequest, trouble: SignInTrouble | undefined): Promise<PageAnswer> {
  const session = sessionOf(request);
  const [identity, sessions, passkeys] = await Promise.all([
    identityOf(desk, request),
    listSessions(desk.database, desk.clock, session.identityId),
    listPasskeys(desk.database, session.identityId),
  ]);
  return {
    kind: 'page',
    status: trouble === undefined ? 200 : statusOf(trouble),
    title: 'Your sign-ins - Threefold',
    script: '/passkeys.js',
    content: yourSignInsView(
      presentSignIns({ session, identity, sessions, passkeys, trouble: trouble && wordsFor(trouble, desk.clock) }),
      request.formToken,
    ),
  };
}

async function endOne(desk: SignInDesk, request: PageRequest): Promise<PageAnswer> {
  const { identityId, sessionId } = sessionOf(request);
  const given = request.form.get('sessionId') ?? '';
  if (UUID.test(given)) await endSessions(desk, identityId, request, { only: given });
  return given === sessionId ? { kind: 'go', to: '/sign-in', cookies: [endedSessionCookie()] } : { kind: 'go', to: PAGE };
}

async function addOne(desk: SignInDesk, request: PageRequest): Promise<PageAnswer> {
  const { form, browserToken } = request;
  const given = form.get('passkey') ?? '';
  const added = await addPasskey(desk, sessionOf(request).identityId, { given, name: form.get('name') ?? '', browserToken }, request);
  return added.ok ? gainedProof(desk, request) : overview(desk, request, added.refusal);
}

async function newAuthenticatorPage(desk: SignInDesk, request: PageRequest, trouble: SignInTrouble | undefined): Promise<PageAnswer> {
  const shown = await showNewAuthenticator(desk, sessionOf(request));
  if (shown === undefined) return { kind: 'go', to: PAGE };
  return {
    kind: 'page',
    status: trouble === undefined ? 200 : statusOf(trouble),
    title: `${trouble === undefined ? '' : 'Error: '}Add an authenticator app - Threefold`,
    content: authenticatorView({ formToken: request.formToken, secret: shown.secret, trouble: trouble && wordsFor(trouble, desk.clock) }),
  };
}

async function confirmAuthenticator(desk: SignInDesk, request: PageRequest): Promise<PageAnswer> {
  const proof = await proveAuthenticator(desk, sessionOf(request).identityId, (request.form.get('code') ?? '').slice(0, 20), request);
  return proof.ok ? gainedProof(desk, request) : newAuthenticatorPage(desk, request, proof.refusal);
}

/** A first proof comes with a sheet of recovery codes; whoever loses the device would otherwise need an administrator. */
async function gainedProof(desk: SignInDesk, request: PageRequest): Promise<PageAnswer> {
  const token = await rotateSession(desk, request.sessionToken ?? '', { secondFactor: true });
  if (token === undefined) return { kind: 'go', to: '/sign-in' };
  const cookies = [sessionCookie(token)];
  if ((await identityOf(desk, request)).recoveryCodes > 0) return { kind: 'go', to: PAGE, cookies };
  return { ...(await showNewCodes(desk, request)), cookies };
}

async function showNewCodes(desk: SignInDesk, request: PageRequest): Promise<PageAnswer> {
  const codes = await newRecoveryCodes(desk, sessionOf(request).identityId, request);
  return { kind: 'page', title: 'Your recovery codes - Threefold', content: recoveryCodesView(codes) };
}

/** Changing how one gets in needs a proof of the last quarter of an hour: the strongest one there is. */
function whenJustProved(desk: SignInDesk, handle: Handle): Handle {
  return async (request) => {
    const session = sessionOf(request);
    const needsFactor = hasFactor(await identityOf(desk, request));
    const provedAt = needsFactor ? session.secondFactorAt : (session.secondFactorAt ?? session.createdAt);
    const isFresh = provedAt !== undefined && desk.clock.now().getTime() - provedAt.getTime() < PROOF_GOOD_FOR_MS;
    if (isFresh) return handle(request);
    return { kind: 'go', to: `${needsFactor ? '/second-factor' : '/sign-in'}?returnTo=${encodeURIComponent(PAGE)}` };
  };
}

async function identityOf(desk: SignInDesk, request: PageRequest): Promise<Identity> {
  const identity = await readIdentity(desk.database, sessionOf(request).identityId);
  if (identity === undefined) throw new Error('a session stands for nobody');
  return identity;
}
