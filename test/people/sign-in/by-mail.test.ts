import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkToken } from '../../../src/people/sign-in/sign-in-secrets.ts';
import { openAdmin } from '../../support/admin.ts';
import { type Browser, fieldOf, withoutTokens } from './browser.ts';
import { lastMail, NOON, openSignInRoom, type SignInRoom } from './sign-in-room.ts';

let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());
beforeEach(() => {
  room.clock.set(NOON);
  room.inbox.length = 0;
});

let people = 0;
/** A person of their own for each test. */
const somebody = async (): Promise<string> => {
  people += 1;
  const email = `person${people}@example.org`;
  await room.person(email);
  return email;
};
const asked = async (email: string, fields: Record<string, string> = {}): Promise<Browser> => {
  const browser = room.browser();
  await browser.post('/sign-in', { email, ...fields });
  await room.deliverMails();
  return browser;
};
const isSignedIn = async (browser: Browser): Promise<boolean> => (await browser.get('/your-sign-ins')).status === 200;
const press = async (browser: Browser, link: string, fields: Record<string, string> = {}) =>
  browser.post('/sign-in/link', { link: new URLSearchParams(link.split('?')[1]).get('token') ?? '', ...fields });

describe('a link in a mail', () => {
  it('signs in by one press, takes the person where they wanted to go, and works once', async () => {
    const email = await somebody();
    const browser = await asked(email, { returnTo: '/second-factor' });
    const { link } = lastMail(room, email);
    const page = await browser.get(link);
    expect(page.text).toContain('One press, and you are in.');
    const pressed = await press(browser, link);
    expect([pressed.status, pressed.location]).toEqual([303, '/second-factor']);
    expect((await browser.get('/your-sign-ins')).text).toContain(email);
    const again = await press(room.browser(), link, { email });
    expect(again.status).toBe(422);
    expect(again.text).toContain('used already, and each works once. Ask for a new one');
  });

  it('is not used up by a program that opens every link in a mail', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { link } = lastMail(room, email);
    for (let n = 0; n < 3; n += 1) expect((await room.browser().get(link)).status).toBe(200);
    await press(browser, link);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('is good for ten minutes, and then says what to do', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { link } = lastMail(room, email);
    room.clock.advance(10 * 60_000);
    for (const page of [await browser.get(link), await press(browser, link)]) {
      expect(page.status).toBe(422);
      expect(page.text).toContain('This link is too old. Ask for a new one.');
      expect(page.text).toContain('href="/sign-in"');
    }
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('in another browser needs the address that it was sent to', async () => {
    const email = await somebody();
    const stranger = await somebody();
    await asked(email);
    const { link } = lastMail(room, email);
    const other = room.browser();
    expect((await other.get(link)).text).toContain('was not asked for in this browser');
    for (const wrong of ['', stranger, 'nobody@example.org']) {
      const refused = await press(other, link, { email: wrong });
      expect(refused.text).toContain('Type the address of the inbox');
      expect(refused.text).not.toContain(email);
    }
    expect(await isSignedIn(other)).toBe(false);
    expect((await press(other, link, { email: email.toUpperCase() })).status).toBe(303);
    expect(await isSignedIn(other)).toBe(true);
  });

  it('that is forged, cut short or of another installation lets nobody in', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { link } = lastMail(room, email);
    const forged = linkToken(room.desk, '00000000-0000-4000-8000-000000000000');
    for (const path of [`/sign-in/link?token=${forged}`, link.slice(0, -1), `${link}x`, '/sign-in/link?token=', '/sign-in/link']) {
      const page = await browser.get(path);
      expect(page.status).toBe(422);
      expect(page.text).toContain('Open it from the mail again, or ask for a new one');
      expect((await press(browser, path)).status).toBe(422);
    }
    expect(await isSignedIn(browser)).toBe(false);
  });
});

describe('a code in a mail', () => {
  it('signs in the browser that asked, however it is spaced, and no other', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { code } = lastMail(room, email);
    const other = await asked('nobody@example.org');
    expect((await other.post('/sign-in/code', { code })).text).toContain('not the code from the newest mail');
    expect((await room.browser().post('/sign-in/code', { code })).text).toContain('asked in another browser');
    expect((await browser.post('/sign-in/code', { code: ` ${code.replace(' ', '-')} ` })).status).toBe(303);
    expect(await isSignedIn(browser)).toBe(true);
    expect((await browser.post('/sign-in/code', { code })).status).toBe(422);
  });

  it('of the mail before still works after asking twice', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { code } = lastMail(room, email);
    await browser.post('/sign-in', { email });
    expect(await room.deliverMails()).toBe(0);
    expect((await browser.post('/sign-in/code', { code })).status).toBe(303);
  });

  it('ends with the link, after ten minutes', async () => {
    const email = await somebody();
    const browser = await asked(email);
    const { code } = lastMail(room, email);
    room.clock.advance(10 * 60_000);
    expect((await browser.post('/sign-in/code', { code })).text).toContain('no longer good');
  });
});

