import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantAccess, readFamily, serviceCaller, writeMessage } from '../../src/people/index.ts';
import { changePerson } from '../../src/people/records/change-person.ts';
import type { Browser } from '../people/sign-in/browser.ts';
import { type FamilyPages, must, openFamilyPages, type ParentAtHome, wordsOf } from './family-pages.ts';

let pages: FamilyPages;
let northmoor: number;
let parent: ParentAtHome;
let robin: ParentAtHome;
let sky: ParentAtHome;
let nominee: Browser;

/** What stands in the parent's part of the record and in nobody else's. */
const PARENTS_OWN = /Morgan|12 Hidden Lane|letter from the parent|Aunt Ada|ada@helper/;

beforeAll(async () => {
  pages = await openFamilyPages();
  northmoor = await pages.council('northmoor');
  parent = await pages.parent(northmoor, 'morgan@example.org', 'Morgan Heron', ['Robin Heron', 'Sky Heron']);
  const system = serviceCaller(northmoor, 'system');
  const { familyId, personId } = parent;
  const version = must(
    await readFamily(
      pages.records,
      northmoor,
      familyId,
      async ({ rows }) => rows.persons.find((each) => each.personId === personId)?.version,
    ),
  );
  must(await changePerson(pages.records, system, { familyId, personId, ifMatch: `${version}` }, { address: '12 Hidden Lane' }));
  must(await writeMessage(pages.records, system, parent, { text: 'A letter from the parent: letter from the parent.' }));
  await letIn(parent, { name: 'Aunt Ada', email: 'ada@helper.example', role: 'supporter', may: ['see-log'] });
  robin = await pages.youngPerson(northmoor, parent, 'robin@example.org', 'Robin Heron');
  sky = await pages.youngPerson(northmoor, parent, 'sky@example.org', 'Sky Heron');
  await letIn(parent, {
    name: 'Nour',
    email: 'nour@helper.example',
    role: 'nominee',
    may: ['see-record', 'see-log'],
    children: [robin.personId],
  });
  nominee = await pages.signedIn('nour@helper.example');
  await nominee.post('/your-places/go', { authorityId: `${northmoor}` });
});
afterAll(() => pages.close());

type Terms = Omit<Parameters<typeof grantAccess>[3], 'until'>;
async function letIn({ familyId, personId }: ParentAtHome, terms: Terms): Promise<void> {
  const errand = { ...serviceCaller(northmoor, 'system'), onBehalfOf: { personId, channel: 'phone' as const } };
  must(await grantAccess(pages.records, errand, familyId, { ...terms, until: '2026-10-15' }));
}

const at = (page: string) => `/families/${parent.familyId}/${page}`;
const EVERY_PAGE = ['messages', 'documents', 'who-can-see', 'let-in', 'who-has-looked', 'copy', 'copy/record.tar'];
const visit = async (browser: Browser) => {
  const seen = [];
  for (const path of ['/your-places', ...EVERY_PAGE.map(at)]) seen.push({ path, page: await browser.get(path) });
  return seen;
};

