import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdmin } from '../../support/admin.ts';
import { runMailJobs } from '../../support/run-mail-jobs.ts';
import { type AccessApi, startAccessApi, type Visitor } from '../access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, staffMember } from '../example-family.ts';

let api: AccessApi;
let authorityId: number;
let caseworker: Visitor;
let auditor: Visitor;
let family: ExampleFamily;
let other: ExampleFamily;

beforeAll(async () => {
  api = await startAccessApi({ usual: 3 });
  authorityId = await api.newAuthority('northmoor');
  caseworker = await staffMember(api, authorityId, 'caseworker');
  auditor = await staffMember(api, authorityId, 'auditor');
  family = await exampleFamily(api, authorityId, 'Aldous');
  other = await exampleFamily(api, authorityId, 'Brightwell');
});
afterAll(() => api.close());

const record = (who: Visitor, familyId = family.familyId) =>
  api.call(who, 'GET', `/v1/families/${familyId}`, who === caseworker || who === auditor ? { purpose: 'review' } : {});
const names = async (who: Visitor) =>
  expectStatus(await record(who), 200).body.persons.map((each: { details: { name: string } }) => each.details.name);

describe('the record of a family', () => {
  it('shows a parent themselves and the children, and nothing of the other parent', async () => {
    expect(await names(family.mother)).toEqual(['Morgan Aldous', 'Charlie Aldous']);
    expect(await names(family.father)).toEqual(['Frankie Aldous', 'Charlie Aldous']);
    expect(await names(family.child)).toEqual(['Charlie Aldous']);
    const seen = (await record(family.father)).text;
    for (const word of ['Morgan', '1 Aldous Lane', '01632 Aldous 1', family.mother.personId, 'Aldous note'])
      expect(seen).not.toContain(word);
  });

  it('keeps officers’ notes from the family they are about', async () => {
    expect((await record(family.mother)).text).not.toContain('Aldous note');
    expect((await record(caseworker)).text).toContain('Aldous note');
  });

  it('of another family is not found, as if there were none', async () => {
    const foreign = expectStatus(await record(family.mother, other.familyId), 404).body;
    const missing = expectStatus(await record(family.mother, '11111111-2222-4333-8444-555555555555'), 404).body;
    expect({ ...foreign, instance: '' }).toEqual({ ...missing, instance: '' });
  });

  it('opens for staff only with a reason, which the family reads in its log', async () => {
    expectStatus(await api.call(caseworker, 'GET', `/v1/families/${family.familyId}`), 400);
    expectStatus(await api.call(caseworker, 'GET', `/v1/families/${family.familyId}`, { purpose: 'curiosity' }), 400);
    expectStatus(await record(caseworker), 200);
    const log = expectStatus(await api.call(family.mother, 'GET', `/v1/families/${family.familyId}/access-log`), 200).body.data;
    expect(log).toContainEqual(
      expect.objectContaining({ who: 'Caseworker of the council', what: 'looked at your record', why: 'A review', how: 'online' }),
    );
  });
});

describe('a court order', () => {
  it('closes the record to a parent from its first day, and to everybody they let in', async () => {
    const parted = await exampleFamily(api, authorityId, 'Cartwright');
    const helper = await api.visitor(authorityId, 'helper@example.org');
    const grant = { name: 'Hal Per', email: helper.email, role: 'supporter', may: ['see-record'], until: '2026-12-31' };
    expectStatus(await api.call(parted.father, 'POST', `/v1/families/${parted.familyId}/grants`, { body: grant }), 201);
    expectStatus(await record(helper, parted.familyId), 200);
    const order = { adultId: parted.father.personId, childId: parted.child.personId, kind: 'order-denies-access', from: '2026-04-16' };
    const path = `/v1/families/${parted.familyId}/relationships`;
    expectStatus(await api.call(caseworker, 'POST', path, { body: order, purpose: 'casework' }), 201);
    expectStatus(await record(parted.father, parted.familyId), 200);
    api.clock.set('2026-04-15T23:00:00.000Z');
    expectStatus(await record(parted.father, parted.familyId), 404);
    expectStatus(await record(helper, parted.familyId), 403);
    expectStatus(await record(parted.mother, parted.familyId), 200);
    api.clock.set('2026-04-15T09:30:00.000Z');
  });
});

