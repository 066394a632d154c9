import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectStatus, type LedgerApi, startLedgerApi } from './ledger-api.ts';

let api: LedgerApi;
let secret: string;
let other: string;

beforeAll(async () => {
  api = await startLedgerApi();
  secret = await api.newKey(await api.newAuthority('northmoor'));
  other = await api.newKey(await api.newAuthority('southvale'));
});
afterAll(() => api.close());

describe('an authority', () => {
  it('is added once, and a key sees only its own', async () => {
    const add = (name: string) => api.call('POST', '/v1/authorities', { secret, body: { slug: 'eastfold', name } });
    const first = expectStatus(await add('Eastfold'), 201);
    const again = expectStatus(await add('Eastfold'), 201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-hit')).toBe('true');
    expect(expectStatus(await add('Westfold'), 409).body).toMatchObject({ code: 'authority-slug-taken', slug: 'eastfold' });
    const seen = expectStatus(await api.call('GET', '/v1/authorities', { secret: other }), 200);
    expect(seen.body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['southvale']);
  });
});

describe('an API key', () => {
  const make = (who: string, scopes: string[], expiresAt = '2026-05-01T00:00:00+01:00') =>
    api.call('POST', '/v1/api-keys', { secret: who, body: { name: 'nightly import', scopes, expiresAt } });

  it('shows its secret once, works at once, and stops at once when it is withdrawn', async () => {
    api.clock.advance(1_000);
    const made = expectStatus(await make(secret, ['ledger:read']), 201).body;
    expect(made.expiresAt).toBe('2026-04-30T23:00:00.000Z');
    const list = expectStatus(await api.call('GET', '/v1/api-keys', { secret }), 200);
    expect(list.text).not.toContain(made.secret.slice(-43));
    expect(list.body.data[0]).toMatchObject({ keyId: made.keyId, name: 'nightly import', scopes: ['ledger:read'] });
    expectStatus(await api.call('GET', '/v1/authorities', { secret: made.secret }), 200);
    const path = `/v1/api-keys/${made.keyId}`;
    expectStatus(await api.call('DELETE', path, { secret: other }), 404);
    expectStatus(await api.call('DELETE', path, { secret }), 204);
    expectStatus(await api.call('DELETE', path, { secret }), 204);
    expectStatus(await api.call('GET', '/v1/authorities', { secret: made.secret }), 401);
  });

  it('gets a new secret while the old one works on, from whoever holds as much', async () => {
    const made = expectStatus(await make(secret, ['ledger:read', 'ledger:post']), 201).body;
    const path = `/v1/api-keys/${made.keyId}/rotation`;
    expectStatus(await api.call('POST', path, { secret: other, body: {} }), 404);
    const keeper = expectStatus(await make(secret, ['ledger:administer']), 201).body.secret;
    expect(expectStatus(await api.call('POST', path, { secret: keeper, body: {} }), 403).body.code).toBe('api-key-scope-not-held');
    const tooLong = expectStatus(await api.call('POST', path, { secret, body: { overlapHours: 169 } }), 422);
    expect(tooLong.body.code).toBe('api-key-overlap-out-of-range');
    const rotated = expectStatus(await api.call('POST', path, { secret, body: { overlapHours: 1 } }), 201).body;
    for (const each of [made.secret, rotated.secret]) expectStatus(await api.call('GET', '/v1/authorities', { secret: each }), 200);
    const list = expectStatus(await api.call('GET', '/v1/api-keys', { secret }), 200);
    expect(list.text).not.toContain(rotated.secret.slice(-43));
    const shown = list.body.data.find(({ keyId }: { keyId: string }) => keyId === made.keyId);
    expect(shown.previousEndsAt).toBe(rotated.previousEndsAt);
  });

  it('cannot give more than it has, nor live longer than a year', async () => {
    const keeper = expectStatus(await make(secret, ['ledger:administer', 'ledger:read']), 201).body.secret;
    expectStatus(await make(keeper, ['ledger:read']), 201);
    const denied = expectStatus(await make(keeper, ['ledger:read', 'service:administer']), 403);
    expect(denied.body).toMatchObject({ code: 'api-key-scope-not-held', scopes: ['service:administer'] });
    expect(expectStatus(await make(secret, ['ledger:read'], '2027-05-01T00:00:00Z'), 422).body.code).toBe('api-key-expiry-out-of-range');
    expectStatus(await make(secret, ['public']), 422);
  });

  it('is listed page by page, newest first', async () => {
    for (let n = 0; n < 3; n += 1) {
      api.clock.advance(1_000);
      await make(other, ['ledger:read']);
    }
    const first = expectStatus(await api.call('GET', '/v1/api-keys?limit=2', { secret: other }), 200).body;
    const second = expectStatus(await api.call('GET', `/v1/api-keys?limit=2&cursor=${first.nextCursor}`, { secret: other }), 200).body;
    const created = [...first.data, ...second.data].map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(created).toHaveLength(4);
    expect(created).toEqual(created.toSorted().reverse());
    expect(second.nextCursor).toBeNull();
  });
});
