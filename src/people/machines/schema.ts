import { integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';

/** Machines that fetch short-lived tokens (OAuth client credentials). Each has a secret, of which we keep a digest, or keys of its own. */
export const machineClients = people.table(
  'machine_clients',
  {
    authorityId: integer('authority_id').notNull(),
    clientId: uuid('client_id').notNull(),
    name: text('name').notNull(),
    scopes: text('scopes').array().notNull(),
    secretDigest: bytea('secret_digest'),
    /** The secret before the last rotation, which works on until its time is up. */
    previousDigest: bytea('previous_digest'),
    previousEndsAt: instant('previous_ends_at'),
    /** Public keys (JWK set), for machines that sign instead of sending a secret. */
    publicKeys: jsonb('public_keys'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.clientId] })],
);

export const machineTokens = people.table(
  'machine_tokens',
  {
    authorityId: integer('authority_id').notNull(),
    tokenDigest: bytea('token_digest').notNull(),
    clientId: uuid('client_id').notNull(),
    scopes: text('scopes').array().notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.tokenDigest] })],
);

/** A signed assertion is good for one token: its id is kept until it would have expired anyway. */
export const usedAssertions = people.table(
  'used_assertions',
  {
    authorityId: integer('authority_id').notNull(),
    clientId: uuid('client_id').notNull(),
    assertionId: text('assertion_id').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.clientId, t.assertionId] })],
);