describe('a confidential mark', () => {
  it('keeps a detail from the other parent and their helper on every page, export and log', async () => {
    const split = await exampleFamily(api, authorityId, 'Dunmore');
    const base = `/v1/families/${split.familyId}`;
    const helper = await api.visitor(authorityId, 'dunmore-helper@example.org');
    const grant = { name: 'Hal', email: helper.email, role: 'supporter', may: ['see-record', 'see-log'], until: '2026-12-31' };
    expectStatus(await api.call(split.father, 'POST', `${base}/grants`, { body: grant }), 201);
    for (const kind of ['address', 'school']) {
      const mark = { kind, hiddenFrom: split.father.personId };
      expectStatus(
        await api.call(caseworker, 'POST', `${base}/persons/${split.child.personId}/confidential-marks`, {
          body: mark,
          purpose: 'casework',
        }),
        201,
      );
    }
    for (const reader of [split.father, helper]) {
      for (const path of ['', '/access-log', '/grants', '/archive']) {
        const { text } = await api.call(reader, 'GET', base + path);
        const readable =
          text + (path === '/archive' && text.includes('content') ? Buffer.from(JSON.parse(text).content, 'base64').toString() : '');
        for (const hidden of ['3 Dunmore Court', 'Dunmore School', 'confidential', split.mother.personId])
          expect(`${path}: ${readable.includes(hidden)}`).toBe(`${path}: false`);
      }
    }
    expect((await record(split.mother, split.familyId)).text).toContain('3 Dunmore Court');
    expect((await record(caseworker, split.familyId)).text).toContain('3 Dunmore Court');
  });

  it('may be set by a parent on their own details only', async () => {
    const mark = { kind: 'address', hiddenFrom: family.mother.personId };
    const of = (personId: string) => `/v1/families/${family.familyId}/persons/${personId}/confidential-marks`;
    expectStatus(await api.call(family.father, 'POST', of(family.father.personId), { body: mark }), 201);
    expectStatus(await api.call(family.father, 'POST', of(family.mother.personId), { body: mark }), 404);
  });
});

describe('a parent’s own details', () => {
  it('are changed by themselves, with the version they have read, and by nobody beside them', async () => {
    const path = `/v1/families/${family.familyId}/persons/${family.mother.personId}`;
    expectStatus(await api.call(family.mother, 'PATCH', path, { body: { phone: '01632 960123' }, ifMatch: '"1"' }), 200);
    expectStatus(await api.call(family.mother, 'PATCH', path, { body: { phone: '01632 960124' }, ifMatch: '"1"' }), 412);
    expectStatus(await api.call(family.mother, 'PATCH', path, { body: { payee: 'somebody' }, ifMatch: '"2"' }), 403);
    expectStatus(await api.call(family.father, 'PATCH', path, { body: { phone: '01632 960125' }, ifMatch: '"2"' }), 404);
    const own = expectStatus(await record(family.mother), 200).body.persons[0];
    expect(own).toMatchObject({ version: 2, details: { phone: '01632 960123', address: '1 Aldous Lane' } });
  });
});

