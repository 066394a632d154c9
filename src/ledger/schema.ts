import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, instant, pence } from '../platform/database/columns.ts';

/**
 * The books. Every key begins with the authority, no number is global, and no table refers to another authority's rows: the same tables
 * distribute by authority when one machine is outgrown. Amounts are signed pence: a debit is positive, a credit negative.
 */
export const ledger = pgSchema('ledger');

const authority = () => integer('authority_id').notNull();
const blockSeq = () => bigint('block_seq', { mode: 'bigint' }).notNull();

/** One book per authority: its row is the head of the chain and the one lock every posting call takes. */
export const books = ledger.table('books', {
  authorityId: integer('authority_id').primaryKey(),
  currency: text('currency').notNull(),
  nextAccountId: integer('next_account_id').notNull(),
  nextDimensionId: integer('next_dimension_id').notNull(),
  blockSeq: blockSeq(),
  blockHash: bytea('block_hash').notNull(),
  recordedAt: instant('recorded_at').notNull(),
});

export const accounts = ledger.table(
  'accounts',
  {
    authorityId: authority(),
    accountId: integer('account_id').notNull(),
    code: text('code').notNull(),
    class: text('class').notNull(),
    /** 0 budget, 1 actual, 2 memo: each side of an entry balances by itself. */
    side: smallint('side').notNull(),
    /** +1 when the account grows by debits, -1 when it grows by credits. */
    normalSide: smallint('normal_side').notNull(),
    currency: text('currency').notNull(),
    opensOn: date('opens_on').notNull(),
    closesOn: date('closes_on'),
    /** In the normal direction, holds taken off: no entry may bring the account below it. */
    floor: pence('floor'),
    ceiling: pence('ceiling'),
    /** An officer's dated permission to go lower than the floor. */
    loweredFloor: pence('lowered_floor'),
    loweredFloorUntil: date('lowered_floor_until'),
    /** Whether any watch looks at it; saves the posting call a look when none does. */
    watched: boolean('watched').notNull(),
    dimensionId: integer('dimension_id').notNull(),
    /** How often it was changed since it was opened; its ETag, so that two officers do not overwrite each other. */
    revision: integer('revision').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.accountId] }),
    unique('accounts_code').on(t.authorityId, t.code),
    check('accounts_class', sql`${t.class} in ('asset', 'liability', 'equity', 'income', 'expense')`),
    check('accounts_side', sql`${t.side} in (0, 1, 2)`),
    check('accounts_normal_side', sql`${t.normalSide} in (-1, 1)`),
    check('accounts_life', sql`${t.closesOn} is null or ${t.closesOn} >= ${t.opensOn}`),
    check('accounts_limits', sql`${t.floor} is null or ${t.ceiling} is null or ${t.floor} <= ${t.ceiling}`),
    check('accounts_lowered_floor', sql`(${t.loweredFloor} is null) = (${t.loweredFloorUntil} is null)`),
  ],
);

/** The narrow hot row, apart from the wide account: one update for each touched account in a call, and no index on what changes. */
export const accountBalances = ledger.table(
  'account_balances',
  {
    authorityId: authority(),
    accountId: integer('account_id').notNull(),
    version: bigint('version', { mode: 'bigint' }).notNull(),
    posted: pence('posted').notNull(),
    pendingDebit: pence('pending_debit').notNull(),
    pendingCredit: pence('pending_credit').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.accountId] }),
    check('account_balances_pending', sql`${t.pendingDebit} >= 0 and ${t.pendingCredit} >= 0`),
  ],
);

/** What a posting is about, interned: share, stream, source, financial year, cost centre and subjective code. Dimension 0 is "none". */
export const dimensions = ledger.table(
  'dimensions',
  {
    authorityId: authority(),
    dimensionId: integer('dimension_id').notNull(),
    share: text('share'),
    stream: text('stream'),
    source: text('source'),
    financialYear: text('financial_year'),
    costCentre: text('cost_centre'),
    subjective: text('subjective'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.dimensionId] }),
    unique('dimensions_content')
      .on(t.authorityId, t.share, t.stream, t.source, t.financialYear, t.costCentre, t.subjective)
      .nullsNotDistinct(),
    check('dimensions_stream', sql`${t.stream} is null or ${t.stream} in ('EDUCATION', 'HEALTH', 'CARE')`),
  ],
);

