import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantAccess, serviceCaller } from '../../src/people/index.ts';
import { newToken } from '../../src/people/sessions/session-token.ts';
import type { Browser } from '../people/sign-in/browser.ts';
import { type FamilyPages, must, openFamilyPages, type ParentAtHome, wordsOf } from './family-pages.ts';

let pages: FamilyPages;
let northmoor: number;
let maple: ParentAtHome;
let fern: ParentAtHome;
let afar: ParentAtHome;

const SCRIPT = '<script>alert("1")</script>';

beforeAll(async () => {
  pages = await openFamilyPages();
  northmoor = await pages.council('northmoor');
  maple = await pages.parent(northmoor, 'maple@example.org', 'Morgan Maple', ['Charlie Maple', 'Robin Maple']);
  fern = await pages.parent(northmoor, 'fern@example.org', 'Frankie Fern', ['Toni Fern']);
  afar = await pages.parent(await pages.council('southvale'), 'afar@example.org', 'Alex Afar', ['Kit Afar']);
});
afterAll(() => pages.close());

const of = ({ familyId }: ParentAtHome, page: string) => `/families/${familyId}/${page}`;
const letIn = (more: Record<string, string> = {}) => ({
  name: 'Pat Helper',
  email: 'pat@helper.example',
  role: 'supporter',
  'may-see-record': 'yes',
  'may-see-log': 'yes',
  until: '2026-10-15',
  ...more,
});
const today = () => pages.clock.now().toISOString().slice(0, 10);
const endLink = (text: string) => /href="(\/families\/[^"]+\/end)"/.exec(text)?.[1] ?? '';

