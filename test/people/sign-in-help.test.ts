import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkAudit } from '../../src/people/audit/for-auditors.ts';
import { beginSession, claimInvitation, invite, type KeyScope, listSessions, readIdentity } from '../../src/people/index.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { runMailJobs } from '../support/run-mail-jobs.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from './access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from './example-family.ts';
import { keyFor } from './people-room.ts';

const NOW = '2026-04-15T09:30:00.000Z';
let api: AccessApi;
let admin: Admin;
let northmoor: number;
let southvale: number;
let one: Visitor;
let other: Visitor;
let foreign: Visitor;
let family: ExampleFamily;

beforeAll(async () => {
  api = await startAccessApi();
  admin = await openAdmin(api.store.adminUrl);
  northmoor = await api.newAuthority('northmoor');
  southvale = await api.newAuthority('southvale');
  one = await administrator(northmoor, 'one@council.example');
  other = await administrator(northmoor, 'other@council.example');
  foreign = await staffMember(api, southvale, 'administrator');
  family = await exampleFamily(api, northmoor, 'Kestrel');
});
beforeEach(() => api.clock.set(NOW));
afterAll(async () => {
  await admin.close();
  await api.close();
});

async function administrator(authorityId: number, email: string): Promise<Visitor> {
  const visitor = await api.visitor(authorityId, email, true);
  await join(visitor, authorityId);
  return visitor;
}
async function join({ identityId, email }: Visitor, authorityId: number): Promise<void> {
  const system = systemCaller(authorityId);
  const { token } = must(await invite(api.room, system, { email, role: 'administrator', withoutMail: true }));
  must(await claimInvitation(api.room, { ...system, kind: 'person', principal: `identity:${identityId}`, identityId }, token));
}
const signIn = async ({ identityId }: Visitor) => {
  const browser = { address: '192.0.2.1', requestId: 'a-test', device: 'test', earlierToken: undefined };
  await beginSession(api.room, { identityId, by: 'mail', withSecondFactor: false }, browser);
};
/** With an app, a passkey and a sheet of codes. */
const withFactors = async ({ identityId }: Visitor) => {
  const now = api.clock.now();
  await admin.rows('insert into people.authenticators values ($1, $2, $3, 1, $3)', [identityId, Buffer.from('x'), now]);
  await admin.rows("insert into people.passkeys values ($1, $2, $3, 0, '{}', 'phone', $4)", [
    `key-of-${identityId}`,
    identityId,
    Buffer.from('x'),
    now,
  ]);
  await admin.rows('insert into people.recovery_codes values ($1, $2)', [identityId, Buffer.from('x')]);
};
const ask = (who: Visitor | string, person: object, proof = 'in-person') =>
  api.call(who, 'POST', '/v1/factor-removals', { body: { person, proof } });
const confirm = (who: Visitor | string, removalId: string) => api.call(who, 'POST', `/v1/factor-removals/${removalId}/confirmation`);
const sessionsOf = async ({ identityId }: Visitor) => (await listSessions(api.store.database, api.clock, identityId)).length;
const factorsOf = async ({ identityId }: Visitor) => {
  const { hasAuthenticator, passkeys, recoveryCodes } = (await readIdentity(api.store.database, identityId)) ?? {};
  return { hasAuthenticator, passkeys, recoveryCodes };
};
const lastEvents = async (authorityId: number, count: number) =>
  (await admin.rows<{ operation: string; principal: string; facts: Record<string, unknown> }>(
    'select operation, principal, facts from people.audit_events where authority_id = $1 order by seq desc limit $2',
    [authorityId, count],
  )) ?? [];

describe('an administrator', () => {
  it('signs somebody out everywhere, by address or id, and the audit says who and how many', async () => {
    const jo = await administrator(northmoor, 'jo@council.example');
    for (const person of [{ email: 'JO@council.example' }, { identityId: jo.identityId }]) {
      await signIn(jo);
      await signIn(jo);
      expect(expectStatus(await api.call(one, 'POST', '/v1/sign-ins/endings', { body: { person } }), 200).body).toEqual({ ended: 2 });
      expect(await sessionsOf(jo)).toBe(0);
      const [last] = await lastEvents(northmoor, 1);
      expect(last).toEqual({
        operation: 'people.end-sessions-of',
        principal: `identity:${one.identityId}`,
        facts: { identityId: jo.identityId, ended: 2 },
      });
    }
  });

  it('reaches nobody whom another authority has let in, and learns nothing of them', async () => {
    await signIn(foreign);
    for (const person of [{ email: foreign.email }, { identityId: foreign.identityId }, { email: 'nobody@example.org' }]) {
      expectStatus(await api.call(one, 'POST', '/v1/sign-ins/endings', { body: { person } }), 404);
      expectStatus(await ask(one, person), 404);
    }
    expect(await sessionsOf(foreign)).toBe(1);
  });
});

