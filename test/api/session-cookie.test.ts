import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountAdminApi } from '../../src/api/index.ts';
import { readEvents } from '../../src/people/audit/read-events.ts';
import {
  bearerAuthenticator,
  beginSession,
  chooseAuthority,
  claimInvitation,
  cookieCallers,
  createAuthority,
  createReadAudit,
  endSessions,
  findOrCreateIdentity,
  formToken,
  invite,
  listApiKeys,
  peopleOperations,
  peopleProblems,
  policyGate,
  serviceCaller,
} from '../../src/people/index.ts';
import { closeGracefully } from '../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../src/platform/http/create-http-server.ts';
import { createLog } from '../../src/platform/http/create-log.ts';
import { listen } from '../../src/platform/http/listen.ts';
import { must } from '../people/example-family.ts';
import { keyFor } from '../people/people-room.ts';
import { openAdmin } from '../support/admin.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const PUBLIC_URL = 'https://threefold.example';
const clock = manualClock('2026-04-15T09:30:00.000Z');
let store: Awaited<ReturnType<typeof testDatabase>>;
let desk: { database: typeof store.database; clock: typeof clock };
let server: ReturnType<typeof createHttpServer>;
let url: string;

beforeAll(async () => {
  store = await testDatabase();
  const { database } = store;
  desk = { database, clock };
  for (const slug of ['northmoor', 'southvale']) await createAuthority(database, clock, { slug, name: slug });
  const api = mountAdminApi({
    operations: peopleOperations(desk),
    problems: [peopleProblems],
    authenticate: bearerAuthenticator(database, clock),
    people: { publicUrl: PUBLIC_URL, callerOf: cookieCallers(database, clock) },
    gate: policyGate({ clock, reads: createReadAudit(desk), sourceOf: async () => undefined }),
    log: createLog({ level: 'silent' }),
    clock,
    readiness: {},
    metrics: { registry: new Registry(), access: 'open' },
  });
  server = createHttpServer(api);
  const bound = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!bound.ok) throw new Error('no free port');
  url = `http://127.0.0.1:${bound.value}`;
});
afterAll(async () => {
  await closeGracefully(server, { deadlineMs: 1_000 });
  await store.close();
});

/** An administrator of one authority who has just signed in with both factors. */
async function signedIn(email: string, authorityId = 1) {
  const { identityId } = must(await findOrCreateIdentity(desk, email));
  const system = serviceCaller(authorityId, 'system');
  const { token: invitation } = must(await invite(desk, system, { email, role: 'administrator' }));
  const person = { ...serviceCaller(0, 'system'), kind: 'person', principal: `identity:${identityId}`, identityId } as const;
  must(await claimInvitation(desk, person, invitation));
  const browser = { address: '192.0.2.1', requestId: 'a-test', device: 'test', earlierToken: undefined };
  const { token } = await beginSession(desk, { identityId, by: 'mail', withSecondFactor: true }, browser);
  return { identityId, token };
}

type Headers = Readonly<Record<string, string>>;
const withCookie = (token: string): Headers => ({ cookie: `__Host-threefold=${token}` });
const fromOurPage = (token: string): Headers => ({ ...withCookie(token), origin: PUBLIC_URL, 'x-csrf-token': formToken(token) });

