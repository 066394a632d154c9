import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { importProgress, statementFiles, statementImports } from '../schema.ts';
import type { StatementImport } from './import.ts';

type ImportRow = typeof statementImports.$inferSelect;

export function importKey(authorityId: number, importId: string) {
  return and(eq(statementImports.authorityId, authorityId), eq(statementImports.importId, importId));
}

export interface ImportsQuery {
  /** The last one of the page before. */
  readonly before?: { readonly openedAt: Date; readonly importId: string };
  readonly limit?: number;
}

export async function findImport(database: Database, authorityId: number, importId: string): Promise<StatementImport | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => importIn(tx, authorityId, importId));
}

export async function importIn(tx: Transaction, authorityId: number, importId: string): Promise<StatementImport | undefined> {
  const [found] = await selectImports(tx).where(importKey(authorityId, importId));
  return found && importOf(found);
}

/** Newest first. */
export async function listImports(
  database: Database,
  authorityId: number,
  { before, limit = 100 }: ImportsQuery = {},
): Promise<StatementImport[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const { openedAt, importId } = statementImports;
    const from = before && or(lt(openedAt, before.openedAt), and(eq(openedAt, before.openedAt), lt(importId, before.importId)));
    const rows = await selectImports(tx)
      .where(and(eq(statementImports.authorityId, authorityId), from))
      .orderBy(desc(openedAt), desc(importId))
      .limit(limit);
    return rows.map(importOf);
  });
}

/** The import that has these bytes in the books, or is bringing them in. */
export async function liveImportOfFile(tx: Transaction, authorityId: number, fileId: string): Promise<string | undefined> {
  const rows = await tx
    .select({ importId: statementImports.importId, state: statementImports.state })
    .from(statementImports)
    .where(and(eq(statementImports.authorityId, authorityId), eq(statementImports.fileId, fileId)));
  return rows.find(({ state }) => state === 'importing' || state === 'imported')?.importId;
}

function selectImports(tx: Transaction) {
  return tx
    .select({ row: statementImports, fileName: statementFiles.fileName, fileBytes: statementFiles.bytes, progress: importProgress })
    .from(statementImports)
    .innerJoin(
      statementFiles,
      and(eq(statementFiles.authorityId, statementImports.authorityId), eq(statementFiles.fileId, statementImports.fileId)),
    )
    .leftJoin(
      importProgress,
      and(eq(importProgress.authorityId, statementImports.authorityId), eq(importProgress.importId, statementImports.importId)),
    )
    .$dynamic();
}

interface FoundImport {
  readonly row: ImportRow;
  readonly fileName: string;
  readonly fileBytes: bigint;
  readonly progress: typeof importProgress.$inferSelect | null;
}

function importOf({ row, fileName, fileBytes, progress }: FoundImport): StatementImport {
  const { importId, fileId, state, choices, openedBy, openedAt } = row;
  return {
    importId,
    fileId,
    fileName,
    fileBytes,
    state,
    choices,
    openedBy,
    openedAt,
    ...(row.preview !== null && { preview: row.preview }),
    ...(row.refusal !== null && { refusal: row.refusal }),
    ...(row.linesNew !== null && { linesNew: row.linesNew }),
    ...(row.linesKnown !== null && { linesKnown: row.linesKnown }),
    ...(row.committedBy !== null && { committedBy: row.committedBy }),
    ...(row.committedAt !== null && { committedAt: row.committedAt }),
    ...(row.endedAt !== null && { endedAt: row.endedAt }),
    ...(row.undoneBy !== null && { undoneBy: row.undoneBy }),
    ...(row.undoneAt !== null && { undoneAt: row.undoneAt }),
    ...(progress !== null && { progress: { stage: progress.stage, bytesRead: progress.bytesRead, linesRead: progress.linesRead } }),
  };
}