describe('a grant', () => {
  const path = () => `/v1/families/${family.familyId}/grants`;
  const grant = (email: string, more: object = {}) => ({
    body: { name: 'Pat Helper', email, role: 'supporter', may: ['see-record'], until: '2026-10-15', ...more },
  });

  it('opens the record to the person named, and ends with their next request when it is revoked', async () => {
    const helper = await api.visitor(authorityId, 'pat@example.org');
    expectStatus(await record(helper), 403);
    const { grantId } = expectStatus(await api.call(family.mother, 'POST', path(), grant(helper.email)), 201).body;
    expect(await names(helper)).toEqual(['Charlie Aldous']);
    expectStatus(await api.call(helper, 'GET', `/v1/families/${family.familyId}/access-log`), 404);
    expectStatus(await api.call(family.father, 'DELETE', `${path()}/${grantId}`), 404);
    expectStatus(await api.call(family.mother, 'DELETE', `${path()}/${grantId}`), 204);
    expectStatus(await record(helper), 403);
  });

  it('that is revoked while its holder reads answers each request wholly or not at all, and every later one not at all', async () => {
    const helper = await api.visitor(authorityId, 'mid@example.org');
    const { grantId } = expectStatus(await api.call(family.mother, 'POST', path(), grant(helper.email)), 201).body;
    const reads = Array.from({ length: 12 }, () => record(helper));
    expectStatus(await api.call(family.mother, 'DELETE', `${path()}/${grantId}`), 204);
    const later = await Promise.all(Array.from({ length: 3 }, () => record(helper)));
    for (const answer of [...(await Promise.all(reads)), ...later]) {
      expect([200, 403]).toContain(answer.status);
      expect(answer.text.includes('Charlie Aldous')).toBe(answer.status === 200);
    }
    expect(later.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('ends by itself after its last day', async () => {
    const helper = await api.visitor(authorityId, 'late@example.org');
    expectStatus(await api.call(family.mother, 'POST', path(), grant(helper.email, { until: '2026-04-20' })), 201);
    api.clock.set('2026-04-20T22:59:59.000Z');
    expectStatus(await record(helper), 200);
    api.clock.set('2026-04-20T23:00:00.000Z');
    expectStatus(await record(helper), 403);
    api.clock.set('2026-04-15T09:30:00.000Z');
  });

  it('is refused to oneself, to the other parent, beyond one’s own access, for too long and for yesterday', async () => {
    const code = async (asked: object) => (await api.call(family.mother, 'POST', path(), asked as never)).body.code;
    expect(await code(grant(family.mother.email.toUpperCase()))).toBe('grant-to-oneself');
    expect(await code(grant(family.father.email))).toBe('grant-to-the-family');
    expect(await code(grant('x@example.org', { children: [other.child.personId] }))).toBe('grant-beyond-own-access');
    expect(await code(grant('x@example.org', { until: '2027-04-16' }))).toBe('grant-too-long');
    expect(await code(grant('x@example.org', { until: '2026-04-14' }))).toBe('dates-crossed');
    expect(await code(grant('p\u0430t@example.org'))).toBe('email-malformed');
    expect(await code(grant('x@example.org', { grantedBy: family.father.personId }))).toBe('request-invalid');
  });

  it('asked by phone has the same result, and the log says who helped and how', async () => {
    const helper = await api.visitor(authorityId, 'phoned@example.org');
    const asked = { ...grant(helper.email), purpose: 'support-request', onBehalfOf: `${family.mother.personId}; channel=phone` };
    expectStatus(await api.call(caseworker, 'POST', path(), asked), 201);
    expect(await names(helper)).toEqual(['Charlie Aldous']);
    const list = expectStatus(await api.call(family.mother, 'GET', path()), 200).body.data;
    expect(list).toContainEqual(expect.objectContaining({ email: helper.email, channel: 'phone', grantedBy: family.mother.personId }));
    const log = expectStatus(await api.call(family.mother, 'GET', `/v1/families/${family.familyId}/access-log`), 200).body.data;
    expect(log).toContainEqual(
      expect.objectContaining({ who: 'Caseworker of the council', what: 'let somebody see your record', how: 'you asked by phone' }),
    );
  });

  it('is nobody’s to give who is not of the family', async () => {
    expect((await api.call(caseworker, 'POST', path(), { ...grant('x@example.org'), purpose: 'casework' })).body.code).toBe(
      'grant-by-nobody',
    );
    const stranger = { ...grant('x@example.org'), purpose: 'casework', onBehalfOf: `${other.mother.personId}; channel=phone` };
    expect((await api.call(caseworker, 'POST', path(), stranger)).body.code).toBe('errand-for-a-stranger');
    const errand = { ...grant('x@example.org'), onBehalfOf: `${family.father.personId}; channel=phone` };
    expect((await api.call(family.mother, 'POST', path(), errand)).body.code).toBe('errand-not-allowed');
  });
});

describe('restricted signals', () => {
  it('are kept, and who saw them, where no family, supporter or provider reads of it', async () => {
    const path = `/v1/families/${family.familyId}/signals`;
    const note = 'The same receipt was sent twice.';
    expectStatus(await api.call(caseworker, 'POST', path, { body: { kind: 'fraud', note }, purpose: 'casework' }), 201);
    expect(expectStatus(await api.call(auditor, 'GET', path, { purpose: 'audit' }), 200).text).toContain(note);
    expectStatus(await api.call(family.mother, 'GET', path), 403);
    expectStatus(await api.call(caseworker, 'GET', `/v1/families/${family.familyId}`, { purpose: 'safeguarding' }), 200);
    const log = expectStatus(await api.call(family.mother, 'GET', `/v1/families/${family.familyId}/access-log?limit=100`), 200).text;
    expect(log).not.toMatch(/signal|fraud|safeguarding/);
    const events = expectStatus(await api.call(auditor, 'GET', `/v1/audit/events?familyId=${family.familyId}&limit=100`), 200).body.data;
    const restricted = events.filter((event: { restricted: boolean }) => event.restricted);
    expect(restricted.map(({ operation }: { operation: string }) => operation)).toEqual([
      'people.read-family',
      'people.list-signals',
      'people.raise-signal',
    ]);
  });
});

describe('an unusual pull', () => {
  it('of many families within an hour is noticed once', async () => {
    const curious = await staffMember(api, authorityId, 'finance-officer');
    expectStatus(await api.call(curious, 'GET', '/v1/families?limit=100', { purpose: 'payment-query' }), 200);
    expectStatus(await api.call(curious, 'GET', '/v1/families?limit=100', { purpose: 'payment-query' }), 200);
    const pulls = expectStatus(await api.call(auditor, 'GET', '/v1/audit/unusual-pulls'), 200).body.data;
    const own = pulls.filter(({ principal }: { principal: string }) => principal === `identity:${curious.identityId}`);
    expect(own).toEqual([{ principal: `identity:${curious.identityId}`, hour: '2026-04-15T09:00:00.000Z', families: 4 }]);
  });

  it('is told to the administrators once for each person and hour', async () => {
    const administrator = await staffMember(api, authorityId, 'administrator');
    const curious = await staffMember(api, authorityId, 'finance-officer');
    const pull = () => api.call(curious, 'GET', '/v1/families?limit=100', { purpose: 'payment-query' });
    const alerts = () => runMailJobs({ database: api.store.database, clock: api.clock }, authorityId, ['people.mail-pull-alert']);
    const before = (await alerts()).length;
    api.clock.advance(3_600_000);
    for (let again = 0; again < 3; again += 1) expectStatus(await pull(), 200);
    api.clock.advance(3_600_000);
    expectStatus(await pull(), 200);
    api.clock.advance(-7_200_000);
    const mails = (await alerts()).slice(before);
    expect(mails.map(({ to }) => to)).toEqual([administrator.email, administrator.email]);
    expect(mails[0]?.text).toContain(`identity:${curious.identityId} opened the records of 4 families`);
    expect(new Set(mails.map(({ mailId }) => mailId)).size).toBe(2);
  });
});

describe('at rest', () => {
  it('no table holds a word of a record in the clear', async () => {
    const admin = await openAdmin(api.store.adminUrl);
    for (const table of ['families', 'persons', 'grants', 'signals', 'audit_events', 'memberships', 'invitations', 'relationships']) {
      const rows = await admin.rows<{ line: string }>(
        `select t::text || encode(coalesce(convert_to(t::text, 'UTF8'), ''), 'escape') as line from people.${table} t`,
      );
      const all = rows.map(({ line }) => line).join('\n');
      for (const word of ['Aldous', 'Brightwell', 'Pat Helper', 'receipt was sent', '01632'])
        expect(`${table} ${all.includes(word)}`).toBe(`${table} false`);
    }
    await admin.close();
  });

  it('a sealed text that is moved to another row does not open', async () => {
    const admin = await openAdmin(api.store.adminUrl);
    await admin.rows(
      'update people.persons p set sealed = (select q.sealed from people.persons q where q.person_id = $1) where p.person_id = $2',
      [other.mother.personId, other.father.personId],
    );
    await admin.close();
    await expect(api.call(other.father, 'GET', `/v1/families/${other.familyId}`)).resolves.toMatchObject({ status: 500 });
  });
});
