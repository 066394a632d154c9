import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formToken, newToken, safeReturnTo } from '../../../src/people/index.ts';
import { openAdmin } from '../../support/admin.ts';
import type { Browser, Page } from './browser.ts';
import { openSignInRoom, type SignInRoom } from './sign-in-room.ts';

let room: SignInRoom;
let victim: Browser;
let posts: readonly string[];
let gets: readonly string[];

beforeAll(async () => {
  room = await openSignInRoom();
  victim = await room.signedIn('victim@example.org');
  posts = room.routes.filter(({ method }) => method === 'post').map(({ path }) => path);
  gets = room.routes.filter(({ method }) => method === 'get').map(({ path }) => path);
});
afterAll(() => room.close());

/** Everything that signing in keeps, but the moment a session was last seen. */
const state = async (): Promise<string> => {
  const admin = await openAdmin(room.store.adminUrl);
  const rows = await admin.rows<{ row: string }>(
    `select (to_jsonb(s) - 'last_seen_at')::text as row from people.sessions s union all select r::text from people.sign_in_requests r
     union all select f::text from people.sign_in_flows f union all select p::text from people.passkeys p
     union all select a::text from people.authenticators a union all select c::text from people.recovery_codes c
     union all select t::text from people.throttles t order by 1`,
  );
  await admin.close();
  return rows.map(({ row }) => row).join('\n');
};

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('every form of every page', () => {
  it('is known to these tests', () => {
    expect(posts.length).toBeGreaterThanOrEqual(18);
    expect(new Set(posts).size).toBe(posts.length);
  });

  it('is refused from another site, without a token, with another browser’s token and as anything but a form; nothing is changed', async () => {
    const own = await victim.formToken();
    const others = await room.browser().formToken();
    const session = victim.cookies.get('__Host-threefold') ?? '';
    const attacks: readonly (readonly [string, string | undefined, Record<string, string | undefined>])[] = [
      ['a form of another site', `token=${own}`, { ...form, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
      ['a form of a sister site', `token=${own}`, { ...form, Origin: 'http://evil.localhost', 'Sec-Fetch-Site': 'same-site' }],
      ['a frame without an origin', `token=${own}`, { ...form, Origin: 'null', 'Sec-Fetch-Site': 'same-origin' }],
      ['another port of this host', `token=${own}`, { ...form, Origin: 'http://localhost:1' }],
      ['no word of where it comes from', `token=${own}`, form],
      ['typed into the address bar', `token=${own}`, { ...form, 'Sec-Fetch-Site': 'none' }],
      ['no token', 'a=b', { ...form, Origin: room.url }],
      ['an empty token', 'token=', { ...form, Origin: room.url }],
      ['another browser’s token', `token=${others}`, { ...form, Origin: room.url }],
      ['a made-up token', `token=${newToken()}`, { ...form, Origin: room.url }],
      [
        'the token of the browser before it signed in',
        `token=${formToken(victim.cookies.get('__Host-threefold-browser') ?? '')}`,
        { ...form, Origin: room.url },
      ],
      ['the cookie itself as token', `token=${session}`, { ...form, Origin: room.url }],
      ['the token twice', `token=${own}&token=${own}`, { ...form, Origin: room.url }],
      ['JSON in plain text', JSON.stringify({ token: own }), { 'Content-Type': 'text/plain', Origin: room.url }],
      ['JSON', JSON.stringify({ token: own }), { 'Content-Type': 'application/json', Origin: room.url }],
      ['no body', undefined, { Origin: room.url }],
      ['the token in a header', 'a=b', { ...form, Origin: room.url, 'X-CSRF-Token': own }],
    ];
    const before = await state();
    for (const path of posts) {
      for (const [attack, body, headers] of attacks) {
        const page = await victim.ask('POST', path, body, headers);
        expect([403, 415], `${path}: ${attack}`).toContain(page.status);
        expect(page.headers.getSetCookie(), `${path}: ${attack}`).toEqual([]);
      }
    }
    expect(await state()).toBe(before);
    expect((await victim.get('/your-sign-ins')).status).toBe(200);
  });

  it('is reached by its own method only, whatever a header or a field says', async () => {
    const own = await victim.formToken();
    const before = await state();
    for (const path of posts.filter((each) => !gets.includes(each))) {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
        const page = await victim.ask(method, `${path}?token=${own}&_method=POST`, undefined, {
          'X-HTTP-Method-Override': 'POST',
          Origin: room.url,
        });
        expect(page.status, `${method} ${path}`).toBe(405);
      }
    }
    expect(await state()).toBe(before);
  });

  it('of people who are signed in sends strangers to the sign-in page', async () => {
    const before = await state();
    for (const { method, path } of room.routes.filter(({ access }) => access === 'signed-in')) {
      const stranger = room.browser();
      const page = method === 'get' ? await stranger.get(path) : await stranger.post(path, { passkeyId: 'x' });
      expect([page.status, page.location?.split('?')[0]], `${method} ${path}`).toEqual([303, '/sign-in']);
    }
    expect(await state()).toBe(before);
  });
});

describe('every page', () => {
  const visit = async (browser: Browser): Promise<readonly (readonly [string, Page])[]> => {
    const pages: [string, Page][] = [];
    for (const path of [...gets, '/', '/pages.css', '/passkeys.js']) pages.push([path, await browser.get(path)]);
    for (const path of posts.filter((each) => !each.startsWith('/your-sign-ins/end') && each !== '/sign-out'))
      pages.push([`POST ${path}`, await browser.post(path)]);
    return pages;
  };

  it('carries the same strict headers, signed in or not, refused or not', async () => {
    for (const browser of [await room.signedIn('headers@example.org'), room.browser()]) {
      for (const [path, { headers }] of await visit(browser)) {
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy, path).toMatch(/^default-src 'none';style-src 'self';img-src 'self';/);
        expect(policy, path).not.toMatch(/unsafe|\*|data:|https?:/);
        expect(policy, path).toContain("frame-ancestors 'none'");
        expect(policy, path).toContain("base-uri 'none'");
        expect(headers.get('x-frame-options'), path).toBe('DENY');
        expect(headers.get('x-content-type-options'), path).toBe('nosniff');
        expect(headers.get('strict-transport-security'), path).toContain('max-age=31536000');
        expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
        expect(headers.get('referrer-policy'), path).toMatch(/^(same-origin|no-referrer)$/);
        expect(headers.get('x-powered-by'), path).toBeNull();
        expect(headers.get('cache-control'), path).toBe(path === '/pages.css' || path === '/passkeys.js' ? 'no-cache' : 'no-store');
      }
    }
  });

  it('has nothing inline, nothing from elsewhere, one first heading and a label for every field', async () => {
    for (const [path, { text, headers }] of await visit(await room.signedIn('marks@example.org'))) {
      if (!headers.get('content-type')?.startsWith('text/html')) continue;
      expect(text, path).not.toMatch(
        /<style|style=|\son\w+=|<script(?! src="\/passkeys\.js" defer><\/script>)|(?:src|href|action)="(?:https?:)?\/\//,
      );
      expect(text.match(/<h1>/g), path).toHaveLength(1);
      expect(text, path).toContain('<html lang="en-GB">');
      for (const [, id] of text.matchAll(/<input id="([^"]+)"/g)) expect(text, path).toContain(`<label for="${id}">`);
      expect(text, path).not.toMatch(/debit|credit\b|overspen|misuse|clawback|surplus|notional/i);
    }
  });

  it('sets cookies that no script reads, no other site sends and no plain connection carries', async () => {
    const stranger = await room.browser().get('/sign-in');
    const entering = await entered();
    const lines = [...stranger.headers.getSetCookie(), ...entering.headers.getSetCookie()];
    expect(lines.length).toBe(3);
    for (const line of lines) expect(line).toMatch(/^__Host-threefold(-browser)?=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  });

  const entered = async (): Promise<Page> => {
    const browser = room.browser();
    await room.person('cookies@example.org');
    await browser.post('/sign-in', { email: 'cookies@example.org' });
    await room.deliverMails();
    const code = /Your code: (\d{4} \d{4})/.exec(room.inbox.at(-1)?.text ?? '')?.[1] ?? '';
    return browser.post('/sign-in/code', { code });
  };
});

describe('where a sign-in leads', () => {
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    ' /x',
    '/x\r\nSet-Cookie: a=b',
    'evil.example',
    '/..//evil.example',
    '@evil.example',
    `/${'x'.repeat(600)}`,
    '',
  ];

  it('is a path of this service and never an address from elsewhere', async () => {
    for (const returnTo of elsewhere) expect(safeReturnTo(returnTo), returnTo).toBe('/');
    expect(safeReturnTo('/families/7?month=2026-04')).toBe('/families/7?month=2026-04');
    for (const returnTo of elsewhere) {
      const browser = room.browser();
      const page = await browser.get(`/sign-in?${new URLSearchParams({ returnTo })}`);
      expect(page.text).not.toContain('evil');
    }
  });

  it('stays here through a whole sign-in', async () => {
    for (const returnTo of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
      room.clock.advance(600_000);
      const browser = room.browser();
      await room.person('return@example.org');
      await browser.post('/sign-in', { email: 'return@example.org', returnTo });
      await room.deliverMails();
      const code = /Your code: (\d{4} \d{4})/.exec(room.inbox.at(-1)?.text ?? '')?.[1] ?? '';
      expect((await browser.post('/sign-in/code', { code })).location).toBe('/your-places');
    }
  });

  it('and the way there is not taken from the Host header', async () => {
    for (const path of gets) {
      const page = await room.browser().get(path, { Host: 'evil.example' });
      expect(`${page.location ?? ''}${page.text}`, path).not.toContain('evil');
    }
  });
});
