import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import { ownAccounts } from '../payees/schema.ts';
import { payments } from '../schema.ts';
import type { OriginatorSettings } from './originator-settings.ts';

/** `replaced` and `removed` ones stay: what their files paid still comes back for them. */
export const originatorStates = ['proposed', 'withdrawn', 'listed', 'replaced', 'removed'] as const;
export type OriginatorState = (typeof originatorStates)[number];

/**
 * As whom and from which of our accounts a rail of bank files pays: the allow-list. Two people put an originator on it, and a change is a
 * new one that both have seen.
 */
export const originators = payments.table(
  'originators',
  {
    authorityId: integer('authority_id').notNull(),
    originatorId: uuid('originator_id').notNull(),
    rail: text('rail').notNull(),
    ownAccountId: uuid('own_account_id').notNull(),
    state: text('state', { enum: originatorStates }).notNull(),
    /** Service user number, profile of the bank, scheme: as the bank's guide has them. */
    settings: jsonb('settings').$type<OriginatorSettings>().notNull(),
    /** Of Bacs. */
    serviceUserNumber: text('service_user_number'),
    /** The bank's own limits, where they are below the scheme's. */
    itemLimit: pence('item_limit'),
    fileLimit: pence('file_limit'),
    mostPayments: integer('most_payments'),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    confirmedBy: text('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
    endedBy: text('ended_by'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.originatorId] }),
    uniqueIndex('originators_one_listed').on(t.authorityId, t.rail).where(sql`${t.state} = 'listed'`),
    uniqueIndex('originators_one_proposed').on(t.authorityId, t.rail).where(sql`${t.state} = 'proposed'`),
    foreignKey({
      name: 'originators_own_account',
      columns: [t.authorityId, t.ownAccountId],
      foreignColumns: [ownAccounts.authorityId, ownAccounts.ownAccountId],
    }),
    check('originators_state', sql`${t.state} in (${oneOf(originatorStates)})`),
    check('originators_two_people', sql`${t.confirmedBy} <> ${t.proposedBy}`),
    check('originators_confirmed', sql`(${t.state} in ('proposed', 'withdrawn')) = (${t.confirmedBy} is null)`),
    check('originators_limits', sql`${t.itemLimit} > 0 and ${t.fileLimit} > 0 and ${t.mostPayments} > 0`),
  ],
);

/**
 * The last number that a file was given, for each service user number or message name. A locked row and no sequence of the database: a
 * file that is not kept takes no number with it, and no number is used by two authorities' clocks at once.
 */
export const fileNumbers = payments.table(
  'file_numbers',
  {
    authorityId: integer('authority_id').notNull(),
    series: text('series').notNull(),
    lastNumber: integer('last_number').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.series] })],
);