describe('a parent', () => {
  it('lets somebody in for what and until when they choose, sees it, and ends it after being asked once more', async () => {
    const { browser } = maple;
    expect(wordsOf((await browser.get(of(maple, 'who-can-see'))).text)).toContain('You have let nobody in.');
    const done = await browser.post(of(maple, 'let-in'), letIn());
    expect([done.status, done.location]).toEqual([303, of(maple, 'who-can-see')]);
    const list = await browser.get(of(maple, 'who-can-see'));
    expect(wordsOf(list.text)).toContain('Pat Helper They can see our record and see who has looked at it.');
    expect(wordsOf(list.text)).toContain('This is about Charlie Maple and Robin Maple.');
    expect(wordsOf(list.text)).toContain('Somebody who helps us. They sign in with pat@helper.example.');
    expect(wordsOf(list.text)).toContain('until the end of 15 October 2026.');

    const pat = await pages.signedIn('pat@helper.example');
    await pat.post('/your-places/go', { authorityId: `${northmoor}` });
    expect(wordsOf((await pat.get('/your-places')).text)).toContain('You help this family Who has looked');
    expect((await pat.get(of(maple, 'who-has-looked'))).status).toBe(200);
    expect((await pat.get(of(maple, 'who-can-see'))).status).toBe(404);

    const asking = await browser.get(endLink(list.text));
    expect(wordsOf(asking.text)).toContain('Stop letting Pat Helper in?');
    expect((await pat.get(of(maple, 'who-has-looked'))).status).toBe(200);
    expect((await browser.post(endLink(list.text))).location).toBe(of(maple, 'who-can-see'));
    expect((await pat.get(of(maple, 'who-has-looked'))).status).toBe(404);
    const after = wordsOf((await browser.get(of(maple, 'who-can-see'))).text);
    expect(after).toContain('You have let nobody in.');
    expect(after).toContain('People you had let in before Pat Helper Ended on');
  });

  it('lets in for one child alone where there are several', async () => {
    const form = (await maple.browser.get(of(maple, 'let-in'))).text;
    const robin = /name="child-([0-9a-f-]{36})"[^>]*><label[^>]*>Robin Maple/.exec(form)?.[1] ?? '';
    expect(robin).not.toBe('');
    const fields = letIn({ name: 'One Child', email: 'one@helper.example', 'choose-children': 'yes', [`child-${robin}`]: 'yes' });
    expect((await maple.browser.post(of(maple, 'let-in'), fields)).status).toBe(303);
    expect(wordsOf((await maple.browser.get(of(maple, 'who-can-see'))).text)).toContain('This is about Robin Maple.');
  });

  it('is told at each field what to put right, and nothing is lost or kept', async () => {
    const before = await pages.state(northmoor);
    const cases: readonly (readonly [Record<string, string>, string, string])[] = [
      [letIn({ name: ' ' }), 'name', 'Write the name'],
      [letIn({ email: '' }), 'email', 'Write the e-mail address they sign in with.'],
      [letIn({ email: 'not an address' }), 'email', 'like name@example.org'],
      [letIn({ email: 'Maple@example.org' }), 'email', 'This is your own address.'],
      [letIn({ role: 'caseworker' }), 'role-1', 'Choose who they are to you.'],
      [{ name: 'No Rights', email: 'n@helper.example', role: 'supporter', until: '2026-10-15' }, 'may-1', 'at least one thing'],
      [letIn({ until: '15/10/2026' }), 'until', 'Choose the last day'],
      [letIn({ until: '2026-04-14' }), 'until', 'This day is over.'],
      [letIn({ until: '2028-01-01' }), 'until', 'within the next 12 months'],
      [letIn({ 'choose-children': 'yes' }), 'child-1', 'Choose at least one child.'],
      [letIn({ 'choose-children': 'yes', [`child-${fern.personId}`]: 'yes' }), 'child-1', 'only what you can see yourself'],
    ];
    for (const [fields, field, words] of cases) {
      const page = await maple.browser.post(of(maple, 'let-in'), fields);
      expect(page.status, words).toBe(422);
      expect(page.text, words).toContain(`<a href="#${field}">`);
      expect(page.text, words).toContain(`id="${field}"`);
      expect(wordsOf(page.text)).toContain(words);
      expect(page.text).toContain('<title>Error: ');
      expect(page.text).toContain(`value="${fields['name']?.trim()}"`);
    }
    const empty = await maple.browser.post(of(maple, 'let-in'));
    expect(empty.text.match(/<li><a href="#/g)).toHaveLength(5);
    expect(await pages.state(northmoor)).toBe(before);
  });

  it('reads who looked in plain words, page after page, with the names they may know', async () => {
    const { browser, familyId } = fern;
    const first = wordsOf((await browser.get(of(fern, 'who-has-looked'))).text);
    expect(first).toContain('A program of the council started your record');
    expect(first).toContain('You signed in to your record for the first time');
    expect(first).toMatch(/added a person to your record .*About: Toni Fern\./);
    for (let look = 0; look < 22; look += 1) await browser.get(of(fern, 'who-can-see'));
    const newest = await browser.get(of(fern, 'who-has-looked'));
    expect(wordsOf(newest.text)).toMatch(/You looked at who may see your record .* About: Frankie Fern and Toni Fern\. You/);
    expect(wordsOf(newest.text)).not.toContain('started your record');
    let older = newest;
    let read = 0;
    for (let next = olderOf(older.text); next !== undefined; next = olderOf(older.text)) {
      older = await browser.get(next);
      read += 1;
    }
    expect(read).toBeGreaterThan(0);
    expect(wordsOf(older.text)).toContain('started your record');
    expect(older.text).toContain(`href="/families/${familyId}/who-has-looked">Newest`);
    expect((await browser.get(`${of(fern, 'who-has-looked')}?before=;drop`)).status).toBe(200);
  });

  it('sees what they wrote as text and never as a part of the page', async () => {
    await fern.browser.post(of(fern, 'let-in'), letIn({ name: SCRIPT, email: 'b&b@helper.example', until: today() }));
    const list = (await fern.browser.get(of(fern, 'who-can-see'))).text;
    const ending = (await fern.browser.get(endLink(list))).text;
    const again = (await fern.browser.post(of(fern, 'let-in'), { name: `"><img src=x>${SCRIPT}`, until: '"><b>' })).text;
    for (const text of [list, ending, again]) {
      expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
      expect(text).not.toMatch(/<script|<img src=x|"><b>/);
    }
    expect(list).toContain('b&amp;b@helper.example');
  });
});

const olderOf = (text: string) => /href="([^"]+)">Older/.exec(text)?.[1]?.replaceAll('&amp;', '&');

describe('another family’s record', () => {
  const everyPage = async (browser: Browser, familyId: string, grantId: string) => [
    await browser.get(`/families/${familyId}/who-can-see`),
    await browser.get(`/families/${familyId}/let-in`),
    await browser.post(`/families/${familyId}/let-in`, letIn({ email: 'thief@helper.example' })),
    await browser.get(`/families/${familyId}/grants/${grantId}/end`),
    await browser.post(`/families/${familyId}/grants/${grantId}/end`),
    await browser.get(`/families/${familyId}/who-has-looked`),
  ];

  it('is not found, in the same words as one that does not exist, and nothing is changed or told', async () => {
    const system = serviceCaller(northmoor, 'system');
    const errand = { ...system, onBehalfOf: { personId: maple.personId, channel: 'phone' as const } };
    const terms = { name: 'Secret Friend', email: 'secret@helper.example', role: 'supporter', may: ['see-record'] } as const;
    const { grantId } = must(await grantAccess(pages.records, errand, maple.familyId, { ...terms, until: '2026-10-15' }));
    const caseworker = await pages.signedIn('maple.neighbour@example.org');
    const before = await pages.state(northmoor);
    const nothing = await everyPage(fern.browser, '00000000-0000-4000-8000-000000000000', grantId);
    for (const browser of [fern.browser, afar.browser, caseworker]) {
      const answers = await everyPage(browser, maple.familyId, grantId);
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
      for (const [index, page] of answers.entries()) {
        expect(wordsOf(page.text)).toBe(wordsOf(nothing[index]?.text ?? ''));
        expect(page.text).not.toMatch(/Maple|Secret|secret@/);
      }
    }
    for (const page of [
      await fern.browser.get(`/families/${fern.familyId}/grants/${grantId}/end`),
      await fern.browser.post(`/families/${fern.familyId}/grants/${grantId}/end`),
      await fern.browser.post(`/families/${fern.familyId}/grants/nonsense/end`),
      await fern.browser.get('/families/nonsense/who-can-see'),
    ])
      expect(page.status).toBe(404);
    expect(await pages.state(northmoor)).toBe(before);
    expect(wordsOf((await maple.browser.get(of(maple, 'who-can-see'))).text)).toContain('You asked for this by phone.');
    expect(wordsOf((await maple.browser.get(of(maple, 'who-has-looked'))).text)).not.toContain('A parent');
  });
});

describe('the forms about records', () => {
  it('are refused from elsewhere and without the token of this very browser, and nothing is changed', async () => {
    await maple.browser.post(of(maple, 'let-in'), letIn({ name: 'To Keep', email: 'keep@helper.example' }));
    const list = (await maple.browser.get(of(maple, 'who-can-see'))).text;
    const own = await maple.browser.formToken();
    const before = await pages.state(northmoor);
    const body = (token: string) => new URLSearchParams({ ...letIn({ email: 'forged@helper.example' }), token }).toString();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    for (const path of [of(maple, 'let-in'), endLink(list), '/your-places/claim', '/your-places/go']) {
      for (const [token, headers] of [
        [own, { ...form, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }],
        [own, form],
        ['', { ...form, Origin: pages.url }],
        [newToken(), { ...form, Origin: pages.url }],
        [await fern.browser.formToken(), { ...form, Origin: pages.url }],
      ] as const)
        expect((await maple.browser.ask('POST', path, body(token), headers)).status, path).toBe(403);
    }
    expect(await pages.state(northmoor)).toBe(before);
  });

  it('speak in words of families, with one first heading and a label for every field', async () => {
    for (const page of ['who-can-see', 'let-in', 'who-has-looked']) {
      const { text } = await maple.browser.get(of(maple, page));
      expect(text.match(/<h1>/g), page).toHaveLength(1);
      for (const [, id] of text.matchAll(/<input id="([^"]+)"/g)) expect(text, page).toContain(`<label for="${id}">`);
      expect(wordsOf(text), page).not.toMatch(/debit|credit|grant|revoke|overspen|misuse|exception|evidence|notional/i);
      expect(text, page).not.toMatch(/[\u2013\u2014\u2018\u2019\u201c\u201d]/);
    }
  });
});