describe('who is known here', () => {
  it('cannot be told from any answer', async () => {
    const known = await somebody();
    const answers = async (email: string) => {
      const browser = room.browser();
      const pages = [await browser.get('/sign-in'), await browser.post('/sign-in', { email }), await browser.get('/sign-in/check')];
      await room.deliverMails();
      for (let n = 0; n < 6; n += 1) pages.push(await browser.post('/sign-in/code', { code: '0000 0000' }));
      return pages.map(withoutTokens);
    };
    expect(await answers(known)).toEqual(await answers('nobody@example.org'));
  });

  it('cannot be told from what the request does: the same rows are written and the same work is asked for', async () => {
    const known = await somebody();
    const work = async (email: string) => {
      const before = await rows();
      await room.browser().post('/sign-in', { email });
      const after = await rows();
      return Object.fromEntries(Object.entries(after).map(([table, n]) => [table, n - (before[table] ?? 0)]));
    };
    const rows = async (): Promise<Record<string, number>> => {
      const client = await openAdmin(room.store.adminUrl);
      const found = await client.rows<{ name: string; n: number }>(
        `select 'requests' as name, count(*)::int as n from people.sign_in_requests union all select 'jobs', count(*)::int from platform.outbox
         union all select 'identities', count(*)::int from people.identities union all select 'sessions', count(*)::int from people.sessions`,
      );
      await client.close();
      return Object.fromEntries(found.map(({ name, n }) => [name, n]));
    };
    expect(await work(known)).toEqual({ requests: 1, jobs: 1, identities: 0, sessions: 0 });
    expect(await work('stranger@example.org')).toEqual({ requests: 1, jobs: 1, identities: 0, sessions: 0 });
    room.inbox.length = 0;
    await room.deliverMails();
    expect(room.inbox.map(({ to }) => to)).toEqual([known]);
  });

  it('is not shown to whoever types what is no address', async () => {
    const browser = room.browser();
    const page = await browser.post('/sign-in', { email: '<b>nobody' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Write your e-mail address like name@example.org');
    expect(page.text).toContain('value="&lt;b&gt;nobody"');
    expect(page.text).toContain('<title>Error: Sign in');
  });
});

describe('mails to one address', () => {
  it('come further and further apart, and never so far that no live link lies in the inbox', async () => {
    const email = await somebody();
    let newest = room.clock.now().getTime();
    for (let minute = 0; minute < 90; minute += 1) {
      room.clock.advance(60_000);
      await room.browser().post('/sign-in', { email });
      if ((await room.deliverMails()) > 0) newest = room.clock.now().getTime();
      expect(room.clock.now().getTime() - newest).toBeLessThan(10 * 60_000);
    }
    expect(room.inbox.length).toBeLessThan(25);
    const mine = room.browser();
    const { link } = lastMail(room, email);
    expect((await press(mine, link, { email })).status).toBe(303);
    expect(await isSignedIn(mine)).toBe(true);
  });

  it('hold a link of the configured address, whatever the request calls the host', async () => {
    const email = await somebody();
    const browser = room.browser();
    const token = await browser.formToken();
    for (const headers of [{ Host: 'evil.example' }, { 'X-Forwarded-Host': 'evil.example' }, { Forwarded: 'host=evil.example' }]) {
      await browser.post('/sign-in', { email, token }, headers);
      room.clock.advance(500_000);
    }
    await room.deliverMails();
    expect(room.inbox.length).toBeGreaterThan(0);
    for (const { text, html } of room.inbox) {
      expect(text + html).not.toContain('evil');
      expect(text).toContain(`${room.url}/sign-in/link?token=`);
    }
  });

  it('leave nothing in the database or the job that lets anybody in', async () => {
    const email = await somebody();
    await asked(email);
    const { link, code } = lastMail(room, email);
    const admin = await openAdmin(room.store.adminUrl);
    const rows = await admin.rows<{ row: string }>(
      'select r::text as row from people.sign_in_requests r union all select o::text from platform.outbox o',
    );
    await admin.close();
    const kept = rows.map(({ row }) => row).join('\n');
    const token = link.split('token=')[1] ?? 'none';
    for (const secret of [token, Buffer.from(token, 'base64url').toString('hex'), code.replace(' ', '')])
      expect(kept).not.toContain(secret);
    expect(kept).toContain('people.mail-sign-in');
  });
});

it('shows the button for the link with the form’s own token', async () => {
  const email = await somebody();
  const browser = await asked(email);
  const page = await browser.get(lastMail(room, email).link);
  expect(fieldOf(page.text, 'link')).toHaveLength(43);
});
