import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, instant } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';

/** An authority's own data key, for what is sealed and belongs to no family; wrapped by the service's key of this id. */
export const authorityKeys = people.table(
  'authority_keys',
  {
    authorityId: integer('authority_id').notNull(),
    keyRingId: text('key_ring_id').notNull(),
    wrappedKey: bytea('wrapped_key').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId] })],
);
