import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { type CommandKind, kindOf } from './commands.ts';
import type { Dimension } from './rules/entry-draft.ts';

/** An entry as the book keeps it. */
export interface StoredEntry {
  readonly entryId: string;
  readonly kind: CommandKind;
  readonly effectiveDate: PlainDate;
  readonly recordedAt: Date;
  readonly blockSeq: bigint;
  readonly ordinal: number;
  readonly principal: string;
  readonly reference?: string;
  readonly description?: string;
  readonly override?: string;
  readonly reverses?: string;
  readonly holdId?: string;
  readonly holdAmount?: bigint;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly metadataRevision: number;
  readonly postings: readonly StoredPosting[];
}

export interface StoredPosting {
  /** Number of the leg, from 1; a reversal keeps the numbers of its original. */
  readonly posting: number;
  readonly account: string;
  readonly accountId: number;
  readonly currency: string;
  readonly amount: bigint;
  readonly version: bigint;
  readonly balanceAfter: bigint;
  readonly dimensionId: number;
  readonly dimension: Dimension;
}

export interface EntryRow extends DimensionRow {
  entry_id: string;
  kind: number;
  effective_date: PlainDate;
  recorded_at: Date;
  block_seq: bigint;
  ordinal: number;
  principal: string;
  reference: string | null;
  description: string | null;
  override: string | null;
  reverses: string | null;
  hold_id: string | null;
  hold_amount: bigint | null;
  metadata: Record<string, unknown> | null;
  metadata_revision: number | null;
  leg: number | null;
  account_id: number;
  account: string;
  currency: string;
  amount: bigint;
  version: bigint;
  balance_after: bigint;
  dimension_id: number;
}

export interface DimensionRow {
  share: string | null;
  stream: NonNullable<Dimension['stream']> | null;
  source: string | null;
  financial_year: string | null;
  cost_centre: string | null;
  subjective: string | null;
}

/** Entries by id, in the order asked for; unknown ids are absent. */
export async function readEntries(database: Database, authorityId: number, entryIds: readonly string[]): Promise<StoredEntry[]> {
  if (entryIds.length === 0) return [];
  const rows = await database.sql<EntryRow[]>`select * from ledger.read_entries(${authorityId}, ${JSON.stringify(entryIds)}::text::jsonb)`;
  return entriesOf(rows);
}

/** Rows of `ledger.read_entries`, one for each posting, put together again. */
export function entriesOf(rows: readonly EntryRow[]): StoredEntry[] {
  const entries: StoredEntry[] = [];
  let postings: StoredPosting[] = [];
  for (const row of rows) {
    if (entries.at(-1)?.entryId !== row.entry_id) {
      postings = [];
      entries.push(entryOf(row, postings));
    }
    if (row.leg !== null) postings.push(postingOf(row, row.leg));
  }
  return entries;
}

function entryOf(row: EntryRow, postings: StoredPosting[]): StoredEntry {
  return {
    entryId: row.entry_id,
    kind: kindOf(row.kind),
    effectiveDate: row.effective_date,
    recordedAt: row.recorded_at,
    blockSeq: row.block_seq,
    ordinal: row.ordinal,
    principal: row.principal,
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.description !== null && { description: row.description }),
    ...(row.override !== null && { override: row.override }),
    ...(row.reverses !== null && { reverses: row.reverses }),
    ...(row.hold_id !== null && { holdId: row.hold_id }),
    ...(row.hold_amount !== null && { holdAmount: row.hold_amount }),
    ...(row.metadata !== null && { metadata: row.metadata }),
    metadataRevision: row.metadata_revision ?? 0,
    postings,
  };
}

function postingOf(row: EntryRow, leg: number): StoredPosting {
  return {
    posting: leg,
    account: row.account,
    accountId: row.account_id,
    currency: row.currency,
    amount: row.amount,
    version: row.version,
    balanceAfter: row.balance_after,
    dimensionId: row.dimension_id,
    dimension: dimensionOf(row),
  };
}

export function dimensionOf(row: DimensionRow): Dimension {
  return {
    ...(row.share !== null && { share: row.share }),
    ...(row.stream !== null && { stream: row.stream }),
    ...(row.source !== null && { source: row.source }),
    ...(row.financial_year !== null && { financialYear: row.financial_year }),
    ...(row.cost_centre !== null && { costCentre: row.cost_centre }),
    ...(row.subjective !== null && { subjective: row.subjective }),
  };
}
