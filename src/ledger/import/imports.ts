import type { Database } from '../../platform/database/database.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import { arrayOf, arrayOfBytes } from '../array-literal.ts';
import type { ImportFormat } from './import-entry.ts';
import { undoId } from './import-ids.ts';
import type { EarlierImport } from './judge-entries.ts';

/**
 * - `not-posted`: the book refused it at the last moment; nothing of it is in, and the same file can be imported again.
 * - `partly-undone`: taking it back was interrupted; repeating it goes on.
 */
export type ImportState = 'posted' | 'not-posted' | 'partly-undone' | 'undone';

export interface Import {
  readonly importId: string;
  readonly state: ImportState;
  readonly fileName: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly fileSha256: string;
  readonly format: ImportFormat;
  readonly startedAt: Date;
  readonly principal: string;
  readonly override?: string;
  readonly entries: number;
  readonly postings: number;
}

export interface ImportDraft extends Omit<Import, 'state' | 'entries'> {
  readonly entryIds: readonly string[];
  readonly lines: readonly number[];
  readonly digests: readonly Buffer[];
}

const DEADLINE_MS = 10_000;

export async function keepImport(database: Database, authorityId: number, draft: ImportDraft): Promise<void> {
  const kept = database.sql`
    select ledger.keep_import(${authorityId}, ${draft.importId}::text::uuid, ${Buffer.from(draft.fileSha256, 'hex')}, ${draft.fileName},
      ${draft.format}, ${draft.startedAt}, ${draft.principal}, ${draft.override ?? null}, ${draft.postings}, ${arrayOf(draft.entryIds)}::text::uuid[],
      ${arrayOf(draft.lines)}::text::integer[], ${arrayOfBytes(draft.digests)}::text::bytea[])`;
  await withDeadline(DEADLINE_MS, kept);
}

export interface ImportsQuery {
  readonly importId?: string;
  readonly fileSha256?: string;
  /** The last one of the page before. */
  readonly before?: { readonly startedAt: Date; readonly importId: string };
  readonly limit?: number;
}

interface ImportRow {
  import_id: string;
  file_sha256: Buffer;
  file_name: string;
  format: ImportFormat;
  started_at: Date;
  principal: string;
  override: string | null;
  postings: number;
  entries: number;
  first_entry: string;
  last_entry: string;
  posted: boolean;
  first_reversals: string[];
  last_reversals: string[];
}

/** Newest first. */
export async function readImports(database: Database, authorityId: number, query: ImportsQuery = {}): Promise<Import[]> {
  const { importId, fileSha256, before, limit } = query;
  const rows = await withDeadline(
    DEADLINE_MS,
    database.sql<ImportRow[]>`
    select * from ledger.read_imports(${authorityId}, ${importId ?? null}::text::uuid,
      ${fileSha256 === undefined ? null : Buffer.from(fileSha256, 'hex')}::bytea, ${before?.startedAt ?? null}::timestamptz,
      ${before?.importId ?? null}::text::uuid, ${limit ?? null}::integer)`,
  );
  return rows.map((row) => ({
    importId: row.import_id,
    state: stateOf(row),
    fileName: row.file_name,
    fileSha256: Buffer.from(row.file_sha256).toString('hex'),
    format: row.format,
    startedAt: row.started_at,
    principal: row.principal,
    ...(row.override !== null && { override: row.override }),
    entries: row.entries,
    postings: row.postings,
  }));
}

/** Undoing goes from the last entry to the first: where both ends stand says how far it came. */
function stateOf({ import_id, posted, first_entry, last_entry, first_reversals, last_reversals }: ImportRow): ImportState {
  if (!posted) return 'not-posted';
  if (first_reversals.includes(undoId(import_id, first_entry))) return 'undone';
  return last_reversals.includes(undoId(import_id, last_entry)) ? 'partly-undone' : 'posted';
}

export interface ImportedEntry {
  readonly entryId: string;
  readonly line: number;
  readonly reversals: readonly string[];
}

export async function readImportedEntries(database: Database, authorityId: number, importId: string): Promise<ImportedEntry[]> {
  const rows = await withDeadline(
    DEADLINE_MS,
    database.sql<{ entry_id: string; line: number; reversals: string[] }[]>`
    select * from ledger.read_imported_entries(${authorityId}, ${importId}::text::uuid)`,
  );
  return rows.map(({ entry_id, line, reversals }) => ({ entryId: entry_id, line, reversals }));
}

/** Where entries with these digests were imported before, by digest. */
export async function findImported(
  database: Database,
  authorityId: number,
  digests: readonly Buffer[],
): Promise<ReadonlyMap<string, EarlierImport>> {
  if (digests.length === 0) return new Map();
  const rows = await withDeadline(
    DEADLINE_MS,
    database.sql<{ digest: Buffer; file_name: string; line: number }[]>`
    select * from ledger.find_imported(${authorityId}, ${arrayOfBytes(digests)}::text::bytea[])`,
  );
  return new Map(rows.map(({ digest, file_name, line }) => [Buffer.from(digest).toString('hex'), { fileName: file_name, line }]));
}
