import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginSession, newToken, officerLimits, rotateSession, sessionResolver } from '../../../src/people/index.ts';
import { openAdmin } from '../../support/admin.ts';
import { Browser } from './browser.ts';
import { lastMail, openSignInRoom, type SignInRoom } from './sign-in-room.ts';

const COOKIE = '__Host-threefold';
const MINUTE = 60_000;
let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());

const isSignedIn = async (browser: Browser) => (await browser.get('/your-sign-ins')).status === 200;
/** The same cookies in another place: what a thief has. */
const copyOf = (browser: Browser): Browser => {
  const copy = new Browser(room.url);
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
};
const resolve = (token: string) => sessionResolver(room.desk.database, room.clock)(`${COOKIE}=${token}`);
const began = async (by: 'mail' | 'oidc-staff' | 'passkey', email = 'limits@example.org') => {
  const identityId = await room.person(email);
  const facts = { address: '192.0.2.1', requestId: 'a-test', device: 'test', earlierToken: undefined };
  return (await beginSession(room.desk, { identityId, by, withSecondFactor: false }, facts)).token;
};

describe('a session', () => {
  it('is never the one that was planted before signing in', async () => {
    const browser = room.browser();
    const planted = newToken();
    browser.cookies.set(COOKIE, planted);
    await room.person('fixed@example.org');
    await browser.post('/sign-in', { email: 'fixed@example.org' });
    await room.deliverMails();
    await browser.post('/sign-in/code', { code: lastMail(room, 'fixed@example.org').code });
    expect(browser.cookies.get(COOKIE)).not.toBe(planted);
    expect(await resolve(planted)).toBeUndefined();
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('ends in its browser when somebody signs in there anew', async () => {
    const browser = await room.signedIn('first@example.org');
    const earlier = copyOf(browser);
    await room.person('second@example.org');
    await browser.post('/sign-in', { email: 'second@example.org' });
    await room.deliverMails();
    await browser.post('/sign-in/code', { code: lastMail(room, 'second@example.org').code });
    expect((await browser.get('/your-sign-ins')).text).toContain('second@example.org');
    expect(await isSignedIn(earlier)).toBe(false);
  });

  it('is gone everywhere after signing out, and the browser’s old pages with it', async () => {
    const browser = await room.signedIn('out@example.org');
    const thief = copyOf(browser);
    const token = await browser.formToken();
    const page = await browser.post('/sign-out');
    expect(page.text).toContain('You are signed out');
    expect(browser.cookies.has(COOKIE)).toBe(false);
    expect(await isSignedIn(thief)).toBe(false);
    expect((await browser.post('/your-sign-ins/end-all', { token })).status).toBe(403);
    expect((await browser.get('/your-sign-ins')).location).toBe('/sign-in?returnTo=%2Fyour-sign-ins');
  });

  it('is kept as a digest only', async () => {
    const token = await began('mail');
    const admin = await openAdmin(room.store.adminUrl);
    const rows = await admin.rows<{ row: string }>('select s::text as row from people.sessions s');
    await admin.close();
    const kept = rows.map(({ row }) => row).join();
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it.each([
    ['of an officer', 'oidc-staff', 15, 12 * 60],
    ['of a family', 'mail', 60, 24 * 60],
  ] as const)('%s ends when it lies idle and when its day is over', async (_whose, by, idleMinutes, wholeMinutes) => {
    const idle = await began(by);
    room.clock.advance(idleMinutes * MINUTE - 1);
    expect(await resolve(idle)).toMatchObject({ email: 'limits@example.org', signedInBy: by });
    room.clock.advance(idleMinutes * MINUTE - 1);
    expect(await resolve(idle)).toBeDefined();
    room.clock.advance(idleMinutes * MINUTE);
    expect(await resolve(idle)).toBeUndefined();

    const busy = await began(by);
    const step = 10;
    for (let minute = 0; minute < wholeMinutes - step; minute += step) {
      room.clock.advance(step * MINUTE);
      expect(await resolve(busy), `${minute}`).toBeDefined();
    }
    room.clock.advance(step * MINUTE);
    expect(await resolve(busy)).toBeUndefined();
  });

  it('gets another token with every right it gains, and the limits of an officer for good', async () => {
    const first = await began('mail');
    const second = (await rotateSession(room.desk, first, { secondFactor: true })) ?? '';
    expect(await resolve(first)).toBeUndefined();
    expect(await resolve(second)).toMatchObject({ secondFactorAt: room.clock.now() });
    const third = (await rotateSession(room.desk, second, { authorityId: 1, limits: officerLimits })) ?? '';
    expect(await resolve(second)).toBeUndefined();
    expect(await resolve(third)).toMatchObject({ authorityId: 1, secondFactorAt: room.clock.now() });
    const fourth = (await rotateSession(room.desk, third, { secondFactor: true })) ?? '';
    room.clock.advance(15 * MINUTE);
    expect(await resolve(fourth)).toBeUndefined();
    expect(await rotateSession(room.desk, fourth, { secondFactor: true })).toBeUndefined();
    expect(await rotateSession(room.desk, first, { secondFactor: true })).toBeUndefined();
  });

  it('is read from one well-formed cookie and from nothing else', async () => {
    const token = await began('mail');
    const session = sessionResolver(room.desk.database, room.clock);
    expect(await session(`a=b; ${COOKIE}=${token}; c=d`)).toBeDefined();
    for (const header of [
      undefined,
      '',
      `${COOKIE}=`,
      `${COOKIE}=${token}x`,
      `threefold=${token}`,
      `${COOKIE}=${token}; ${COOKIE}=${token}`,
      `${COOKIE}="${token}"`,
    ])
      expect(await session(header), String(header)).toBeUndefined();
  });
});

describe('a person’s sessions', () => {
  it('are listed with their devices, and end one by one, all others, or all', async () => {
    const email = 'many@example.org';
    const browsers = [await room.signedIn(email), await room.signedIn(email), await room.signedIn(email)] as const;
    const [here, there, elsewhere] = browsers;
    const page = await here.get('/your-sign-ins');
    expect(page.text.match(/Firefox on Linux/g)).toHaveLength(3);
    expect(page.text.match(/This browser/g)).toHaveLength(1);
    const other = [...page.text.matchAll(/name="sessionId" value="([^"]+)"/g)].map(([, id]) => id ?? '');
    await here.post('/your-sign-ins/end', { sessionId: other.at(-1) ?? '' });
    expect((await Promise.all(browsers.map(isSignedIn))).filter(Boolean)).toHaveLength(2);
    await here.post('/your-sign-ins/end-others');
    expect([await isSignedIn(here), await isSignedIn(there), await isSignedIn(elsewhere)]).toEqual([true, false, false]);
    const again = await room.signedIn(email);
    await again.post('/your-sign-ins/end-all');
    expect([await isSignedIn(here), await isSignedIn(again)]).toEqual([false, false]);
  });

  it('are not another person’s to end', async () => {
    const victim = await room.signedIn('victim@example.org');
    const attacker = await room.signedIn('attacker@example.org');
    const id = /name="sessionId" value="([^"]+)"/.exec((await victim.get('/your-sign-ins')).text)?.[1] ?? '';
    await attacker.post('/your-sign-ins/end', { sessionId: id });
    await attacker.post('/your-sign-ins/end', { sessionId: "' or true --" });
    await attacker.post('/your-sign-ins/end-all');
    expect(await isSignedIn(victim)).toBe(true);
  });

  it('are ten at most: the oldest makes room', async () => {
    const tokens: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      tokens.push(await began('mail', 'ten@example.org'));
      room.clock.advance(1);
    }
    const live = await Promise.all(tokens.map(async (token) => (await resolve(token)) !== undefined));
    expect(live).toEqual([false, false, ...Array.from({ length: 10 }, () => true)]);
  });
});