describe('a young person', () => {
  it('has pages of their own, and finds nothing of a parent or of a sister on any of them', async () => {
    for (const { path, page } of await visit(robin.browser)) {
      expect(page.status, path).toBe(200);
      expect(page.text, path).not.toMatch(PARENTS_OWN);
      expect(page.text, path).not.toMatch(/Sky/);
    }
    expect(wordsOf((await robin.browser.get('/your-places')).text)).toContain(
      'This is your own record Messages Documents Who can see our record Who has looked A copy of our record',
    );
    expect((await robin.browser.get(at('copy/record.tar'))).text).toContain('Robin Heron');
  });

  it('writes to the council where neither parent nor sister reads it', async () => {
    await robin.browser.post(at('messages'), { text: 'Please ask me, not my parents.' });
    expect((await robin.browser.get(at('messages'))).text).toContain('Please ask me, not my parents.');
    for (const { browser } of [parent, sky])
      for (const { path, page } of await visit(browser)) expect(page.text, path).not.toContain('Please ask me');
  });

  it('lets somebody in themselves, for themselves alone, and the parent does not read whom', async () => {
    const terms = { name: 'Best Friend', email: 'friend@helper.example', role: 'supporter', 'may-see-log': 'yes', until: '2026-09-01' };
    const done = await robin.browser.post(at('let-in'), terms);
    expect([done.status, done.location]).toEqual([303, at('who-can-see')]);
    expect(wordsOf((await robin.browser.get(at('who-can-see'))).text)).toContain('Best Friend They can see who has looked at it.');
    for (const { browser } of [parent, sky]) expect((await browser.get(at('who-can-see'))).text).not.toContain('Best Friend');
    const before = await pages.state(northmoor);
    const forSky = { ...terms, email: 'other@helper.example', 'choose-children': 'yes', [`child-${sky.personId}`]: 'yes' };
    const refused = await robin.browser.post(at('let-in'), forSky);
    expect([refused.status, wordsOf(refused.text).includes('only what you can see yourself')]).toEqual([422, true]);
    const grantOfParent = /\/grants\/([0-9a-f-]+)\/end/.exec((await parent.browser.get(at('who-can-see'))).text)?.[1] ?? '';
    expect(grantOfParent).not.toBe('');
    for (const page of [
      await robin.browser.get(at(`grants/${grantOfParent}/end`)),
      await robin.browser.post(at(`grants/${grantOfParent}/end`)),
    ])
      expect(page.status).toBe(404);
    expect(await pages.state(northmoor)).toBe(before);
  });
});

describe('a nominee', () => {
  it('sees what the family opened to them, and nothing else of it', async () => {
    const places = wordsOf((await nominee.get('/your-places')).text);
    expect(places).toContain('You look after the money for this family Who has looked');
    expect(places).not.toMatch(/Messages|Documents|Who can see|A copy/);
    const log = await nominee.get(at('who-has-looked'));
    expect(log.status).toBe(200);
    expect(log.text).toContain('Robin Heron');
    expect(log.text).not.toMatch(PARENTS_OWN);
    expect(log.text).not.toMatch(/Sky/);
    for (const path of EVERY_PAGE.filter((page) => page !== 'who-has-looked')) {
      const page = await nominee.get(at(path));
      expect(page.status, path).toBe(404);
      expect(page.text, path).not.toMatch(/Heron/);
    }
  });

  it('changes nothing, by no form of the record', async () => {
    const before = await pages.state(northmoor);
    const grant = /\/grants\/([0-9a-f-]+)\/end/.exec((await parent.browser.get(at('who-can-see'))).text)?.[1] ?? '';
    const terms = {
      name: 'X',
      email: 'x@helper.example',
      role: 'supporter',
      'may-see-log': 'yes',
      until: '2026-09-01',
      text: 'x',
      kind: 'letter',
    };
    for (const form of ['let-in', `grants/${grant}/end`, 'messages', 'documents'])
      expect((await nominee.post(at(form), terms)).status, form).toBe(404);
    expect(await pages.state(northmoor)).toBe(before);
  });

  it('sees nothing from the next page on once the last day is over', async () => {
    const then = pages.clock.now();
    pages.clock.set('2026-10-16T09:00:00.000Z');
    const late = await pages.signedIn('nour@helper.example');
    await late.post('/your-places/go', { authorityId: `${northmoor}` });
    expect(wordsOf((await late.get('/your-places')).text)).not.toContain('You look after the money');
    for (const path of EVERY_PAGE) expect((await late.get(at(path))).status, path).toBe(404);
    pages.clock.set(then.toISOString());
  });
});

describe('a parent, once the young person is eighteen', () => {
  it('keeps their own messages and loses the record', async () => {
    const then = pages.clock.now();
    pages.clock.set('2032-05-14T09:00:00.000Z');
    const late = await pages.signedIn('morgan@example.org');
    await late.post('/your-places/go', { authorityId: `${northmoor}` });
    const statuses = (await visit(late)).map(({ path, page }) => [path.split('/').slice(3).join('/'), page.status]);
    expect(Object.fromEntries(statuses)).toEqual({
      '': 200,
      messages: 200,
      documents: 200,
      'who-can-see': 404,
      'let-in': 404,
      'who-has-looked': 404,
      copy: 404,
      'copy/record.tar': 404,
    });
    expect((await late.get(at('messages'))).text).not.toMatch(/Robin|Sky/);
    pages.clock.set(then.toISOString());
  });
});
