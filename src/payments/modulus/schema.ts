import { date, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';
import { modulusOutcomes } from './rules/check-account.ts';

/** The council's own copy of the published tables for check digits: as loaded, each from a day on. A newer one is a new row. */
export const modulusTables = payments.table(
  'modulus_tables',
  {
    authorityId: integer('authority_id').notNull(),
    tableId: uuid('table_id').notNull(),
    version: text('version').notNull(),
    validFrom: date('valid_from').$type<PlainDate>().notNull(),
    weights: text('weights').notNull(),
    substitutions: text('substitutions').notNull(),
    /** SHA-256 over both texts. */
    digest: bytea('digest').notNull(),
    loadedAt: instant('loaded_at').notNull(),
    loadedBy: text('loaded_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.tableId] }), unique('modulus_tables_version').on(t.authorityId, t.version)],
);

/** Accounts whose check digits a newer table judges otherwise than when they were last checked. */
export const modulusChanges = payments.table(
  'modulus_changes',
  {
    authorityId: integer('authority_id').notNull(),
    tableId: uuid('table_id').notNull(),
    accountId: uuid('account_id').notNull(),
    before: text('before', { enum: modulusOutcomes }).notNull(),
    after: text('after', { enum: modulusOutcomes }).notNull(),
    foundAt: instant('found_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.tableId, t.accountId] })],
);
