import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf } from '../../platform/database/columns.ts';
import { bankLines, reconciliation } from '../schema.ts';
import { nextSteps, type StoredSuggestion } from './open-line.ts';

/** A line that nobody has explained, with whoever looks after it: the row goes when the line is matched, and comes back when that is undone. */
export const lineWork = reconciliation.table(
  'line_work',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** The line's own day: its age, and its place in the list. */
    bookingDate: date('booking_date').$type<PlainDate>().notNull(),
    owner: text('owner'),
    nextStep: text('next_step', { enum: nextSteps }).notNull(),
    reason: text('reason').notNull(),
    suggestions: jsonb('suggestions').$type<readonly StoredSuggestion[]>().notNull(),
    /** Not shown as the next line before this day. */
    waitUntil: date('wait_until').$type<PlainDate>(),
    version: integer('version').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId] }),
    index('line_work_in_order').on(t.authorityId, t.accountId, t.bookingDate, t.lineId),
    index('line_work_owner').on(t.authorityId, t.owner),
    foreignKey({
      name: 'line_work_line',
      columns: [t.authorityId, t.lineId],
      foreignColumns: [bankLines.authorityId, bankLines.lineId],
    }),
    check('line_work_next_step', sql`${t.nextStep} in (${oneOf(nextSteps)})`),
  ],
);
