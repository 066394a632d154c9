import { Secret } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionResolver } from '../../../src/people/index.ts';
import { openAdmin } from '../../support/admin.ts';
import { codeAt } from './authenticator-code.ts';
import type { Browser } from './browser.ts';
import { NOON, openSignInRoom, type SignInRoom } from './sign-in-room.ts';

const COOKIE = '__Host-threefold';
let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());
beforeEach(() => room.clock.set(NOON));

/** A person with an app and a sheet of recovery codes. */
const withApp = async (email: string): Promise<{ browser: Browser; secret: string; codes: string[] }> => {
  const browser = await room.signedIn(email);
  const begun = await browser.post('/your-sign-ins/authenticator/begin');
  expect(begun.location).toBe('/your-sign-ins/authenticator');
  const page = await browser.get('/your-sign-ins/authenticator');
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1] ?? '';
  const confirmed = await browser.post('/your-sign-ins/authenticator/confirm', { code: codeAt(secret, room.clock.now()) });
  const codes = [...confirmed.text.matchAll(/<code>([a-z2-9-]{19})<\/code>/g)].map(([, code]) => code ?? '');
  return { browser, secret, codes };
};
const isProved = async (browser: Browser) => {
  const session = await sessionResolver(room.desk.database, room.clock)(`${COOKIE}=${browser.cookies.get(COOKIE)}`);
  return session?.secondFactorAt?.getTime() === room.clock.now().getTime();
};

