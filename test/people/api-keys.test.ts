import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  apiKeyAuthenticator,
  createApiKey,
  createAuthority,
  type KeyScope,
  keyScopes,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from '../../src/people/index.ts';
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

describe('a rotated key', () => {
  const HOUR_MS = 3_600_000;
  const rotate = async (keyId: string, overlapHours?: number, authorityId = 1, held: readonly KeyScope[] = keyScopes) => {
    const rotated = await rotateApiKey(store.database, clock, { authorityId, keyId, overlapHours, held });
    return rotated.ok ? rotated.value : rotated.refusal.code;
  };
  const secretOf = (rotated: Awaited<ReturnType<typeof rotate>>): string => {
    if (typeof rotated === 'string') throw new Error(rotated);
    return rotated.secret;
  };
  const keyOf = async (keyId: string) => (await listApiKeys(store.database, 1)).find((each) => each.keyId === keyId);
  const opens = async (...secrets: string[]) => {
    const judged = await Promise.all(secrets.map(authenticate));
    return judged.map((each) => typeof each === 'object');
  };

  it('has a new secret at once, and its old one until the overlap is over', async () => {
    const { keyId, secret: old } = await keyFor(store.database, clock, 1, ['ledger:read', 'ledger:post']);
    const before = await authenticate(old);
    const fresh = secretOf(await rotate(keyId, 2));
    expect(fresh).not.toBe(old);
    expect(await authenticate(fresh)).toEqual(before);
    clock.advance(2 * HOUR_MS - 1);
    expect(await authenticate(old)).toEqual(before);
    clock.advance(1);
    expect(await opens(old, fresh)).toEqual([false, true]);
  });

  it('overlaps for a day unless told otherwise, for a week at most, and not at all when asked', async () => {
    const { keyId, secret: first } = await keyFor(store.database, clock, 1);
    expect(await rotate(keyId)).toMatchObject({ previousEndsAt: new Date('2026-04-16T09:30:00.000Z') });
    for (const hours of [168.01, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(await rotate(keyId, hours)).toBe('api-key-overlap-out-of-range');
    expect(await opens(first)).toEqual([true]);
    expect(await rotate(keyId, 168)).toMatchObject({ previousEndsAt: new Date('2026-04-22T09:30:00.000Z') });
    const atOnce = secretOf(await rotate(keyId, 0));
    const last = secretOf(await rotate(keyId, 0));
    expect(await opens(first, atOnce, last)).toEqual([false, false, true]);
  });

  it('keeps one old secret: the one before that stops with the next rotation', async () => {
    const { keyId, secret: first } = await keyFor(store.database, clock, 1);
    const second = secretOf(await rotate(keyId));
    const third = secretOf(await rotate(keyId));
    expect(await opens(first, second, third)).toEqual([false, true, true]);
  });

  it('expires when it would have, says when it was last used, and shows no secret', async () => {
    const { keyId } = await keyFor(store.database, clock, 1);
    const before = await keyOf(keyId);
    const fresh = secretOf(await rotate(keyId, 168));
    expect(await keyOf(keyId)).toEqual({ ...before, previousEndsAt: new Date('2026-04-22T09:30:00.000Z') });
    await authenticate(fresh);
    await vi.waitFor(async () => expect((await keyOf(keyId))?.lastUsedAt).toEqual(clock.now()));
    clock.advance(DAY_MS);
    expect(await authenticate(fresh)).toBe('credentials-invalid');
  });

  it('is withdrawn with both its secrets', async () => {
    const { keyId, secret: old } = await keyFor(store.database, clock, 1);
    const fresh = secretOf(await rotate(keyId));
    expect(await opens(old, fresh)).toEqual([true, true]);
    await revokeApiKey(store.database, clock, 1, keyId);
    expect(await opens(old, fresh)).toEqual([false, false]);
  });

  it('is left alone when it has ended, is another authority’s, or may more than whoever asks', async () => {
    const { keyId, secret } = await keyFor(store.database, clock, 1, ['ledger:read', 'service:administer']);
    expect(await rotate(keyId, 1, 2)).toBe('api-key-not-found');
    expect(await rotate('019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d')).toBe('api-key-not-found');
    expect(await rotate(keyId, 1, 1, ['ledger:read', 'ledger:administer'])).toBe('api-key-scope-not-held');
    expect(await opens(secret)).toEqual([true]);
    clock.advance(DAY_MS);
    expect(await rotate(keyId)).toBe('api-key-ended');
    clock.set('2026-04-15T09:30:00.000Z');
    await revokeApiKey(store.database, clock, 1, keyId);
    expect(await rotate(keyId)).toBe('api-key-ended');
  });
});
