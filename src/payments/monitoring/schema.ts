import { date, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant } from '../../platform/database/columns.ts';
import { payments } from '../schema.ts';

/** What an authority has decided about looking at spending, each from a day on; a new decision is a new row. */
export const monitoringPolicyRows = payments.table(
  'monitoring_policies',
  {
    authorityId: integer('authority_id').notNull(),
    code: text('code').notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    value: integer('value').notNull(),
    source: text('source').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.code, t.from] })],
);
