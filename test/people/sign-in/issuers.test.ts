import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issuerOf, sessionResolver } from '../../../src/people/index.ts';
import { type ForgingIssuer, hs256, rs256, startForgingIssuer, type TokenRecipe } from '../../support/oidc/forging-issuer.ts';
import { type RealIssuer, startRealIssuer } from '../../support/oidc/real-issuer.ts';
import type { Browser, Page } from './browser.ts';
import { openSignInRoom, type SignInRoom } from './sign-in-room.ts';

const isSignedIn = async (browser: Browser) => (await browser.get('/your-sign-ins')).status === 200;
const pathOf = ({ pathname, search }: URL) => `${pathname}${search}`;

describe('with a real issuer', () => {
  let room: SignInRoom;
  let issuer: RealIssuer;
  beforeAll(async () => {
    room = await openSignInRoom(async (publicUrl) => {
      issuer = await startRealIssuer(publicUrl);
      return [issuerOf('staff', issuer.staff), issuerOf('family', issuer.family)];
    });
    await room.person('officer@example.org');
    await room.person('parent@example.org');
  });
  afterAll(async () => {
    await room.close();
    await issuer.close();
  });

  const goThere = async (kind: 'staff' | 'family', browser: Browser): Promise<URL> => {
    const sent = await browser.get(`/sign-in/${kind}?returnTo=/second-factor`);
    expect(sent.status).toBe(303);
    return issuer.walk(sent.location ?? '');
  };
  const throughIssuer = async (kind: 'staff' | 'family', browser = room.browser()): Promise<[Browser, Page]> => [
    browser,
    await browser.get(pathOf(await goThere(kind, browser))),
  ];

  it('officers come in by their council’s directory, with PKCE, state and nonce', async () => {
    issuer.account = { subject: 'u-1', email: 'Officer@example.org', emailVerified: true };
    const browser = room.browser();
    const sent = new URL((await browser.get('/sign-in/staff')).location ?? '');
    expect(Object.fromEntries(sent.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email',
      redirect_uri: `${room.url}/sign-in/staff/back`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(sent.searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
    const [inside, page] = await throughIssuer('staff');
    expect([page.status, page.location]).toEqual([303, '/second-factor']);
    expect((await inside.get('/your-sign-ins')).text).toContain('by a work account');
  });

  it('families come in by an issuer that knows us by our own key, and whose address stands at its userinfo', async () => {
    issuer.account = { subject: 'p-1', email: 'parent@example.org', emailVerified: true };
    const [browser, page] = await throughIssuer('family');
    expect(page.status).toBe(303);
    expect((await browser.get('/your-sign-ins')).text).toContain('by GOV.UK One Login');
  });

  it('an address that the issuer has not verified brings no family in', async () => {
    issuer.account = { subject: 'p-2', email: 'parent@example.org', emailVerified: false };
    const [browser, page] = await throughIssuer('family');
    expect(page.text).toContain('nobody here is known by your address');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('nobody comes in who was not invited, and they are told whom to ask', async () => {
    issuer.account = { subject: 'u-9', email: 'stranger@example.org', emailVerified: true };
    const [browser, page] = await throughIssuer('staff');
    expect(page.status).toBe(422);
    expect(page.text).toContain('Ask whoever invited you');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('an address that the issuer gave to somebody else does not bring them in as its first owner', async () => {
    await room.person('leaver@example.org');
    issuer.account = { subject: 'u-5', email: 'leaver@example.org', emailVerified: true };
    expect((await throughIssuer('staff'))[1].status).toBe(303);
    issuer.account = { subject: 'u-6', email: 'leaver@example.org', emailVerified: true };
    const [browser, page] = await throughIssuer('staff');
    expect(page.text).toContain('nobody here is known');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('whoever was linked once is known by the issuer’s subject, whatever their address is now', async () => {
    issuer.account = { subject: 'u-1', email: 'renamed@example.org', emailVerified: true };
    const [browser] = await throughIssuer('staff');
    expect((await browser.get('/your-sign-ins')).text).toContain('officer@example.org');
  });

  it('what came back is believed once, and only in the browser that began', async () => {
    issuer.account = { subject: 'u-1' };
    const browser = room.browser();
    const back = await goThere('staff', browser);
    const thief = room.browser();
    expect((await thief.get(pathOf(back))).text).toContain('began in another browser');
    expect(await isSignedIn(thief)).toBe(false);
    await thief.get('/sign-in/staff');
    expect((await thief.get(pathOf(back))).text).toContain('did not confirm who you are');
    expect((await browser.get(pathOf(back))).status).toBe(303);
    const again = await browser.get(pathOf(back));
    expect(again.text).toContain('Begin again here');
  });

  it('a code that was used, made up or meant for the other issuer signs nobody in', async () => {
    issuer.account = { subject: 'u-1' };
    const first = room.browser();
    const used = await goThere('staff', first);
    await first.get(pathOf(used));
    const codes = [used.searchParams.get('code') ?? '', 'made-up'];
    const family = await goThere('family', room.browser());
    codes.push(family.searchParams.get('code') ?? '');
    for (const code of codes) {
      const browser = room.browser();
      const back = await goThere('staff', browser);
      back.searchParams.set('code', code);
      expect((await browser.get(pathOf(back))).text, code).toContain('did not confirm who you are');
      expect(await isSignedIn(browser)).toBe(false);
    }
  });

  it('a changed state, another issuer’s name, a refusal and an empty answer sign nobody in', async () => {
    issuer.account = { subject: 'u-1' };
    const changes: readonly ((answer: URLSearchParams) => void)[] = [
      (answer) => answer.set('state', 'x'.repeat(43)),
      (answer) => answer.delete('state'),
      (answer) => answer.set('iss', 'https://evil.example'),
      (answer) => answer.delete('iss'),
      (answer) => answer.set('error', 'access_denied'),
      (answer) => answer.append('code', 'second'),
      (answer) => answer.delete('code'),
    ];
    for (const change of changes) {
      const browser = room.browser();
      const back = await goThere('staff', browser);
      change(back.searchParams);
      expect((await browser.get(pathOf(back))).status, String(change)).toBe(422);
      expect(await isSignedIn(browser), String(change)).toBe(false);
    }
  });
});

describe('with an issuer that forges', () => {
  let room: SignInRoom;
  let issuer: ForgingIssuer;
  beforeAll(async () => {
    issuer = await startForgingIssuer();
    room = await openSignInRoom(() => [issuerOf('staff', issuer.config)]);
    await room.person('officer@example.org');
  });
  afterAll(async () => {
    await room.close();
    await issuer.close();
  });
  beforeEach(() => {
    issuer.recipe = {};
  });

  const comeBack = async (recipe: TokenRecipe): Promise<[Browser, Page]> => {
    const browser = room.browser();
    const sent = new URL((await browser.get('/sign-in/staff')).location ?? '');
    issuer.nonce = sent.searchParams.get('nonce') ?? '';
    issuer.recipe = recipe;
    return [browser, await browser.get(`/sign-in/staff/back?code=c&state=${sent.searchParams.get('state')}`)];
  };

  it('a good token signs in, so that the bad ones below are refused for what is bad in them', async () => {
    const [browser, page] = await comeBack({});
    expect(page.status).toBe(303);
    expect(await isSignedIn(browser)).toBe(true);
    expect(issuer.redeemed.at(-1)?.get('code_verifier')).toHaveLength(43);
  });

  const seconds = Math.floor(Date.now() / 1_000);
  it.each<[string, TokenRecipe]>([
    ['no signature and alg none', { header: { alg: 'none', kid: undefined }, signature: () => '' }],
    ['alg none and the old signature', { header: { alg: 'none' } }],
    ['alg in other letters', { header: { alg: 'nOnE' }, signature: () => '' }],
    ['our public key as a shared secret', { header: { alg: 'HS256' }, signature: hs256 }],
    ['our public key as a shared secret, called RS256', { signature: hs256 }],
    ['another key under the right name', { signature: rs256('other') }],
    ['a key that nobody published', { header: { kid: 'other' }, signature: rs256('other') }],
    ['a key of its own in the header', { header: { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } }, signature: rs256('other') }],
    ['a key name that climbs', { header: { kid: '../../../../dev/null' } }],
    ['no signature', { signature: () => '' }],
    ['a signature cut short', { signature: (signed, keys) => rs256('own')(signed, keys).slice(0, -4) }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['two audiences and none named', { claims: { aud: ['threefold', 'somebody-else'], azp: 'somebody-else' } }],
    ['no audience', { claims: { aud: undefined } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['another nonce', { claims: { nonce: 'n'.repeat(43) } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a time that is over', { claims: { exp: seconds - 60, iat: seconds - 600 } }],
    ['no end', { claims: { exp: undefined } }],
    ['an end in words', { claims: { exp: '9999999999' } }],
    ['a time that has not begun', { claims: { nbf: seconds + 3_600 } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an empty subject', { claims: { sub: '' } }],
    ['a subject that is no text', { claims: { sub: { $ne: null } } }],
  ])('a token with %s signs nobody in', async (_what, recipe) => {
    const [browser, page] = await comeBack(recipe);
    expect(page.status).toBe(422);
    expect(page.text).toContain('did not confirm who you are');
    expect(page.headers.getSetCookie().join()).not.toContain('__Host-threefold=');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('a directory that says an address is not verified is believed', async () => {
    const [, page] = await comeBack({ claims: { sub: 'officer-2', email_verified: false } });
    expect(page.text).toContain('nobody here is known by your address');
  });

  it('two factors asked for there count here', async () => {
    const proved = async (recipe: TokenRecipe) => {
      const [browser] = await comeBack(recipe);
      const { desk } = room;
      const cookie = `__Host-threefold=${browser.cookies.get('__Host-threefold')}`;
      return (await sessionResolver(desk.database, desk.clock)(cookie))?.secondFactorAt;
    };
    expect(await proved({ claims: { amr: ['pwd'] } })).toBeUndefined();
    expect(await proved({ claims: { amr: ['pwd', 'mfa'] } })).toEqual(room.clock.now());
  });
});

describe('with an issuer that is away', () => {
  it('says so, and what else there is', async () => {
    const away = { issuer: 'http://localhost:1', clientId: 'x', proof: { kind: 'secret', secret: 'y' } } as const;
    const room = await openSignInRoom(() => [issuerOf('staff', away)]);
    const page = await room.browser().get('/sign-in/staff');
    expect(page.text).toContain('cannot be reached at the moment');
    expect(page.text).toContain('let us send you a link');
    await room.close();
  });
});
