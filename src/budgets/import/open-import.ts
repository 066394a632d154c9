import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { insertMany } from '../../platform/database/insert-many.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readSources, type SourceRow } from '../sources/store.ts';
import type { BudgetImport, ImportDesk } from './budget-import.ts';
import { type TableRow, tableRows, UnreadableTable } from './csv-rows.ts';
import { findRecords } from './find-records.ts';
import { type ImportKey, newImportKey } from './import-key.ts';
import { judgeRow, planDigestOf } from './judge-row.ts';
import { type ColumnMapping, type ColumnRefusal, fieldNames, findColumns, importFields, type Places } from './rules/columns.ts';
import type { ImportedPlan, RowCells } from './rules/read-row.ts';
import type { RowFault } from './rules/row-faults.ts';
import { budgetImportFaults, budgetImportRows, budgetImports } from './schema.ts';
import { ofImport, readImport, rowsOf, updateImport } from './store.ts';

const BATCH = 500;
/** More than any council has lines, and what a preview reads in half a minute. */
const MOST_ROWS = 200_000;

export type OpenImportRefusal =
  | ColumnRefusal
  | { readonly code: 'import-file-empty' | 'import-too-long' }
  | { readonly code: 'import-unreadable'; readonly facts: { readonly line: number; readonly why: UnreadableTable['code'] } };

/**
 * Reads a file of plans and budgets as it arrives, judges every row and keeps both, so that what was previewed is what is brought in. The same
 * file with the same columns is the same import, however often it is sent; nothing is in any budget before somebody says yes.
 */
export async function openImport(
  desk: ImportDesk,
  caller: Caller,
  file: { readonly fileName: string; readonly columns: ColumnMapping; readonly content: AsyncIterable<Uint8Array> },
): Promise<Result<BudgetImport, OpenImportRefusal>> {
  const { database, clock, keyRing } = desk;
  const { authorityId, principal } = caller;
  const openedAt = clock.now();
  const importId = timeOrderedId(openedAt);
  const { key, wrapped } = newImportKey(keyRing, authorityId, importId);
  const sources = await inTransaction(database, { authorityId }, async (tx) => {
    await tx.insert(budgetImports).values({
      authorityId,
      importId,
      fileSha256: Buffer.alloc(0),
      fileName: file.fileName,
      columns: file.columns as Readonly<Record<string, string>>,
      keyRingId: wrapped.keyRingId,
      wrappedKey: wrapped.wrapped,
      state: 'arriving',
      rows: 0,
      openedBy: principal,
      openedAt,
    });
    return new Map((await readSources(tx, authorityId)).map((source) => [source.sourceCode, source]));
  });
  try {
    const staged = await stageRows(desk, { authorityId, importId, key, sources }, file);
    if (staged.ok) return accepted(await settle(desk, authorityId, importId, { ...staged.value, columns: file.columns }));
    await removeImport(desk, authorityId, importId);
    return staged;
  } catch (error) {
    await removeImport(desk, authorityId, importId);
    if (error instanceof UnreadableTable) return refused({ code: 'import-unreadable', facts: { line: error.line, why: error.code } });
    throw error;
  }
}

interface Staging {
  readonly authorityId: number;
  readonly importId: string;
  readonly key: ImportKey;
  readonly sources: ReadonlyMap<string, SourceRow>;
}

async function stageRows(
  { database, keyRing }: ImportDesk,
  staging: Staging,
  { columns, content }: { readonly columns: ColumnMapping; readonly content: AsyncIterable<Uint8Array> },
): Promise<Result<{ readonly rows: number; readonly sha256: Buffer }, OpenImportRefusal>> {
  const { authorityId } = staging;
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const bytes of content) {
      hash.update(bytes);
      yield bytes;
    }
  }
  let places: Places | undefined;
  let width = 0;
  let rows = 0;
  let waiting: StagedRow[] = [];
  const write = async () => {
    const read = waiting;
    waiting = [];
    rows += read.length;
    await inTransaction(database, { authorityId }, async (tx) => {
      const recordOf = await findRecords(
        { tx, keyRing, authorityId },
        read.flatMap(({ plan }) => plan ?? []),
      );
      const batch = read.map((row) => heldAgainst(row, recordOf));
      await insertMany(
        tx,
        budgetImportRows,
        batch.map(({ row }) => row),
      );
      await insertMany(
        tx,
        budgetImportFaults,
        batch.flatMap((each) => each.faults),
        sql`on conflict do nothing`,
      );
    });
  };
  for await (const row of tableRows(hashed())) {
    if (places === undefined) {
      const found = findColumns(row.cells.map(withoutMark), columns);
      if (!found.ok) return found;
      places = found.value;
      width = row.cells.length;
      continue;
    }
    waiting.push(stagedRow(staging, row, { places, width }));
    if (waiting.length === BATCH) await write();
    if (rows > MOST_ROWS) return refused({ code: 'import-too-long' });
  }
  if (waiting.length > 0) await write();
  return rows === 0 ? refused({ code: 'import-file-empty' }) : accepted({ rows, sha256: hash.digest() });
}

interface StagedRow {
  /** Of a good row. */
  readonly plan: ImportedPlan | undefined;
  readonly row: typeof budgetImportRows.$inferInsert;
  readonly faults: readonly (typeof budgetImportFaults.$inferInsert)[];
}

