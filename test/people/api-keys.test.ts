import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiKeyAuthenticator, createApiKey, createAuthority, listApiKeys, revokeApiKey } from '../../src/people/index.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { DAY_MS, keyFor } from './people-room.ts';

const clock = manualClock('2026-04-15T09:30:00.000Z');
let store: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  store = await testDatabase();
  for (const slug of ['northmoor', 'southvale']) await createAuthority(store.database, clock, { slug, name: slug });
});
beforeEach(() => clock.set('2026-04-15T09:30:00.000Z'));
afterAll(() => store.close());

const authenticate = async (secret: string) => {
  const judged = await apiKeyAuthenticator(store.database, clock)(`Bearer ${secret}`);
  return judged.ok ? judged.value : judged.refusal.code;
};

describe('an API key', () => {
  it('says who asks, for which authority, and what they may do', async () => {
    const { keyId, secret } = await keyFor(store.database, clock, 2, ['ledger:read', 'ledger:post']);
    expect(secret).toMatch(/^tfk_2_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    expect(await authenticate(secret)).toEqual({ principal: `key:${keyId}`, authorityId: 2, scopes: ['ledger:read', 'ledger:post'] });
  });

  it('is kept as a digest only', async () => {
    const { keyId, secret } = await keyFor(store.database, clock, 1);
    const { rows } = await inTransaction(store.database, { authorityId: 1 }, (_, tx) =>
      tx.query<{ row: string; digest: string }>(
        "select k::text as row, encode(secret_digest, 'hex') as digest from people.api_keys k where key_id = $1",
        [keyId],
      ),
    );
    const random = secret.slice(secret.length - 43);
    expect(rows[0]?.digest).toBe(createHash('sha256').update(random).digest('hex'));
    expect(rows[0]?.row).not.toContain(random);
    expect(JSON.stringify(await listApiKeys(store.database, 1))).not.toContain(rows[0]?.digest);
  });

  it('is one refusal when it is unknown, wrong, malformed, expired, withdrawn or of another authority', async () => {
    const { keyId, secret } = await keyFor(store.database, clock, 1);
    const last = secret.endsWith('A') ? 'B' : 'A';
    const attempts = [
      `${secret.slice(0, -1)}${last}`,
      secret.replace('tfk_1_', 'tfk_2_'),
      secret.replace('tfk_1_', 'tfk_zzzzzz_'),
      secret.replace(/_[0-9a-f]{32}_/, `_${'0'.repeat(32)}_`),
      `${secret}A`,
      'nonsense',
      '',
    ];
    for (const attempt of attempts) expect(await authenticate(attempt)).toBe('credentials-invalid');
    expect(await authenticate(secret)).toMatchObject({ authorityId: 1 });
    clock.advance(DAY_MS);
    expect(await authenticate(secret)).toBe('credentials-invalid');
    clock.set('2026-04-15T09:30:00.000Z');
    expect((await revokeApiKey(store.database, clock, 2, keyId)).ok).toBe(false);
    expect((await revokeApiKey(store.database, clock, 1, keyId)).ok).toBe(true);
    expect(await authenticate(secret)).toBe('credentials-invalid');
  });

  it('is missing rather than wrong when no header was sent', async () => {
    const judged = await apiKeyAuthenticator(store.database, clock)(undefined);
    expect(judged).toMatchObject({ ok: false, refusal: { code: 'credentials-missing' } });
  });

  it('ends within 366 days and belongs to an authority that exists', async () => {
    const create = async (days: number, authorityId = 1) => {
      const expiresAt = new Date(clock.now().getTime() + days * DAY_MS);
      const created = await createApiKey(store.database, clock, { authorityId, name: 'x', scopes: ['ledger:read'], expiresAt });
      return created.ok || created.refusal.code;
    };
    expect(await create(366)).toBe(true);
    expect(await create(366.001)).toBe('api-key-expiry-out-of-range');
    expect(await create(0)).toBe('api-key-expiry-out-of-range');
    expect(await create(Number.NaN)).toBe('api-key-expiry-out-of-range');
    expect(await create(1, 99)).toBe('authority-not-found');
  });

  it('notes its use once a minute at most', async () => {
    const { keyId, secret } = await keyFor(store.database, clock, 1);
    const lastUse = async () => (await listApiKeys(store.database, 1)).find((each) => each.keyId === keyId)?.lastUsedAt?.toISOString();
    const used = async (at: string) => {
      clock.set(at);
      await authenticate(secret);
    };
    await used('2026-04-15T09:30:00.000Z');
    await vi.waitFor(async () => expect(await lastUse()).toBe('2026-04-15T09:30:00.000Z'));
    await used('2026-04-15T09:30:59.000Z');
    await used('2026-04-15T09:31:00.000Z');
    await vi.waitFor(async () => expect(await lastUse()).toBe('2026-04-15T09:31:00.000Z'));
  });
});
