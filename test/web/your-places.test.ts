import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantAccess, invite, mailInvitation, type NewInvitation, serviceCaller } from '../../src/people/index.ts';
import { openAdmin } from '../support/admin.ts';
import { runMailJobs } from '../support/run-mail-jobs.ts';
import { type FamilyPages, must, openFamilyPages, wordsOf } from './family-pages.ts';

let pages: FamilyPages;
let northmoor: number;
let southvale: number;

beforeAll(async () => {
  pages = await openFamilyPages();
  northmoor = await pages.council('northmoor');
  southvale = await pages.council('southvale');
});
afterAll(() => pages.close());

const asked = (authorityId: number, email: string, more: Partial<NewInvitation> = {}) =>
  invite(pages.records, serviceCaller(authorityId, 'system'), { email, role: 'caseworker', ...more });
const invited = async (authorityId: number, email: string, more: Partial<NewInvitation> = {}) =>
  must(await asked(authorityId, email, more));

/** What the job would do with what the invitation left in the outbox. */
async function deliver(authorityId: number, invitationId: string): Promise<number> {
  const { database } = pages.records;
  const sent = await runMailJobs({ database, clock: pages.clock, publicUrl: pages.url }, authorityId, [mailInvitation.topic]);
  const own = sent.filter(({ mailId }) => mailId === invitationId);
  pages.inbox.push(...own);
  return own.length;
}

const mailTo = (email: string) => pages.inbox.findLast(({ to, subject }) => to === email && subject.includes('invites you'));
const pathIn = (text: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(pages.url))
    ?.slice(pages.url.length) ?? '';

describe('an invitation by mail', () => {
  it('leads whoever signs in with that address to a button, and the button into the council', async () => {
    const { invitationId, token } = await invited(northmoor, 'jo@example.org');
    expect(await deliver(northmoor, invitationId)).toBe(1);
    const mail = mailTo('jo@example.org');
    expect(mail?.text).toContain('Council of northmoor invites you');
    expect(mail?.text).toContain('until 22 April 2026');
    expect(`${mail?.text}${mail?.html}`).not.toContain(token);
    expect(mail?.text).not.toMatch(/caseworker/i);

    const path = pathIn(mail?.text ?? '');
    const stranger = await pages.browser().get(path);
    expect([stranger.status, stranger.location]).toEqual([303, `/sign-in?returnTo=${encodeURIComponent(path)}`]);
    const jo = await pages.signedIn('jo@example.org');
    expect(wordsOf((await jo.get('/your-places')).text)).toContain('Council of northmoor invites you as a caseworker.');
    expect(wordsOf((await jo.get(path)).text)).toContain('You can say yes until 22 April 2026.');
    const before = jo.cookies.get('__Host-threefold');
    const claimed = await jo.post('/your-places/claim', { invitation: invitationId });
    expect([claimed.status, claimed.location]).toEqual([303, '/your-places']);
    expect(jo.cookies.get('__Host-threefold')).not.toBe(before);
    const home = wordsOf((await jo.get('/your-places')).text);
    expect(home).toContain('Council of northmoor You are here You are a caseworker');
    expect(home).not.toContain('You are invited');
  });

  it('is not sent once it was taken up, taken back or is too old, and never for people who are let in by hand', async () => {
    const late = await invited(northmoor, 'late@example.org');
    pages.clock.advance(8 * 86_400_000);
    await deliver(northmoor, late.invitationId);
    expect(mailTo('late@example.org')).toBeUndefined();
    const byHand = await invited(northmoor, 'hand@example.org', { withoutMail: true });
    expect(await deliver(northmoor, byHand.invitationId)).toBe(0);
  });

  it('is asked for with ids alone', async () => {
    const { invitationId } = await invited(northmoor, 'ids.only@example.org');
    const admin = await openAdmin(pages.store.adminUrl);
    const rows = await admin.rows<{ payload: unknown }>(`select payload from platform.outbox where outbox_id = '${invitationId}'`);
    await admin.close();
    expect(rows).toEqual([{ payload: { invitationId } }]);
  });
});

