import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf } from '../../platform/database/columns.ts';
import { bankAccounts, bankLines, reconciliation } from '../schema.ts';
import { allocationKinds, deciders, matchStates } from './match.ts';

const minor = (name: string) => bigint(name, { mode: 'bigint' });

/**
 * Lines that were explained together. It moves forward only: `posting` until the books have its entries, `undoing` until they have the
 * reversals. What was undone or refused stays, and lets its lines go.
 */
export const matches = reconciliation.table(
  'matches',
  {
    authorityId: integer('authority_id').notNull(),
    matchId: uuid('match_id').notNull(),
    accountId: uuid('account_id').notNull(),
    state: text('state', { enum: matchStates }).notNull(),
    decidedBy: text('decided_by', { enum: deciders }).notNull(),
    stage: text('stage').notNull(),
    score: doublePrecision('score'),
    margin: doublePrecision('margin'),
    reasons: jsonb('reasons').$type<readonly string[]>().notNull(),
    /** What the engine knew of payees when it decided. */
    learningVersion: integer('learning_version').notNull(),
    /** The latest day of its lines. */
    lastDay: date('last_day').$type<PlainDate>().notNull(),
    payeeId: text('payee_id'),
    refusal: jsonb('refusal'),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    undoneBy: text('undone_by'),
    undoneAt: instant('undone_at'),
    undoReason: text('undo_reason'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.matchId] }),
    foreignKey({
      name: 'matches_account',
      columns: [t.authorityId, t.accountId],
      foreignColumns: [bankAccounts.authorityId, bankAccounts.accountId],
    }),
    index('matches_made').on(t.authorityId, t.accountId, t.lastDay, t.matchId),
    check('matches_state', sql`${t.state} in (${oneOf(matchStates)})`),
    check('matches_decided_by', sql`${t.decidedBy} in (${oneOf(deciders)})`),
    check('matches_undone', sql`(${t.state} in ('undoing', 'undone')) = (${t.undoneBy} is not null)`),
    check('matches_refused', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
  ],
);

/** Where each part of each line goes. Written before the line's own row, which is refused unless its parts add up to it. */
export const matchAllocations = reconciliation.table(
  'match_allocations',
  {
    authorityId: integer('authority_id').notNull(),
    matchId: uuid('match_id').notNull(),
    number: integer('number').notNull(),
    /** Null for what is let go of an item: no part of any line. */
    lineId: uuid('line_id'),
    kind: text('kind', { enum: allocationKinds }).notNull(),
    /** The item, the line that cancels this one, the rule, or the account of the books. */
    target: text('target').notNull(),
    amountMinor: minor('amount_minor').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.matchId, t.number] }),
    index('match_allocations_target').on(t.authorityId, t.target),
    foreignKey({
      name: 'match_allocations_match',
      columns: [t.authorityId, t.matchId],
      foreignColumns: [matches.authorityId, matches.matchId],
    }),
    check('match_allocations_kind', sql`${t.kind} in (${oneOf(allocationKinds)})`),
    check('match_allocations_let_go', sql`(${t.kind} = 'let-go') = (${t.lineId} is null)`),
    check('match_allocations_amount', sql`${t.amountMinor} <> 0`),
  ],
);

/** The lines of a match. A line serves one match at a time. */
export const matchLines = reconciliation.table(
  'match_lines',
  {
    authorityId: integer('authority_id').notNull(),
    matchId: uuid('match_id').notNull(),
    lineId: uuid('line_id').notNull(),
    /** Since when another match may have the line. */
    releasedAt: instant('released_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.matchId, t.lineId] }),
    uniqueIndex('match_lines_one_match').on(t.authorityId, t.lineId).where(sql`${t.releasedAt} is null`),
    foreignKey({
      name: 'match_lines_match',
      columns: [t.authorityId, t.matchId],
      foreignColumns: [matches.authorityId, matches.matchId],
    }),
    foreignKey({
      name: 'match_lines_line',
      columns: [t.authorityId, t.lineId],
      foreignColumns: [bankLines.authorityId, bankLines.lineId],
    }),
  ],
);

/** The entries of the books that stand for a match: posted by it, found there already, or its reversals. */
export const matchEntries = reconciliation.table(
  'match_entries',
  {
    authorityId: integer('authority_id').notNull(),
    matchId: uuid('match_id').notNull(),
    entryId: uuid('entry_id').notNull(),
    role: text('role', { enum: ['posted', 'found', 'reversal'] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.matchId, t.entryId] }),
    index('match_entries_entry').on(t.authorityId, t.entryId),
    foreignKey({
      name: 'match_entries_match',
      columns: [t.authorityId, t.matchId],
      foreignColumns: [matches.authorityId, matches.matchId],
    }),
    check('match_entries_role', sql`${t.role} in ('posted', 'found', 'reversal')`),
  ],
);

/** How much of an item bank lines have taken. Never more than there is of it, and never with the other sign: an item is used once. */
export const itemUses = reconciliation.table(
  'item_uses',
  {
    authorityId: integer('authority_id').notNull(),
    itemId: text('item_id').notNull(),
    wholeMinor: minor('whole_minor').notNull(),
    usedMinor: minor('used_minor').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.itemId] }),
    check(
      'item_uses_once',
      sql`case when ${t.wholeMinor} > 0 then ${t.usedMinor} between 0 and ${t.wholeMinor} else ${t.usedMinor} between ${t.wholeMinor} and 0 end`,
    ),
  ],
);

/** Who did what to which match, and when: numbered, never changed, and all that is ever learned from. */
export const matchEvents = reconciliation.table(
  'match_events',
  {
    authorityId: integer('authority_id').notNull(),
    number: integer('number').notNull(),
    kind: text('kind', { enum: ['matched', 'undone', 'rejected'] }).notNull(),
    /** Null for a suggestion that was rejected: there was no match. */
    matchId: uuid('match_id'),
    lineId: uuid('line_id').notNull(),
    itemIds: jsonb('item_ids').$type<readonly string[]>().notNull(),
    payeeId: text('payee_id'),
    decidedBy: text('decided_by', { enum: deciders }).notNull(),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.number] }),
    index('match_events_match').on(t.authorityId, t.matchId),
    index('match_events_line').on(t.authorityId, t.lineId),
    check('match_events_kind', sql`${t.kind} in ('matched', 'undone', 'rejected')`),
    check('match_events_match_known', sql`(${t.kind} = 'rejected') = (${t.matchId} is null)`),
  ],
);