/** Journal entries and the steps of holds: whatever was asked of the book, with the id that makes it happen once. Never changed. */
export const entries = ledger.table(
  'entries',
  {
    authorityId: authority(),
    entryId: uuid('entry_id').notNull(),
    kind: smallint('kind').notNull(),
    effectiveDate: date('effective_date').notNull(),
    blockSeq: blockSeq(),
    /** Position in the block, from 1. */
    ordinal: integer('ordinal').notNull(),
    /** The entry's postings are elements first_leg .. first_leg + legs - 1 of its block's arrays. */
    firstLeg: integer('first_leg').notNull(),
    legs: integer('legs').notNull(),
    fingerprint: bytea('fingerprint').notNull(),
    principal: text('principal').notNull(),
    reference: text('reference'),
    description: text('description'),
    override: text('override'),
    reverses: uuid('reverses'),
    holdId: uuid('hold_id'),
    holdAmount: pence('hold_amount'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.entryId] }),
    index('entries_reverses').on(t.authorityId, t.reverses).where(sql`${t.reverses} is not null`),
    index('entries_hold').on(t.authorityId, t.holdId).where(sql`${t.holdId} is not null`),
    index('entries_reference').on(t.authorityId, t.reference).where(sql`${t.reference} is not null`),
  ],
);

/** One leg of an entry. The key is the account's history in order, so a statement page and a balance at a recorded time are one probe. */
export const postings = ledger.table(
  'postings',
  {
    authorityId: authority(),
    accountId: integer('account_id').notNull(),
    blockSeq: blockSeq(),
    version: bigint('version', { mode: 'bigint' }).notNull(),
    amount: pence('amount').notNull(),
    balanceAfter: pence('balance_after').notNull(),
    entryId: uuid('entry_id').notNull(),
    effectiveDate: date('effective_date').notNull(),
    dimensionId: integer('dimension_id').notNull(),
    leg: smallint('leg').notNull(),
    side: smallint('side').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.accountId, t.blockSeq, t.version] }), check('postings_amount', sql`${t.amount} <> 0`)],
);

/** Debits and credits of an account on an effective date: a back-dated posting costs one row, however long the history is. */
export const dayTotals = ledger.table(
  'day_totals',
  {
    authorityId: authority(),
    accountId: integer('account_id').notNull(),
    effectiveDate: date('effective_date').notNull(),
    debit: pence('debit').notNull(),
    credit: pence('credit').notNull(),
    postings: integer('postings').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.accountId, t.effectiveDate] })],
);

/** Money set aside between two accounts until it is posted (all or part), voided or expired. */
export const holds = ledger.table(
  'holds',
  {
    authorityId: authority(),
    holdId: uuid('hold_id').notNull(),
    debitAccountId: integer('debit_account_id').notNull(),
    creditAccountId: integer('credit_account_id').notNull(),
    dimensionId: integer('dimension_id').notNull(),
    amount: pence('amount').notNull(),
    captured: pence('captured').notNull(),
    /** 1 pending, 2 posted, 3 voided, 4 expired. */
    state: smallint('state').notNull(),
    effectiveDate: date('effective_date').notNull(),
    expiresAt: instant('expires_at'),
    currency: text('currency').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.holdId] }),
    index('holds_expiry').on(t.authorityId, t.expiresAt).where(sql`${t.state} = 1`),
    check('holds_captured', sql`${t.captured} >= 0 and ${t.captured} <= ${t.amount} and ${t.amount} > 0`),
    check('holds_state', sql`${t.state} in (1, 2, 3, 4)`),
  ],
);

/** One block per call, sealed in the same statement: entry ids and digests in order, the legs they point to, and the hash over all. */
export const blocks = ledger.table(
  'blocks',
  {
    authorityId: authority(),
    blockSeq: blockSeq(),
    recordedAt: instant('recorded_at').notNull(),
    previousHash: bytea('previous_hash').notNull(),
    hash: bytea('hash').notNull(),
    entryIds: uuid('entry_ids').array().notNull(),
    entryDigests: bytea('entry_digests').array().notNull(),
    legAccounts: integer('leg_accounts').array().notNull(),
    legVersions: bigint('leg_versions', { mode: 'bigint' }).array().notNull(),
    auditDigest: bytea('audit_digest').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.blockSeq] }), index('blocks_recorded_at').on(t.authorityId, t.recordedAt, t.blockSeq)],
);

/** Who did what to the book, in words for machines; sealed with the block. Postings are one row for each principal and call. */
export const auditEvents = ledger.table(
  'audit_events',
  {
    authorityId: authority(),
    blockSeq: blockSeq(),
    ordinal: integer('ordinal').notNull(),
    principal: text('principal').notNull(),
    operation: text('operation').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.blockSeq, t.ordinal] }),
    index('audit_events_subject').on(t.authorityId, t.operation, t.subject),
  ],
);