async function ask(method: 'GET' | 'POST' | 'DELETE', path: string, headers: Headers, body?: unknown) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url + path, {
    method,
    headers: { ...json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}
const draft = { name: 'nightly import', scopes: ['ledger:read'], expiresAt: '2026-05-01T00:00:00Z' };
const makeKey = (headers: Headers) => ask('POST', '/v1/api-keys', headers, draft);
const slugs = async (headers: Headers) =>
  (await ask('GET', '/v1/authorities', headers)).body.data?.map(({ slug }: { slug: string }) => slug);

describe('a session cookie', () => {
  it('lets its person read, and change what a page of ours sends', async () => {
    const { token } = await signedIn('one@example.org');
    expect(await slugs(withCookie(token))).toEqual(['northmoor']);
    const made = await makeKey(fromOurPage(token));
    expect(made.status).toBe(201);
    const { origin: _origin, ...rest } = fromOurPage(token);
    const removed = await ask('DELETE', `/v1/api-keys/${made.body.keyId}`, { ...rest, 'sec-fetch-site': 'same-origin' });
    expect(removed.status).toBe(204);
  });

  it('changes nothing for another site, whatever of the page’s proof is missing or foreign', async () => {
    const { token } = await signedIn('two@example.org');
    const other = await signedIn('three@example.org');
    const whole = fromOurPage(token);
    const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([each]) => each !== name));
    const before = await listApiKeys(store.database, 1);
    for (const headers of [
      without('origin'),
      { ...whole, origin: 'https://evil.example' },
      { ...whole, origin: `${PUBLIC_URL}.evil.example` },
      { ...whole, origin: PUBLIC_URL.replace('https', 'http') },
      { ...whole, origin: 'null' },
      { ...whole, 'sec-fetch-site': 'cross-site' },
      { ...whole, 'sec-fetch-site': 'same-site' },
      { ...without('origin'), 'sec-fetch-site': 'none' },
      without('x-csrf-token'),
      { ...whole, 'x-csrf-token': '' },
      { ...whole, 'x-csrf-token': token },
      { ...whole, 'x-csrf-token': formToken(other.token) },
      { ...whole, 'x-csrf-token': `${formToken(token)}x` },
    ]) {
      expect(await makeKey(headers), JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'not-from-our-pages' } });
      const removed = await ask('DELETE', `/v1/api-keys/${before[0]?.keyId}`, headers);
      expect(removed.body.code).toBe('not-from-our-pages');
    }
    expect(await listApiKeys(store.database, 1)).toEqual(before);
    expect((await makeKey(whole)).status).toBe(201);
  });

  it('gives way to an Authorization header, be it right or wrong', async () => {
    const { token } = await signedIn('four@example.org');
    const { secret } = await keyFor(store.database, clock, 2, ['ledger:read', 'ledger:administer']);
    const bearer = { authorization: `Bearer ${secret}` };
    expect(await slugs({ ...withCookie(token), ...bearer })).toEqual(['southvale']);
    expect((await makeKey({ ...withCookie(token), ...bearer })).status).toBe(201);
    for (const authorization of ['Bearer nonsense', 'Basic eDp5', ''])
      expect(await ask('GET', '/v1/authorities', { ...fromOurPage(token), authorization }), authorization).toMatchObject({
        status: 401,
        body: { code: 'credentials-invalid' },
      });
  });

  it('is kept with the address it came from, not with one that it names', async () => {
    const { identityId, token } = await signedIn('spoof@example.org');
    const spoofed = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' };
    expect((await makeKey({ ...fromOurPage(token), ...spoofed })).status).toBe(201);
    const events = await readEvents(store.database, 1, { principal: `identity:${identityId}`, limit: 1 });
    expect(events).toMatchObject([{ operation: 'people.create-api-key', address: '127.0.0.1' }]);
  });

  it('is worth nothing once its session has ended, by signing out or by time', async () => {
    const out = await signedIn('five@example.org');
    const idle = await signedIn('six@example.org');
    expect(await slugs(withCookie(out.token))).toEqual(['northmoor']);
    await endSessions(desk, out.identityId, { address: '192.0.2.1', requestId: 'a-test' });
    const refused = { status: 401, body: { code: 'credentials-invalid' } };
    expect(await ask('GET', '/v1/authorities', withCookie(out.token))).toMatchObject(refused);
    expect(await makeKey(fromOurPage(out.token))).toMatchObject(refused);
    clock.advance(15 * 60_000);
    expect(await makeKey(fromOurPage(idle.token))).toMatchObject(refused);
    clock.set('2026-04-15T09:30:00.000Z');
    expect(await ask('GET', '/v1/authorities', withCookie('A'.repeat(43)))).toMatchObject(refused);
  });
});

describe('choosing an authority', () => {
  it('that is not one’s own is refused and changes nothing', async () => {
    const { token, identityId } = await signedIn('seven@example.org');
    const { identityId: elsewhere } = await signedIn('eight@example.org', 2);
    const admin = await openAdmin(store.adminUrl);
    const sessions = () => admin.rows('select s::text as row from people.sessions s order by session_id');
    const before = await sessions();
    for (const authorityId of [2, 99, 0, -1]) expect(await chooseAuthority(desk, token, identityId, authorityId)).toBeUndefined();
    expect(await chooseAuthority(desk, token, elsewhere, 1)).toBeUndefined();
    expect(await sessions()).toEqual(before);
    await admin.close();
    expect(await slugs(withCookie(token))).toEqual(['northmoor']);
    const chosen = await chooseAuthority(desk, token, identityId, 1);
    expect(await slugs(withCookie(chosen ?? ''))).toEqual(['northmoor']);
    expect((await ask('GET', '/v1/authorities', withCookie(token))).status).toBe(401);
  });
});
