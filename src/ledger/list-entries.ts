import type { Database } from '../platform/database/database.ts';
import { readEntries, type StoredEntry } from './read-entries.ts';

/** A place in the chain: an entry's block and its position in it. */
export interface ChainPlace {
  readonly blockSeq: bigint;
  readonly ordinal: number;
}

export interface EntriesQuery {
  readonly reference?: string;
  readonly before?: ChainPlace;
  readonly limit: number;
}

export interface EntriesPage {
  readonly entries: StoredEntry[];
  /** Where the next page goes on; absent on the last one. */
  readonly next?: ChainPlace;
}

/** Entries as they were recorded, newest first. */
export async function listEntries(
  database: Database,
  authorityId: number,
  { reference, before, limit }: EntriesQuery,
): Promise<EntriesPage> {
  const rows = await database.sql<{ entry_id: string; block_seq: bigint; ordinal: number }[]>`
    select * from ledger.list_entries(${authorityId}, ${reference ?? null}, ${before?.blockSeq.toString() ?? null}::text::bigint, ${before?.ordinal ?? null}::integer, ${limit + 1})`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const entries = await readEntries(
    database,
    authorityId,
    page.map((row) => row.entry_id),
  );
  return { entries, ...(rows.length > limit && last && { next: { blockSeq: last.block_seq, ordinal: last.ordinal } }) };
}