export const entryMetadata = ledger.table(
  'entry_metadata',
  {
    authorityId: authority(),
    entryId: uuid('entry_id').notNull(),
    revision: integer('revision').notNull(),
    blockSeq: blockSeq(),
    data: jsonb('data').notNull(),
    principal: text('principal').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.entryId, t.revision] })],
);

/** A bound on an account's figure, judged once for each touched account and call. The ledger does not know what it is for. */
export const watches = ledger.table(
  'watches',
  {
    authorityId: authority(),
    watchId: uuid('watch_id').notNull(),
    accountId: integer('account_id').notNull(),
    /** 'balance' or 'available', both in the account's normal direction. */
    metric: text('metric').notNull(),
    /** 'below' or 'above'. */
    direction: text('direction').notNull(),
    bound: pence('bound').notNull(),
    clearBound: pence('clear_bound').notNull(),
    armed: boolean('armed').notNull(),
    label: text('label').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.watchId] }),
    index('watches_account').on(t.authorityId, t.accountId),
    check('watches_metric', sql`${t.metric} in ('balance', 'available')`),
    check('watches_direction', sql`${t.direction} in ('below', 'above')`),
    check(
      'watches_hysteresis',
      sql`case ${t.direction} when 'below' then ${t.clearBound} >= ${t.bound} else ${t.clearBound} <= ${t.bound} end`,
    ),
  ],
);

export const crossings = ledger.table(
  'crossings',
  {
    authorityId: authority(),
    watchId: uuid('watch_id').notNull(),
    blockSeq: blockSeq(),
    /** 'crossed' or 'cleared'. */
    kind: text('kind').notNull(),
    value: pence('value').notNull(),
    bound: pence('bound').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.watchId, t.blockSeq] }), index('crossings_block').on(t.authorityId, t.blockSeq)],
);

export const periods = ledger.table(
  'periods',
  {
    authorityId: authority(),
    periodId: text('period_id').notNull(),
    firstDay: date('first_day').notNull(),
    lastDay: date('last_day').notNull(),
    state: text('state').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.periodId] }),
    unique('periods_first_day').on(t.authorityId, t.firstDay),
    check('periods_days', sql`${t.lastDay} >= ${t.firstDay}`),
    check('periods_state', sql`${t.state} in ('open', 'soft-closed', 'closed')`),
  ],
);

/** What each account stood at when a period closed: carried forward, so that a balance at a date never reads further back. */
export const periodBalances = ledger.table(
  'period_balances',
  {
    authorityId: authority(),
    lastDay: date('last_day').notNull(),
    accountId: integer('account_id').notNull(),
    closing: pence('closing').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.accountId, t.lastDay] })],
);

/** "On this date this account stood at this amount": a bank statement's closing balance, held against the book for ever. */
export const balanceAssertions = ledger.table(
  'balance_assertions',
  {
    authorityId: authority(),
    assertionId: uuid('assertion_id').notNull(),
    accountId: integer('account_id').notNull(),
    asOf: date('as_of').notNull(),
    balance: pence('balance').notNull(),
    blockSeq: blockSeq(),
    principal: text('principal').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.assertionId] }),
    index('balance_assertions_account').on(t.authorityId, t.accountId, t.asOf),
  ],
);

/**
 * Files that were imported: a list to look them up by. What was posted, and which file each entry came from, stands in the entries and is
 * sealed with them; a row is written before the book is asked, so an import that cannot be found here has posted nothing.
 */
export const imports = ledger.table(
  'imports',
  {
    authorityId: authority(),
    importId: uuid('import_id').notNull(),
    fileSha256: bytea('file_sha256').notNull(),
    fileName: text('file_name').notNull(),
    format: text('format').notNull(),
    startedAt: instant('started_at').notNull(),
    principal: text('principal').notNull(),
    override: text('override'),
    postings: integer('postings').notNull(),
    /** One element for each entry, in the order of the file. */
    entryIds: uuid('entry_ids').array().notNull(),
    lines: integer('lines').array().notNull(),
    entryDigests: bytea('entry_digests').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.importId] }),
    index('imports_file').on(t.authorityId, t.fileSha256),
    check('imports_format', sql`${t.format} in ('hledger', 'csv')`),
  ],
);

/** Each run of the nightly ledger check and what it found. */
export const checkRuns = ledger.table(
  'check_runs',
  {
    authorityId: authority(),
    checkId: uuid('check_id').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at').notNull(),
    headBlockSeq: bigint('head_block_seq', { mode: 'bigint' }).notNull(),
    green: boolean('green').notNull(),
    findings: jsonb('findings').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.checkId] })],
);