describe('a lost second factor', () => {
  it('is taken away by two administrators, with every session, and the person is told both times', async () => {
    const kim = await administrator(northmoor, 'kim@council.example');
    await withFactors(kim);
    await signIn(kim);
    const asked = expectStatus(await ask(one, { email: kim.email }, 'video-call'), 201).body;
    expect(await factorsOf(kim)).toEqual({ hasAuthenticator: true, passkeys: 1, recoveryCodes: 1 });
    expect(expectStatus(await confirm(one, asked.removalId), 403).body.code).toBe('maker-may-not-approve');
    expectStatus(await confirm(other, asked.removalId), 204);
    expect(await factorsOf(kim)).toEqual({ hasAuthenticator: false, passkeys: 0, recoveryCodes: 0 });
    expect(await sessionsOf(kim)).toBe(0);
    expect(expectStatus(await confirm(other, asked.removalId), 409).body.code).toBe('factor-removal-over');
    const [done] = await lastEvents(northmoor, 1);
    expect(done).toMatchObject({ operation: 'people.confirm-factor-removal', principal: `identity:${other.identityId}` });
    expect(done?.facts).toEqual({ identityId: kim.identityId, removalId: asked.removalId, askedBy: `identity:${one.identityId}` });
    const room = { database: api.store.database, clock: api.clock };
    const topics = ['people.mail-sign-in-notice'];
    const mails = [...(await runMailJobs(room, northmoor, topics)), ...(await runMailJobs(room, 0, topics))];
    expect(mails.filter(({ to }) => to === kim.email).map(({ text }) => text.split(' ').slice(0, 4).join(' '))).toEqual([
      'The council was asked',
      'The council took away',
    ]);
    expect((await checkAudit(api.store.database, northmoor)).problem).toBeUndefined();
  });

  it('is nobody’s own to take away, nor a program’s, nor after three days', async () => {
    const lee = await administrator(northmoor, 'lee@council.example');
    await withFactors(lee);
    expect(expectStatus(await ask(lee, { email: lee.email }), 422).body.code).toBe('grant-to-oneself');
    const scopes: KeyScope[] = ['people:administer'];
    const { secret } = await keyFor(api.store.database, api.clock, northmoor, scopes);
    expect(expectStatus(await ask(secret, { email: lee.email }), 403).body.code).toBe('person-needed');
    const { removalId } = expectStatus(await ask(one, { email: lee.email }), 201).body;
    expect(expectStatus(await confirm(lee, removalId), 422).body.code).toBe('grant-to-oneself');
    expect(expectStatus(await confirm(secret, removalId), 403).body.code).toBe('person-needed');
    expectStatus(await confirm(foreign, removalId), 404);
    api.clock.advance(3 * 86_400_000);
    expect(expectStatus(await confirm(other, removalId), 409).body.code).toBe('factor-removal-over');
    expect(await factorsOf(lee)).toEqual({ hasAuthenticator: true, passkeys: 1, recoveryCodes: 1 });
  });

  it('stays where another council relies on it', async () => {
    const max = await administrator(northmoor, 'max@council.example');
    await join(max, southvale);
    await withFactors(max);
    const { removalId } = expectStatus(await ask(one, { email: max.email }), 201).body;
    expect(expectStatus(await confirm(other, removalId), 409).body.code).toBe('person-stands-elsewhere');
    expect(await factorsOf(max)).toEqual({ hasAuthenticator: true, passkeys: 1, recoveryCodes: 1 });
    const listed = expectStatus(await api.call(one, 'GET', '/v1/factor-removals'), 200).body.data.find(
      (each: { removalId: string }) => each.removalId === removalId,
    );
    expect(listed).toMatchObject({ removalId, askedBy: `identity:${one.identityId}` });
    expect(listed.confirmedBy).toBeUndefined();
  });
});

describe('somebody who was let in', () => {
  it('is told to the person in whose name it was done, and to nobody else of the family', async () => {
    const { familyId, mother } = family;
    const grant = { name: 'Pat', email: 'pat@helper.example', role: 'supporter', may: ['see-record'], until: '2026-10-15' };
    const caseworker = await staffMember(api, northmoor, 'caseworker');
    const errand = { body: grant, purpose: 'support-request', onBehalfOf: `${mother.personId}; channel=phone` };
    expectStatus(await api.call(caseworker, 'POST', `/v1/families/${familyId}/grants`, errand), 201);
    const mails = await runMailJobs({ database: api.store.database, clock: api.clock }, northmoor, ['people.mail-grant-notice']);
    expect(mails.map(({ to }) => to)).toEqual([mother.email]);
    expect(mails[0]?.text).toContain('somebody was let in on 15 April 2026 at 10:30');
    for (const name of ['Pat', 'pat@helper', ...family.words]) expect(mails[0]?.text).not.toContain(name);
  });

  it('by an address like that of another helper is told to whoever lets them in', async () => {
    const let_ = async (email: string) => {
      const grant = { name: 'A helper', email, role: 'supporter', may: ['see-record'], until: '2026-10-15' };
      const answer = await api.call(family.father, 'POST', `/v1/families/${family.familyId}/grants`, { body: grant });
      return expectStatus(answer, 201).body.looksLikeAnother;
    };
    await staffMember(api, northmoor, 'auditor');
    expect(await let_('robin.lane@helper.example')).toBe(false);
    expect(await let_('robin.lane@helper.example')).toBe(false);
    expect(await let_('robin.1ane@helper.example')).toBe(true);
    // What only the council knows is not told to a family: nobody finds out by trying who else signs in here.
    expect(await let_(`aud1tor@council-${northmoor}.example`)).toBe(false);
  });
});
