import { sql } from 'drizzle-orm';
import { check, date, index, integer, pgSchema, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from '../platform/database/columns.ts';

export const people = pgSchema('people');

/** The councils this installation serves: the tenants themselves, so the one list that has no authority in front. */
export const authorities = people.table(
  'authorities',
  {
    authorityId: integer('authority_id').primaryKey(),
    /** How people and commands name it: `northmoor`. */
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Stored for a demo authority, whose days move by command; null means today in Europe/London. */
    businessDate: date('business_date'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('authorities_slug').on(t.slug), check('authorities_slug_shape', sql`${t.slug} ~ '^[a-z][a-z0-9-]{1,39}$'`)],
);

/** Keys of machines. Only a digest is kept: a copied database opens nothing. */
export const apiKeys = people.table(
  'api_keys',
  {
    authorityId: integer('authority_id').notNull(),
    keyId: uuid('key_id').notNull(),
    name: text('name').notNull(),
    secretDigest: bytea('secret_digest').notNull(),
    /** The secret before the last rotation, which works on until its time is up: machines change over one after the other. */
    previousDigest: bytea('previous_digest'),
    previousEndsAt: instant('previous_ends_at'),
    scopes: text('scopes').array().notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.keyId] }),
    unique('api_keys_id').on(t.keyId, t.authorityId),
    index('api_keys_name').on(t.authorityId, t.name),
  ],
);
