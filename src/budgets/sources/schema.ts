import { sql } from 'drizzle-orm';
import { boolean, check, date, foreignKey, integer, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import type { FundingStream } from '../rules/share.ts';
import { budgets } from '../schema.ts';
import { sourceKinds } from './rules/funding-rules.ts';

export const streams = ['EDUCATION', 'HEALTH', 'CARE'] as const satisfies readonly FundingStream[];

/** What may fund what: public rules, the same for every authority. Filled by sql/funding-rules.sql. */
export const fundingRuleRows = budgets.table(
  'funding_rules',
  {
    sourceKind: text('source_kind', { enum: sourceKinds }).notNull(),
    stream: text('stream', { enum: streams }).notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    until: date('until_date').$type<PlainDate>(),
    source: text('source').notNull(),
    verified: boolean('verified').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceKind, t.stream] })],
);

/** A cost centre and subjective code belong to one stream: money of one can never be booked on another's. */
export const costCodes = budgets.table(
  'cost_codes',
  {
    authorityId: integer('authority_id').notNull(),
    costCentre: text('cost_centre').notNull(),
    subjective: text('subjective').notNull(),
    stream: text('stream', { enum: streams }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.costCentre, t.subjective] }),
    unique('cost_codes_stream_once').on(t.authorityId, t.costCentre, t.subjective, t.stream),
    check('cost_codes_stream', sql`${t.stream} in (${oneOf(streams)})`),
  ],
);

/** Whose money it is. The keys below are the wall: no source of a kind that may not fund its stream, no code of another stream. */
export const fundingSources = budgets.table(
  'funding_sources',
  {
    authorityId: integer('authority_id').notNull(),
    sourceCode: text('source_code').notNull(),
    stream: text('stream', { enum: streams }).notNull(),
    kind: text('kind', { enum: sourceKinds }).notNull(),
    name: text('name').notNull(),
    costCentre: text('cost_centre').notNull(),
    subjective: text('subjective').notNull(),
    /** Who is recharged for what the council pays from it; absent where it is the council's own money. */
    partnerCode: text('partner_code'),
    conditions: text('conditions'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.sourceCode] }),
    unique('funding_sources_stream').on(t.authorityId, t.sourceCode, t.stream),
    foreignKey({
      name: 'funding_sources_may_fund',
      columns: [t.kind, t.stream],
      foreignColumns: [fundingRuleRows.sourceKind, fundingRuleRows.stream],
    }),
    foreignKey({
      name: 'funding_sources_code_of_stream',
      columns: [t.authorityId, t.costCentre, t.subjective, t.stream],
      foreignColumns: [costCodes.authorityId, costCodes.costCentre, costCodes.subjective, costCodes.stream],
    }),
    check('funding_sources_code', sql`${t.sourceCode} ~ '^[a-z0-9][a-z0-9-]{0,39}$'`),
  ],
);

/** What a source has for a year. The book says how it came to that; next year's may be indicative until it is confirmed, higher or lower. */
export const sourceYears = budgets.table(
  'source_years',
  {
    authorityId: integer('authority_id').notNull(),
    sourceCode: text('source_code').notNull(),
    financialYear: text('financial_year').$type<FinancialYear>().notNull(),
    amount: pence('amount').notNull(),
    indicative: boolean('indicative').notNull(),
    confirmedOn: date('confirmed_on').$type<PlainDate>(),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.sourceCode, t.financialYear] }),
    foreignKey({
      name: 'source_years_source',
      columns: [t.authorityId, t.sourceCode],
      foreignColumns: [fundingSources.authorityId, fundingSources.sourceCode],
    }),
    check('source_years_amount', sql`${t.amount} >= 0`),
    check('source_years_confirmed', sql`${t.indicative} or ${t.confirmedOn} is not null`),
  ],
);
