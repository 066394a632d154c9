import { constants, createHash, generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import * as openid from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type KeyScope,
  keyScopes,
  listMachineClients,
  registerMachineClient,
  revokeMachineClient,
  rotateMachineClient,
} from '../../../src/people/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { expectStatus, type LedgerApi, PUBLIC_URL, startLedgerApi, TOKEN_URL } from '../../api/ledger-api.ts';
import { DAY_MS } from '../people-room.ts';
import {
  type AssertionRecipe,
  askToken,
  assertionOf,
  clientOf,
  type Fields,
  hs256,
  newCurveKeys,
  newKeys,
  publicSet,
  rs256,
  signedWish,
} from './token-requests.ts';

const START = '2026-04-15T09:30:00.000Z';
const MINUTE_MS = 60_000;
const wish = { grant_type: 'client_credentials' };

let api: LedgerApi;
beforeAll(async () => {
  api = await startLedgerApi();
  for (const slug of ['northmoor', 'southvale']) await api.newAuthority(slug);
});
beforeEach(() => api.clock.set(START));
afterAll(() => api.close());

const ask = (fields: Fields, headers?: Record<string, string>) => askToken(api, fields, headers);
const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
const statusWith = async (token: string, path = '/v1/ledger/accounts') => (await api.call('GET', path, { secret: token })).status;
/** How many tokens and used assertions there are: what a refusal may not change. */
const kept = async () => {
  const { rows } = await inTransaction(api.store.database, { authorityId: 1 }, (_, tx) =>
    tx.query(
      'select (select count(*)::int from people.machine_tokens) as tokens, (select count(*)::int from people.used_assertions) as assertions',
    ),
  );
  return rows[0];
};

describe('a machine with a new secret', () => {
  const rotate = async (clientId: string, overlapHours?: number, held: readonly KeyScope[] = keyScopes) => {
    const rotated = await rotateMachineClient(api.store.database, api.clock, { authorityId: 1, clientId, overlapHours, held });
    return rotated.ok ? (rotated.value.secret ?? '') : rotated.refusal.code;
  };
  const opens = async (clientId: string, ...secrets: string[]) =>
    Promise.all(secrets.map(async (secret) => (await ask(wish, basic(clientId, secret))).status === 200));

  it('comes in with both until the overlap is over, and then with the new one alone', async () => {
    const { clientId, secret: old } = await clientOf(api, 1);
    const fresh = await rotate(clientId, 2);
    expect(await opens(clientId, old, fresh, `${fresh}x`)).toEqual([true, true, false]);
    api.clock.advance(120 * MINUTE_MS - 1);
    expect(await opens(clientId, old)).toEqual([true]);
    api.clock.advance(1);
    expect(await opens(clientId, old, fresh)).toEqual([false, true]);
    const last = await rotate(clientId);
    expect(await opens(clientId, old, fresh, last)).toEqual([false, true, true]);
  });

  it('without an overlap ends what was fetched with the old one', async () => {
    const { clientId, secret: old } = await clientOf(api, 1);
    const token = (await ask(wish, basic(clientId, old))).body.access_token;
    const fresh = await rotate(clientId, 0);
    expect(await opens(clientId, old, fresh)).toEqual([false, true]);
    expect(await statusWith(token)).toBe(401);
  });

  it('is left alone when it has ended, is another authority’s, may more than whoever asks, or signs', async () => {
    const { clientId, secret } = await clientOf(api, 1, { scopes: ['ledger:read', 'service:administer'] });
    expect(await rotate(clientId.replace('tfc_1_', 'tfc_2_'))).toBe('machine-client-not-found');
    expect(await rotate(`tfc_1_${'0'.repeat(32)}`)).toBe('machine-client-not-found');
    expect(await rotate(clientId, 1, ['ledger:read'])).toBe('api-key-scope-not-held');
    for (const hours of [-1, 168.01, Number.NaN]) expect(await rotate(clientId, hours)).toBe('api-key-overlap-out-of-range');
    const signing = await clientOf(api, 1, { publicKey: newKeys().publicKey });
    expect(await rotate(signing.clientId)).toBe('machine-client-other-proof');
    expect(await opens(clientId, secret)).toEqual([true]);
    await revokeMachineClient(api.store.database, api.clock, 1, clientId);
    expect(await rotate(clientId)).toBe('machine-client-ended');
  });

  it('signs with its new keys, and no longer with those that were left out', async () => {
    const [before, after] = [newKeys(), newKeys()];
    const { clientId } = await clientOf(api, 1, { publicKey: before.publicKey });
    const rotation = { authorityId: 1, clientId, publicKeys: publicSet(after.publicKey), held: keyScopes };
    expect((await rotateMachineClient(api.store.database, api.clock, rotation)).ok).toBe(true);
    const statusBy = async (key: typeof before) => (await ask(signedWish(assertionOf(clientId, api.clock.now(), key.privateKey)))).status;
    expect([await statusBy(before), await statusBy(after)]).toEqual([401, 200]);
  });
});

