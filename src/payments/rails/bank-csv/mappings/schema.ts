import { integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant } from '../../../../platform/database/columns.ts';
import { payments } from '../../../schema.ts';
import type { BankCsvProfile } from '../bank-csv-profile.ts';

/** How a bank's upload table is written, as somebody of the council has described it once. */
export const bankCsvMappings = payments.table(
  'bank_csv_mappings',
  {
    authorityId: integer('authority_id').notNull(),
    mappingId: uuid('mapping_id').notNull(),
    name: text('name').notNull(),
    mapping: jsonb('mapping').$type<BankCsvProfile>().notNull(),
    revision: integer('revision').notNull(),
    savedBy: text('saved_by').notNull(),
    savedAt: instant('saved_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.mappingId] }), unique('bank_csv_mappings_name').on(t.authorityId, t.name)],
);