describe('an invitation that cannot be used', () => {
  it('says so in plain words: used, too old, taken back, or another’s', async () => {
    const used = await invited(northmoor, 'kim@example.org');
    const old = await invited(northmoor, 'kim@example.org', { role: 'auditor' });
    const back = await invited(southvale, 'kim@example.org', { role: 'auditor' });
    const others = await invited(northmoor, 'lee@example.org');
    const kim = await pages.signedIn('kim@example.org');
    await kim.post('/your-places/claim', { invitation: used.invitationId });
    const admin = await openAdmin(pages.store.adminUrl);
    await admin.rows(`update people.invitations set withdrawn_at = now() where invitation_id = '${back.invitationId}'`);
    await admin.rows(`update people.invitations set expires_at = '2026-04-01T12:00:00Z' where invitation_id = '${old.invitationId}'`);
    await admin.close();
    const before = [await pages.state(northmoor), await pages.state(southvale)];
    const cases = [
      [used, 409, 'You have said yes already'],
      [old, 409, 'too old It worked until 1 April 2026. Ask Council of northmoor'],
      [back, 409, 'taken back Council of southvale took it back'],
      [others, 404, 'There is no such invitation for you You are signed in as kim@example.org'],
      [{ invitationId: '00000000-0000-4000-8000-000000000000', token: 'nonsense' }, 404, 'There is no such invitation for you'],
    ] as const;
    for (const [{ invitationId, token }, status, words] of cases) {
      const ways = [
        await kim.get(`/your-places/invitation?id=${invitationId}`),
        await kim.post('/your-places/claim', { invitation: invitationId }),
        await kim.post('/your-places/claim', { code: token }),
      ];
      for (const page of ways) {
        expect(page.status).toBe(status);
        expect(wordsOf(page.text)).toContain(words);
        expect(page.headers.getSetCookie()).toEqual([]);
      }
    }
    expect([await pages.state(northmoor), await pages.state(southvale)]).toEqual(before);
    const [foreign, unknown] = await Promise.all(
      [others.invitationId, '00000000-0000-4000-8000-000000000000'].map((id) => kim.get(`/your-places/invitation?id=${id}`)),
    );
    expect(wordsOf(foreign?.text ?? '')).toBe(wordsOf(unknown?.text ?? ''));
  });

  it('as a code is asked for again when nothing was typed', async () => {
    const sam = await pages.signedIn('sam@example.org');
    const page = await sam.post('/your-places/claim', { code: ' ' });
    expect(page.status).toBe(422);
    expect(wordsOf(page.text)).toContain('Type the code of your invitation.');
  });

  it('as a code that was handed over, works for its person', async () => {
    const { token } = await invited(southvale, 'pat@example.org', { role: 'auditor', withoutMail: true });
    const pat = await pages.signedIn('pat@example.org');
    expect((await pat.post('/your-places/claim', { code: ` ${token} ` })).location).toBe('/your-places');
    expect(wordsOf((await pat.get('/your-places')).text)).toContain('You are an auditor');
  });
});

describe('your places', () => {
  it('says to somebody who belongs nowhere what to do', async () => {
    const page = await (await pages.signedIn('nobody@example.org')).get('/your-places');
    expect(wordsOf(page.text)).toContain('You do not belong to a council or a family here yet.');
  });

  it('takes one from council to council with a new cookie, and into none where one stands for nothing', async () => {
    const { browser } = await pages.parent(northmoor, 'two@example.org', 'Two Councils', ['Ali']);
    const { invitationId } = await invited(southvale, 'two@example.org', { role: 'auditor' });
    await browser.post('/your-places/claim', { invitation: invitationId });
    expect(wordsOf((await browser.get('/your-places')).text)).toMatch(/Council of southvale You are here/);
    const cookie = browser.cookies.get('__Host-threefold');
    await browser.post('/your-places/go', { authorityId: `${northmoor}` });
    expect(browser.cookies.get('__Host-threefold')).not.toBe(cookie);
    const page = await browser.get('/your-places');
    expect(wordsOf(page.text)).toMatch(/Council of northmoor You are here You are a parent in this family/);
    const elsewhere = await pages.council('elsewhere');
    for (const authorityId of [`${elsewhere}`, '0', '-1', 'x', '1e99', '2147483648', ''])
      expect((await browser.post('/your-places/go', { authorityId })).headers.getSetCookie(), authorityId).toEqual([]);
    expect(wordsOf((await browser.get('/your-places')).text)).toMatch(/Council of northmoor You are here/);
  });

  it('tells several families of one council apart by the children that are open to the reader', async () => {
    const system = serviceCaller(northmoor, 'system');
    for (const [email, child] of [
      ['first@example.org', 'Ash First'],
      ['second@example.org', 'Bo Second'],
    ] as const) {
      const { familyId, personId } = await pages.parent(northmoor, email, `Parent of ${child}`, [child]);
      const errand = { ...system, onBehalfOf: { personId, channel: 'paper' as const } };
      const terms = { name: 'Gil', email: 'gil@helper.example', role: 'supporter', until: '2026-10-15' } as const;
      const may = child === 'Ash First' ? (['see-record', 'see-log'] as const) : (['see-log'] as const);
      must(await grantAccess(pages.records, errand, familyId, { ...terms, may }));
    }
    const gil = await pages.signedIn('gil@helper.example');
    await gil.post('/your-places/go', { authorityId: `${northmoor}` });
    const words = wordsOf((await gil.get('/your-places')).text);
    expect(words).toContain('You help this family: Ash First Who has looked You help this family Who has looked');
    expect(words).not.toMatch(/Bo Second|Parent of/);
    const looked = /href="([^"]+who-has-looked)"/.exec((await gil.get('/your-places')).text)?.[1] ?? '';
    expect(wordsOf((await gil.get(looked)).text)).toContain('You looked at your record');
  });
});