describe('a machine with a secret', () => {
  it('fetches a token of fifteen minutes, by header or by form, and the API takes it', async () => {
    const { clientId, secret } = await clientOf(api, 1);
    const byHeader = await ask(wish, basic(clientId, secret));
    const byForm = await ask({ ...wish, client_id: clientId, client_secret: secret });
    for (const { status, headers, body } of [byHeader, byForm]) {
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        access_token: expect.stringMatching(/^tft_1_[A-Za-z0-9_-]{43}$/),
        token_type: 'Bearer',
        expires_in: 900,
        scope: 'ledger:read ledger:post',
      });
    }
    const token = byHeader.body.access_token;
    api.clock.advance(15 * MINUTE_MS - 1);
    expect(await statusWith(token)).toBe(200);
    expect(await statusWith(token, '/v1/api-keys')).toBe(403);
    api.clock.advance(1);
    expect(await statusWith(token)).toBe(401);
  });

  it('gets no more than it asks for, and never more than it holds', async () => {
    const { clientId, secret } = await clientOf(api, 1, { scopes: ['ledger:read', 'ledger:administer'] });
    const narrow = await ask({ ...wish, scope: 'ledger:read' }, basic(clientId, secret));
    expect(narrow.body.scope).toBe('ledger:read');
    expect(await statusWith(narrow.body.access_token, '/v1/api-keys')).toBe(403);
    const before = await kept();
    for (const scope of ['ledger:post', 'ledger:read ledger:post', 'ledger:read  ledger:administer', '', 'LEDGER:READ', 'public'])
      expect(await ask({ ...wish, scope }, basic(clientId, secret)), scope).toMatchObject({
        status: 400,
        body: { error: 'invalid_scope' },
      });
    expect(await kept()).toEqual(before);
  });

  it('is one refusal when it is unknown, wrong, expired, withdrawn or of another authority', async () => {
    const { clientId, secret } = await clientOf(api, 1);
    const before = await kept();
    const refusals = await Promise.all([
      ask(wish, basic(clientId, `${secret}x`)),
      ask(wish, basic(clientId, '')),
      ask(wish, basic(clientId.replace('tfc_1_', 'tfc_2_'), secret)),
      ask(wish, basic(`tfc_1_${'0'.repeat(32)}`, secret)),
      ask(wish, basic('nobody', secret)),
      ask(wish, { authorization: `Bearer ${secret}` }),
      ask({ ...wish, client_id: clientId }),
      ask(wish),
      ask(signedWish(assertionOf(clientId, api.clock.now(), newKeys().privateKey))),
    ]);
    api.clock.advance(DAY_MS);
    refusals.push(await ask(wish, basic(clientId, secret)));
    api.clock.set(START);
    await revokeMachineClient(api.store.database, api.clock, 1, clientId);
    refusals.push(await ask(wish, basic(clientId, secret)));
    expect(new Set(refusals.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
    expect(refusals[0]).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(refusals[0]?.headers.get('www-authenticate')).toBe('Basic realm="threefold"');
    expect(await kept()).toEqual(before);
  });

  it('loses the tokens it has with its registration, and at its end', async () => {
    const { clientId, secret } = await clientOf(api, 1);
    const first = (await ask(wish, basic(clientId, secret))).body.access_token;
    expect(await statusWith(first)).toBe(200);
    expect((await revokeMachineClient(api.store.database, api.clock, 2, clientId)).ok).toBe(false);
    expect(await statusWith(first)).toBe(200);
    await revokeMachineClient(api.store.database, api.clock, 1, clientId);
    expect(await statusWith(first)).toBe(401);
    const ending = await clientOf(api, 1);
    api.clock.advance(DAY_MS - 5 * MINUTE_MS);
    const last = (await ask(wish, basic(ending.clientId, ending.secret))).body;
    expect(last.expires_in).toBe(300);
    api.clock.advance(5 * MINUTE_MS);
    expect(await statusWith(last.access_token)).toBe(401);
  });

  it('is kept with digests only, and its tokens too; a token opens its own authority alone', async () => {
    const { clientId, secret } = await clientOf(api, 2);
    const token: string = (await ask(wish, basic(clientId, secret))).body.access_token;
    const { rows } = await inTransaction(api.store.database, { authorityId: 2 }, (_, tx) =>
      tx.query<{ secret: string; token: string; text: string }>(
        `select encode(c.secret_digest, 'hex') as secret, encode(t.token_digest, 'hex') as token, c::text || t::text as text
           from people.machine_clients c join people.machine_tokens t using (authority_id, client_id)`,
      ),
    );
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ secret: digest(secret), token: digest(token.slice(-43)) });
    for (const drawn of [secret.slice(4), token.slice(-43)]) expect(rows[0]?.text).not.toContain(drawn);
    expect(await statusWith(token)).toBe(200);
    expect(await statusWith(token.replace('tft_2_', 'tft_1_'))).toBe(401);
    expect(await statusWith(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
  });

  it('asks in the one way there is', async () => {
    const { clientId, secret } = await clientOf(api, 1);
    const proof = { client_id: clientId, client_secret: secret };
    expect((await ask({ ...wish, ...proof }, basic(clientId, secret))).body.error).toBe('invalid_request');
    expect((await ask(proof)).body.error).toBe('invalid_request');
    expect((await ask([...Object.entries({ ...wish, ...proof }), ['scope', 'ledger:read'], ['scope', 'ledger:post']])).body.error).toBe(
      'invalid_request',
    );
    expect((await ask({ ...proof, grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    const asJson = await fetch(`${api.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...wish, ...proof }),
    });
    expect([asJson.status, await asJson.json()]).toMatchObject([400, { error: 'invalid_request' }]);
    expect((await fetch(`${api.url}/oauth/token?grant_type=client_credentials`)).status).toBe(405);
  });
});

describe('a machine that signs', () => {
  const pair = newKeys();
  const other = newKeys();
  const published = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  let clientId: string;
  let stranger: string;
  beforeAll(async () => {
    clientId = (await clientOf(api, 1, { publicKey: pair.publicKey })).clientId;
    stranger = (await clientOf(api, 1, { publicKey: other.publicKey })).clientId;
  });
  const signed = (recipe: AssertionRecipe = {}) => assertionOf(clientId, api.clock.now(), pair.privateKey, recipe);

  it('fetches a token, so that the bad assertions below are refused for what is bad in them', async () => {
    const { status, body } = await ask(signedWish(signed()));
    expect([status, await statusWith(body.access_token)]).toEqual([200, 200]);
    const pss = (text: string) =>
      sign('sha256', Buffer.from(text), { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }).toString(
        'base64url',
      );
    expect((await ask(signedWish(signed({ header: { alg: 'PS256' }, signature: pss })))).status).toBe(200);
    for (const aud of [[TOKEN_URL], PUBLIC_URL])
      expect((await ask({ ...signedWish(signed({ claims: { aud } })), client_id: clientId })).status).toBe(200);
    const curve = newCurveKeys();
    const onCurve = await clientOf(api, 1, { publicKey: curve.publicKey });
    const signature = (text: string) =>
      sign('sha256', Buffer.from(text), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    const assertion = assertionOf(onCurve.clientId, api.clock.now(), curve.privateKey, { header: { alg: 'ES256' }, signature });
    expect((await ask(signedWish(assertion))).status).toBe(200);
  });

  it('shows an assertion once, also when it is sent twice at the same time', async () => {
    const assertion = signed();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(signedWish(assertion))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401, 401]);
    const jti = 'the same name again';
    expect((await ask(signedWish(signed({ claims: { jti } })))).status).toBe(200);
    expect((await ask(signedWish(signed({ claims: { jti, iat: undefined } })))).body.error).toBe('invalid_client');
  });

  const seconds = Math.floor(Date.parse(START) / 1_000);
  it.each<[string, AssertionRecipe]>([
    ['no signature and alg none', { header: { alg: 'none' }, signature: () => '' }],
    ['alg none and the old signature', { header: { alg: 'none' } }],
    ['alg in other letters', { header: { alg: 'nOnE' }, signature: () => 'AA' }],
    ['the public key as a shared secret', { header: { alg: 'HS256' }, signature: hs256(published) }],
    ['the public key as a shared secret, called RS256', { signature: hs256(published) }],
    ['a signature of one kind called another', { header: { alg: 'PS256' } }],
    ['an RSA signature called a curve’s', { header: { alg: 'ES256' } }],
    ['another machine’s signature', { signature: rs256(other.privateKey) }],
    ['a key of its own in the header', { header: { jwk: other.publicKey.export({ format: 'jwk' }) }, signature: rs256(other.privateKey) }],
    ['a key name that nobody published', { header: { kid: 'other' } }],
    ['an extension that must be understood', { header: { crit: ['b64'], b64: false } }],
    ['an empty signature', { signature: () => '' }],
    ['a signature cut short', { signature: (text) => rs256(pair.privateKey)(text).slice(0, -4) }],
    ['another audience', { claims: { aud: 'https://elsewhere.example/oauth/token' } }],
    ['two audiences', { claims: { aud: [TOKEN_URL, 'https://elsewhere.example'] } }],
    ['no audience', { claims: { aud: undefined } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['a time that is over', { claims: { exp: seconds } }],
    ['no end', { claims: { exp: undefined } }],
    ['an end in words', { claims: { exp: String(seconds + 60) } }],
    ['an end that is far off', { claims: { exp: seconds + 601 } }],
    ['a time that has not begun', { claims: { nbf: seconds + 61 } }],
    ['an issue that lies ahead', { claims: { iat: seconds + 61 } }],
    ['no name of its own', { claims: { jti: undefined } }],
    ['an audience that only begins like ours', { claims: { aud: `${PUBLIC_URL}.evil.example` } }],
    ['an empty name', { claims: { jti: '' } }],
    ['a name that is too long', { claims: { jti: 'x'.repeat(201) } }],
  ])('is refused an assertion with %s', async (_what, recipe) => {
    const before = await kept();
    expect(await ask(signedWish(signed(recipe)))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await kept()).toEqual(before);
  });

  it('is refused what says it comes from another machine, whoever has signed it', async () => {
    const as = (id: string) => signed({ claims: { iss: id, sub: id } });
    for (const fields of [
      signedWish(as(stranger)),
      { ...signedWish(signed()), client_id: stranger },
      { ...signedWish(as(stranger)), client_id: clientId },
      signedWish(as(clientId.replace('tfc_1_', 'tfc_2_'))),
      { ...signedWish(signed()), client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' },
      { ...wish, client_id: clientId, client_secret: published },
      { ...wish, client_id: clientId, client_secret: '' },
    ])
      expect(await ask(fields)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('is forgotten no assertion while it could be believed', async () => {
    const assertion = signed({ claims: { exp: seconds + 600 } });
    expect((await ask(signedWish(assertion))).status).toBe(200);
    api.clock.advance(10 * MINUTE_MS - 1_000);
    await ask(signedWish(signed()));
    expect((await ask(signedWish(assertion))).status).toBe(401);
    api.clock.advance(3 * 3_600_000);
    expect((await ask(signedWish(signed()))).status).toBe(200);
    const { rows } = await inTransaction(api.store.database, { authorityId: 1 }, (_, tx) =>
      tx.query<{ n: number }>('select count(*)::int as n from people.used_assertions where expires_at < $1', [new Date(START)]),
    );
    expect(rows[0]?.n).toBe(0);
  });

  it('registers public keys that can be used, and no others', async () => {
    const expiresAt = new Date(api.clock.now().getTime() + DAY_MS);
    const draft = { authorityId: 1, name: 'a test', scopes: ['ledger:read'], expiresAt } as const;
    const register = async (key: Parameters<typeof publicSet>[0], about?: Record<string, unknown>) => {
      const registered = await registerMachineClient(api.store.database, api.clock, { ...draft, publicKeys: publicSet(key, about) });
      return registered.ok || registered.refusal.code;
    };
    expect(await register(pair.publicKey)).toBe(true);
    expect(await register(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)).toBe('machine-client-keys-unusable');
    expect(await register(newCurveKeys().publicKey, { x: 'AAAA' })).toBe('machine-client-keys-unusable');
    const secret = await api.newKey(1);
    const body = { ...draft, authorityId: undefined, expiresAt: expiresAt.toISOString(), publicKeys: publicSet(pair.privateKey) };
    expectStatus(await api.call('POST', '/v1/machine-clients', { secret, body }), 422);
  });
});

describe('the registration of machines', () => {
  it('shows a secret once, lists what there is and when it last came, and ends it for its own authority only', async () => {
    api.clock.set('2026-04-16T09:30:00.000Z');
    const [secret, elsewhere] = [await api.newKey(1), await api.newKey(2)];
    const body = { name: 'finance system', scopes: ['ledger:read'], expiresAt: '2026-05-01T00:00:00+01:00' };
    const made = expectStatus(await api.call('POST', '/v1/machine-clients', { secret, body }), 201).body;
    const token = (await ask(wish, basic(made.clientId, made.secret))).body.access_token;
    const list = expectStatus(await api.call('GET', '/v1/machine-clients?limit=1', { secret }), 200);
    expect(list.text).not.toContain(made.secret.slice(4));
    expect(list.body.data).toEqual([
      {
        clientId: made.clientId,
        name: 'finance system',
        scopes: ['ledger:read'],
        signs: false,
        createdAt: '2026-04-16T09:30:00.000Z',
        expiresAt: '2026-04-30T23:00:00.000Z',
        lastUsedAt: '2026-04-16T09:30:00.000Z',
      },
    ]);
    const next = expectStatus(await api.call('GET', `/v1/machine-clients?limit=1&cursor=${list.body.nextCursor}`, { secret }), 200).body;
    expect(next.data[0].clientId < made.clientId).toBe(true);
    const path = `/v1/machine-clients/${made.clientId}`;
    expectStatus(await api.call('DELETE', path, { secret: elsewhere }), 404);
    expect(await statusWith(token)).toBe(200);
    for (const _ of [1, 2]) expectStatus(await api.call('DELETE', path, { secret }), 204);
    expect(await statusWith(token)).toBe(401);
    expect((await listMachineClients(api.store.database, 1))[0]).toMatchObject({ clientId: made.clientId, revokedAt: api.clock.now() });
  });

  it('gives no more than whoever registers has, and no longer than a year', async () => {
    const secret = await api.newKey(1, ['ledger:administer']);
    const body = { name: 'x', scopes: ['ledger:administer'], expiresAt: '2026-05-01T00:00:00Z' };
    const register = (change: object) => api.call('POST', '/v1/machine-clients', { secret, body: { ...body, ...change } });
    expect(expectStatus(await register({ scopes: ['ledger:post'] }), 403).body.code).toBe('api-key-scope-not-held');
    expect(expectStatus(await register({ expiresAt: '2027-05-01T00:00:00Z' }), 422).body.code).toBe('machine-client-expiry-out-of-range');
    expectStatus(await register({}), 201);
  });
});

describe('a library that knows the standard', () => {
  const grant = async (id: string, proof: openid.ClientAuth) => {
    const server = { issuer: PUBLIC_URL, token_endpoint: TOKEN_URL };
    const configuration = new openid.Configuration(server, id, undefined, proof);
    // The service listens on a port of this machine, under the name that it has for the world.
    configuration[openid.customFetch] = (url, options) => fetch(url.replace(PUBLIC_URL, api.url), options as RequestInit);
    return openid.clientCredentialsGrant(configuration, { scope: 'ledger:read' });
  };

  it('gets in by each way there is', async () => {
    const { clientId, secret } = await clientOf(api, 1);
    for (const proof of [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)]) {
      const granted = await grant(clientId, proof);
      expect([granted.token_type, granted.scope, await statusWith(granted.access_token)]).toEqual(['bearer', 'ledger:read', 200]);
    }
    // The library signs for its own clock's time.
    api.clock.set(new Date().toISOString());
    const pair = newKeys();
    const signing = await clientOf(api, 1, { publicKey: pair.publicKey });
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const key = await webcrypto.subtle.importKey('pkcs8', pair.privateKey.export({ type: 'pkcs8', format: 'der' }), algorithm, false, [
      'sign',
    ]);
    const granted = await grant(signing.clientId, openid.PrivateKeyJwt(key));
    expect(await statusWith(granted.access_token)).toBe(200);
  });
});
