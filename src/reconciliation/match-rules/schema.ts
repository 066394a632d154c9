import { sql } from 'drizzle-orm';
import { bigint, check, date, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant } from '../../platform/database/columns.ts';
import { reconciliation } from '../schema.ts';

/** Rules for charges of the bank and for letting small differences go. Never changed: one that is ended stays for the days it held. */
export const matchRules = reconciliation.table(
  'match_rules',
  {
    authorityId: integer('authority_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    kind: text('kind', { enum: ['bank-charge', 'write-off'] }).notNull(),
    words: jsonb('words').$type<readonly string[]>().notNull(),
    typeCode: text('type_code'),
    limitMinor: bigint('limit_minor', { mode: 'bigint' }).notNull(),
    monthlyLimitMinor: bigint('monthly_limit_minor', { mode: 'bigint' }),
    limitBasisPoints: integer('limit_basis_points'),
    validFrom: date('valid_from').$type<PlainDate>().notNull(),
    validUntil: date('valid_until').$type<PlainDate>(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    endedBy: text('ended_by'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.ruleId] }),
    index('match_rules_valid').on(t.authorityId, t.validFrom),
    check('match_rules_kind', sql`${t.kind} in ('bank-charge', 'write-off')`),
    check(
      'match_rules_limits',
      sql`${t.limitMinor} > 0 and (${t.kind} = 'bank-charge') = (${t.monthlyLimitMinor} is not null) and (${t.kind} = 'write-off') = (${t.limitBasisPoints} is not null)`,
    ),
    check('match_rules_ended', sql`(${t.validUntil} is null) = (${t.endedBy} is null)`),
  ],
);
