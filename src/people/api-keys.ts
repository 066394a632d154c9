import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Caller, Scope } from '../platform/http/operation.ts';
import { timeOrderedId } from '../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { newSecret } from './api-key-secret.ts';
import { eventOf } from './audit/audit-event.ts';
import { serviceCaller } from './service-caller.ts';

/** What a key can hold: every scope but the one that needs no key. */
export const keyScopes = [
  'ledger:read',
  'ledger:post',
  'ledger:administer',
  'budgets:read',
  'budgets:write',
  'payments:read',
  'payments:write',
  'reconciliation:read',
  'reconciliation:write',
  'alerts:read',
  'alerts:write',
  'people:read',
  'people:write',
  'people:administer',
  'service:administer',
] as const satisfies readonly Scope[];
export type KeyScope = (typeof keyScopes)[number];

export interface ApiKeyDraft {
  readonly authorityId: number;
  /** What it is for, in its keeper's words: `nightly import`. */
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly expiresAt: Date;
  /** Who makes it; whoever runs the service when left out. */
  readonly by?: Caller;
}

export interface ApiKey extends Omit<ApiKeyDraft, 'authorityId' | 'by'> {
  readonly keyId: string;
  readonly createdAt: Date;
  readonly revokedAt?: Date;
  /** To the minute. */
  readonly lastUsedAt?: Date;
  /** Until when the secret before the last rotation works, or worked. */
  readonly previousEndsAt?: Date;
}

const LONGEST_LIFE_MS = 366 * 86_400_000;

/** The secret is in this answer and nowhere else: the table keeps its digest. A key that never expired would outlive its keeper. */
export async function createApiKey(
  database: Database,
  clock: Clock,
  { authorityId, name, scopes, expiresAt, by = serviceCaller(authorityId, 'command-line') }: ApiKeyDraft,
): Promise<Result<{ keyId: string; secret: string }, { readonly code: 'api-key-expiry-out-of-range' | 'authority-not-found' }>> {
  const now = clock.now();
  const life = expiresAt.getTime() - now.getTime();
  if (!(life > 0 && life <= LONGEST_LIFE_MS)) return refused({ code: 'api-key-expiry-out-of-range' });
  const keyId = timeOrderedId(now);
  const { secret, secretDigest } = newSecret(authorityId, keyId);
  const event = eventOf(by, 'people.create-api-key', 'change', now, {}, { keyId, scopes, expiresAt });
  const [row] = await database.sql<{ outcome: string }[]>`
    select people.create_api_key(${authorityId}, ${keyId}::text::uuid, ${name}, ${secretDigest}, ${JSON.stringify([...new Set(scopes)])}::text::jsonb,
      ${now}, ${expiresAt}, ${JSON.stringify(event)}::text::jsonb) as outcome`;
  return row?.outcome === 'created' ? accepted({ keyId, secret }) : refused({ code: 'authority-not-found' });
}

interface ApiKeyRow {
  key_id: string;
  name: string;
  scopes: KeyScope[];
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  previous_ends_at: Date | null;
}

export interface ApiKeysQuery {
  /** Key id of the last one on the page before. */
  readonly before?: string | undefined;
  readonly limit?: number;
}

/** Newest first, the withdrawn and the expired ones too: who held a key is part of the audit. */
export async function listApiKeys(database: Database, authorityId: number, { before, limit }: ApiKeysQuery = {}): Promise<ApiKey[]> {
  const rows = await database.sql<ApiKeyRow[]>`
    select * from people.read_api_keys(${authorityId}, ${before ?? null}::text::uuid, ${limit ?? null})`;
  return rows.map((row) => ({
    keyId: row.key_id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.previous_ends_at !== null && { previousEndsAt: row.previous_ends_at }),
  }));
}

/** Takes effect with the next request: no process remembers a key. */
export async function revokeApiKey(
  database: Database,
  clock: Clock,
  authorityId: number,
  keyId: string,
  by: Caller = serviceCaller(authorityId, 'command-line'),
): Promise<Result<undefined, { readonly code: 'api-key-not-found' }>> {
  const now = clock.now();
  const event = eventOf(by, 'people.revoke-api-key', 'change', now, {}, { keyId });
  const [row] = await database.sql<{ revoked: boolean }[]>`
    select people.revoke_api_key(${authorityId}, ${keyId}::text::uuid, ${now}, ${JSON.stringify(event)}::text::jsonb) as revoked`;
  return row?.revoked === true ? accepted(undefined) : refused({ code: 'api-key-not-found' });
}
