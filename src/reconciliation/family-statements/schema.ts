import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf, pence } from '../../platform/database/columns.ts';
import { reconciliation } from '../schema.ts';
import { spendingCategories } from './rules/kinds.ts';
import type { CoveredDays } from './what-is-missing.ts';

/** A bank statement of a family's own account, as it was sent in. What it says lies sealed under the family's key. */
export const familyStatements = reconciliation.table(
  'family_statements',
  {
    authorityId: integer('authority_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    familyId: uuid('family_id').notNull(),
    childId: uuid('child_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    format: text('format').notNull(),
    lines: integer('lines').notNull(),
    chunks: integer('chunks').notNull(),
    /** The days that it covers, stretch by stretch. */
    covers: jsonb('covers').$type<readonly CoveredDays[]>().notNull(),
    /** Marks under the authority's key, by which an equal file and an equal account are found and nothing is read. */
    fileMark: bytea('file_mark').notNull(),
    accountMark: bytea('account_mark'),
    /** What the file is called, and which account it is of. */
    sealed: bytea('sealed').notNull(),
    sentBy: text('sent_by').notNull(),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.statementId] }),
    index('family_statements_agreement').on(t.authorityId, t.agreementId),
    index('family_statements_account').on(t.authorityId, t.accountMark),
    uniqueIndex('family_statements_file').on(t.authorityId, t.fileMark),
  ],
);

/** The file itself, sealed in parts. */
export const familyStatementChunks = reconciliation.table(
  'family_statement_chunks',
  {
    authorityId: integer('authority_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    number: integer('number').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.statementId, t.number] }),
    foreignKey({
      name: 'family_statement_chunks_statement',
      columns: [t.authorityId, t.statementId],
      foreignColumns: [familyStatements.authorityId, familyStatements.statementId],
    }),
  ],
);

/** A line of it, with what a person said it is. What rules and matching say is worked out when it is read, and is never out of date. */
export const familyStatementLines = reconciliation.table(
  'family_statement_lines',
  {
    authorityId: integer('authority_id').notNull(),
    lineId: uuid('line_id').notNull(),
    statementId: uuid('statement_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    day: date('day').$type<PlainDate>().notNull(),
    amount: pence('amount').notNull(),
    /** Equal lines of one account have one mark and are counted, so that a line which two files bring stands once. */
    mark: bytea('mark').notNull(),
    occurrence: integer('occurrence').notNull(),
    sealed: bytea('sealed').notNull(),
    category: text('category', { enum: spendingCategories }),
    spendingId: uuid('spending_id'),
    notSpendings: uuid('not_spendings').array().notNull(),
    saidBy: text('said_by'),
    saidAt: instant('said_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.lineId] }),
    index('family_statement_lines_agreement').on(t.authorityId, t.agreementId, t.day),
    index('family_statement_lines_statement').on(t.authorityId, t.statementId),
    uniqueIndex('family_statement_lines_spending').on(t.authorityId, t.spendingId).where(sql`${t.spendingId} is not null`),
    foreignKey({
      name: 'family_statement_lines_statement_id',
      columns: [t.authorityId, t.statementId],
      foreignColumns: [familyStatements.authorityId, familyStatements.statementId],
    }),
    check('family_statement_lines_category', sql`${t.category} in (${oneOf(spendingCategories)})`),
  ],
);

/** A family's own rules: the words of one may be a name, so they are sealed. */
export const familyCategoryRules = reconciliation.table(
  'family_category_rules',
  {
    authorityId: integer('authority_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    familyId: uuid('family_id').notNull(),
    agreementId: uuid('agreement_id').notNull(),
    category: text('category', { enum: spendingCategories }).notNull(),
    direction: text('direction', { enum: ['out', 'in'] }).notNull(),
    limit: pence('limit'),
    sealed: bytea('sealed').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    endedBy: text('ended_by'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.ruleId] }),
    index('family_category_rules_agreement').on(t.authorityId, t.agreementId),
    check('family_category_rules_category', sql`${t.category} in (${oneOf(spendingCategories)})`),
    check('family_category_rules_direction', sql`${t.direction} in ('out', 'in')`),
    check('family_category_rules_limit', sql`${t.limit} > 0`),
  ],
);
