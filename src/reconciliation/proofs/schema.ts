import { sql } from 'drizzle-orm';
import { check, date, foreignKey, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant } from '../../platform/database/columns.ts';
import { bankAccounts, reconciliation } from '../schema.ts';

/** A bank proof that somebody stands by: its figures as they were, and who prepared and who reviewed it. */
export const bankProofs = reconciliation.table(
  'bank_proofs',
  {
    authorityId: integer('authority_id').notNull(),
    proofId: uuid('proof_id').notNull(),
    accountId: uuid('account_id').notNull(),
    asOf: date('as_of').$type<PlainDate>().notNull(),
    state: text('state', { enum: ['prepared', 'reviewed', 'superseded'] }).notNull(),
    /** As JSON, pence as text; the digest is of these bytes. */
    figures: jsonb('figures').notNull(),
    digest: bytea('digest').notNull(),
    preparedBy: text('prepared_by').notNull(),
    preparedAt: instant('prepared_at').notNull(),
    reviewedBy: text('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.proofId] }),
    uniqueIndex('bank_proofs_current').on(t.authorityId, t.accountId, t.asOf).where(sql`${t.state} <> 'superseded'`),
    foreignKey({
      name: 'bank_proofs_account',
      columns: [t.authorityId, t.accountId],
      foreignColumns: [bankAccounts.authorityId, bankAccounts.accountId],
    }),
    check('bank_proofs_state', sql`${t.state} in ('prepared', 'reviewed', 'superseded')`),
    check('bank_proofs_two_people', sql`${t.reviewedBy} <> ${t.preparedBy}`),
    check(
      'bank_proofs_reviewed',
      sql`(${t.reviewedBy} is null) = (${t.reviewedAt} is null) and (${t.state} <> 'reviewed' or ${t.reviewedBy} is not null)`,
    ),
  ],
);