describe('an authenticator app', () => {
  it('is added by a picture or in letters, counts with its first code, and brings recovery codes', async () => {
    const { browser, secret, codes } = await withApp('app@example.org');
    expect(secret.replaceAll(' ', '')).toHaveLength(32);
    expect(codes).toHaveLength(8);
    expect(new Set(codes).size).toBe(8);
    expect(await isProved(browser)).toBe(true);
    expect((await browser.get('/your-sign-ins')).text).toContain('8 of your recovery codes are left');
  });

  it('shows its key only while it is set up', async () => {
    const browser = await room.signedIn('once@example.org');
    await browser.post('/your-sign-ins/authenticator/begin');
    const picture = await browser.get('/your-sign-ins/authenticator.svg');
    expect(picture.headers.get('content-type')).toContain('image/svg+xml');
    expect(picture.text).toContain('<svg');
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec((await browser.get('/your-sign-ins/authenticator')).text)?.[1] ?? '';
    await browser.post('/your-sign-ins/authenticator/confirm', { code: codeAt(secret, room.clock.now()) });
    for (const path of ['/your-sign-ins/authenticator', '/your-sign-ins/authenticator.svg'])
      expect((await browser.get(path)).location).toBe('/your-sign-ins');
    await browser.post('/your-sign-ins/authenticator/begin');
    expect((await browser.get('/your-sign-ins/authenticator')).location).toBe('/your-sign-ins');
  });

  it('lies in the database under a key that is not there', async () => {
    const { secret } = await withApp('sealed@example.org');
    const hex = Secret.fromBase32(secret.replaceAll(' ', '')).hex.toLowerCase();
    const admin = await openAdmin(room.store.adminUrl);
    const rows = await admin.rows<{ row: string }>('select a::text as row from people.authenticators a');
    await admin.close();
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(hex);
  });

  it('proves with each code once, in whatever browser it is shown, and with none before it', async () => {
    const { browser, secret } = await withApp('replay@example.org');
    const other = await room.signedIn('replay@example.org');
    room.clock.advance(60_000);
    const code = codeAt(secret, room.clock.now());
    const before = codeAt(secret, new Date(room.clock.now().getTime() - 30_000));
    expect((await other.post('/second-factor/code', { code })).status).toBe(303);
    expect(await isProved(other)).toBe(true);
    for (const replayed of [code, before]) {
      const page = await browser.post('/second-factor/code', { code: replayed });
      expect(page.status).toBe(422);
      expect(page.text).toContain('Wait for the next one');
    }
    room.clock.advance(30_000);
    expect((await browser.post('/second-factor/code', { code: codeAt(secret, room.clock.now()) })).status).toBe(303);
  });

  it('taken at the same moment by several browsers, a code proves in one', async () => {
    const { secret } = await withApp('at-once@example.org');
    const browsers: Browser[] = [];
    for (let n = 0; n < 4; n += 1) browsers.push(await room.signedIn('at-once@example.org'));
    const tokens = await Promise.all(browsers.map((browser) => browser.formToken()));
    const code = codeAt(secret, room.clock.now());
    const pages = await Promise.all(browsers.map((browser, n) => browser.post('/second-factor/code', { code, token: tokens[n] ?? '' })));
    expect(pages.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  it('takes a code of half a minute ago, and none of a minute ago or of later', async () => {
    const { secret } = await withApp('window@example.org');
    const offsets = [-60, 60, -30] as const;
    const statuses: number[] = [];
    for (const seconds of offsets) {
      const browser = await room.signedIn('window@example.org');
      statuses.push(
        (await browser.post('/second-factor/code', { code: codeAt(secret, new Date(room.clock.now().getTime() + seconds * 1_000)) }))
          .status,
      );
    }
    expect(statuses).toEqual([422, 422, 303]);
  });

  it('of one person proves nothing for another', async () => {
    const { secret } = await withApp('mine@example.org');
    const { browser } = await withApp('yours@example.org');
    room.clock.advance(30_000);
    expect((await browser.post('/second-factor/code', { code: codeAt(secret, room.clock.now()) })).status).toBe(422);
  });
});

describe('a recovery code', () => {
  it('proves once, however it is written, and a new sheet makes the old one worthless', async () => {
    const { browser, codes } = await withApp('lost@example.org');
    const recovered = await browser.post('/second-factor/recovery', { recovery: (codes[0] ?? '').toUpperCase().replaceAll('-', ' ') });
    expect(recovered.status).toBe(303);
    expect((await browser.post('/second-factor/recovery', { recovery: codes[0] ?? '' })).text).toContain('was used already');
    expect((await browser.get('/your-sign-ins')).text).toContain('7 of your recovery codes are left');
    const renewed = await browser.post('/your-sign-ins/recovery-codes');
    expect(renewed.text.match(/<code>/g)).toHaveLength(8);
    expect((await browser.post('/second-factor/recovery', { recovery: codes[1] ?? '' })).status).toBe(422);
  });
});

describe('a second proof', () => {
  it('gives the session another cookie, and the old one opens nothing', async () => {
    const { secret } = await withApp('rotate@example.org');
    const browser = await room.signedIn('rotate@example.org');
    const before = browser.cookies.get(COOKIE) ?? '';
    await browser.post('/second-factor/code', { code: codeAt(secret, room.clock.now()) });
    expect(browser.cookies.get(COOKIE)).not.toBe(before);
    browser.cookies.set(COOKIE, before);
    expect((await browser.get('/your-sign-ins')).status).toBe(303);
  });

  it('is asked for again before anything about one’s ways in is changed, a quarter of an hour later', async () => {
    const { browser, secret } = await withApp('step-up@example.org');
    room.clock.advance(15 * 60_000);
    const changes = room.routes.filter(
      ({ method, path }) => method === 'post' && /authenticator|passkeys|recovery-codes/.test(path) && path.startsWith('/your'),
    );
    expect(changes.length).toBeGreaterThanOrEqual(7);
    for (const { path } of changes) expect((await browser.post(path)).location, path).toBe('/second-factor?returnTo=%2Fyour-sign-ins');
    expect((await browser.get('/your-sign-ins')).text).toContain('Remove the app');
    await browser.post('/second-factor/code', { code: codeAt(secret, room.clock.now()) });
    await browser.post('/your-sign-ins/authenticator/remove');
    expect((await browser.get('/your-sign-ins')).text).toContain('Add an app');
  });

  it('is not skipped by signing in by mail again', async () => {
    await withApp('mail-only@example.org');
    const thief = await room.signedIn('mail-only@example.org');
    expect((await thief.post('/your-sign-ins/authenticator/remove')).location).toContain('/second-factor');
    expect((await thief.post('/your-sign-ins/recovery-codes')).location).toContain('/second-factor');
    expect(await isProved(thief)).toBe(false);
  });

  it('has to be set up first by whoever has none, and the page says where', async () => {
    const browser = await room.signedIn('none@example.org');
    expect((await browser.get('/second-factor')).text).toContain('Add a passkey or an authenticator app');
  });
});