function stagedRow(
  { authorityId, importId, key, sources }: Staging,
  { line, cells: row }: TableRow,
  { places, width }: { readonly places: Places; readonly width: number },
): StagedRow {
  const cells: RowCells = Object.fromEntries(
    fieldNames.flatMap((field) => (places[field] === undefined ? [] : [[field, row[places[field]] ?? '']])),
  );
  const shape = shapeFault(row, width);
  const { judged, faults } = shape === undefined ? judgeRow(cells, sources) : { judged: undefined, faults: [shape] };
  return {
    plan: judged?.row.plan,
    row: {
      authorityId,
      importId,
      line,
      planReference: storable(cells.planReference),
      lineReference: storable(cells.lineReference),
      planDigest: planDigestOf(cells),
      state: judged === undefined ? 'bad' : 'good',
      shares: Object.fromEntries(
        (judged?.line.shares ?? []).map(({ sourceCode, financialYear, amount }) => [`${sourceCode}:${financialYear}`, `${amount}`]),
      ),
      amount: judged?.row.line.amount ?? 0n,
      // A bad row is never written anywhere, so nothing of it is kept.
      sealed: judged === undefined ? null : key.seal(cells, line),
    },
    faults: faults.map((fault) => ({ authorityId, importId, line, ...fault })),
  };
}

/** A row that names a record which is not there, or not that child's, is bad like any other. */
function heldAgainst(staged: StagedRow, recordOf: Awaited<ReturnType<typeof findRecords>>): StagedRow {
  const found = staged.plan === undefined ? undefined : recordOf(staged.plan);
  if (found === undefined || !('code' in found)) return staged;
  const { authorityId, importId, line } = staged.row;
  const fault = { authorityId, importId, line, column: importFields[found.field].header, code: found.code };
  return { plan: undefined, row: { ...staged.row, state: 'bad', shares: {}, amount: 0n, sealed: null }, faults: [fault] };
}

function shapeFault(cells: readonly string[], width: number): RowFault | undefined {
  if (cells.length === width) return undefined;
  return { column: '', code: cells.length < width ? 'cells-missing' : 'cells-too-many' };
}

const storable = (text = '') => text.trim().slice(0, 200).toWellFormed();

/** A byte order mark in front of the first header is no part of its name. */
const withoutMark = (header: string) => header.replace(/^\uFEFF/, '');

/** What only the whole file tells: rows that come twice, plans told in two ways, and lines that an earlier import brought. */
async function settle(
  { database }: ImportDesk,
  authorityId: number,
  importId: string,
  { rows, sha256, columns }: { readonly rows: number; readonly sha256: Buffer; readonly columns: ColumnMapping },
): Promise<BudgetImport> {
  return inTransaction(database, { authorityId }, async (tx) => {
    // Two who send the same file at once take turns here; the second finds the first.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('budgets.imports'), ${authorityId})`);
    const [same] = await tx
      .select({ importId: budgetImports.importId })
      .from(budgetImports)
      .where(
        and(
          eq(budgetImports.authorityId, authorityId),
          eq(budgetImports.fileSha256, sha256),
          sql`${budgetImports.columns} = ${JSON.stringify(columns)}::jsonb`,
          sql`${budgetImports.state} not in ('arriving', 'undone')`,
        ),
      )
      .limit(1);
    if (same !== undefined) {
      await deleteImport(tx, authorityId, importId);
      return (await readImport(tx, authorityId, same.importId)) as BudgetImport;
    }
    await markRows(tx, authorityId, importId);
    await updateImport(tx, authorityId, importId, { state: 'previewed', fileSha256: sha256, rows });
    return (await readImport(tx, authorityId, importId)) as BudgetImport;
  });
}

async function markRows(tx: Transaction, authorityId: number, importId: string): Promise<void> {
  const own = sql`r.authority_id = ${authorityId} and r.import_id = ${importId} and r.state = 'good'`;
  const ordered = sql`select r.line, row_number() over (partition by r.plan_reference, r.line_reference order by r.line) as turn,
                             r.plan_digest <> coalesce(p.plan_digest, first_value(r.plan_digest) over (partition by r.plan_reference order by r.line)) as differs
                        from budgets.budget_import_rows r
                        left join budgets.imported_plans p on p.authority_id = r.authority_id and p.plan_reference = r.plan_reference
                       where ${own}`;
  await tx.execute(sql`
    insert into budgets.budget_import_faults (authority_id, import_id, line, column_name, code)
    select ${authorityId}, ${importId}, o.line,
           case when o.differs then ${importFields.planReference.header} else ${importFields.lineReference.header} end,
           case when o.differs then 'plan-differs' else 'duplicate-row' end
      from (${ordered}) o where o.turn > 1 or o.differs`);
  await tx.execute(sql`
    update budgets.budget_import_rows r set state = 'bad', sealed = null
     where ${own} and exists (select from budgets.budget_import_faults f
                               where f.authority_id = r.authority_id and f.import_id = r.import_id and f.line = r.line)`);
  await tx.execute(sql`
    update budgets.budget_import_rows r set state = 'known', sealed = null
     where ${own} and exists (select from budgets.imported_lines l where l.authority_id = r.authority_id
                                 and l.plan_reference = r.plan_reference and l.line_reference = r.line_reference)`);
}

function removeImport({ database }: ImportDesk, authorityId: number, importId: string): Promise<void> {
  return inTransaction(database, { authorityId }, (tx) => deleteImport(tx, authorityId, importId));
}

async function deleteImport(tx: Transaction, authorityId: number, importId: string): Promise<void> {
  await tx
    .delete(budgetImportFaults)
    .where(and(eq(budgetImportFaults.authorityId, authorityId), eq(budgetImportFaults.importId, importId)));
  await tx.delete(budgetImportRows).where(rowsOf(authorityId, importId));
  await tx.delete(budgetImports).where(ofImport(authorityId, importId));
}
