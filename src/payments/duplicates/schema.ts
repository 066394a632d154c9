import { integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';

/** Due twice for the same time and still right: an officer has looked, and says so with a name. */
export const duplicateClearances = payments.table(
  'duplicate_clearances',
  {
    authorityId: integer('authority_id').notNull(),
    dueRef: text('due_ref').notNull(),
    /** A code. */
    reason: text('reason').notNull(),
    clearedBy: text('cleared_by').notNull(),
    clearedAt: instant('cleared_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.dueRef] })],
);
