import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';

/** Every read and change of a family's record and of rights: opaque ids and fixed words only, chained so that a touched row shows. */
export const auditEvents = people.table(
  'audit_events',
  {
    authorityId: integer('authority_id').notNull(),
    seq: bigint('seq', { mode: 'bigint' }).notNull(),
    at: instant('at').notNull(),
    principal: text('principal').notNull(),
    role: text('role'),
    operation: text('operation').notNull(),
    kind: text('kind', { enum: ['read', 'change'] }).notNull(),
    familyId: uuid('family_id'),
    personId: uuid('person_id'),
    purpose: text('purpose'),
    onBehalfOf: uuid('on_behalf_of'),
    channel: text('channel').notNull(),
    address: text('address'),
    requestId: text('request_id').notNull(),
    /** Ids, field names and counts of what was done; never what a field said. */
    facts: jsonb('facts').$type<Readonly<Record<string, unknown>>>().notNull(),
    restricted: boolean('restricted').notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.seq] }),
    index('people_audit_family').on(t.authorityId, t.familyId, t.seq),
    index('people_audit_principal').on(t.authorityId, t.principal, t.at),
    check('people_audit_kind', sql`${t.kind} in ('read', 'change')`),
  ],
);

/** Where an authority's chain stands; its lock gives each event its number. */
export const auditHeads = people.table(
  'audit_heads',
  {
    authorityId: integer('authority_id').notNull(),
    seq: bigint('seq', { mode: 'bigint' }).notNull(),
    hash: bytea('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId] })],
);

/** Somebody opened the records of many families within an hour; at most one a principal and hour. */
export const unusualPulls = people.table(
  'unusual_pulls',
  {
    authorityId: integer('authority_id').notNull(),
    principal: text('principal').notNull(),
    hour: instant('hour').notNull(),
    families: integer('families').notNull(),
    noticedAt: instant('noticed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.principal, t.hour] })],
);
