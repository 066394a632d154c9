import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { BudgetImport } from './budget-import.ts';
import type { RowFault } from './rules/row-faults.ts';
import { budgetImportFaults, budgetImportRows, budgetImports } from './schema.ts';

/** Statements on imports. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type ImportRow = typeof budgetImports.$inferSelect;

export const ofImport = (authorityId: number, importId: string) =>
  and(eq(budgetImports.authorityId, authorityId), eq(budgetImports.importId, importId));
export const rowsOf = (authorityId: number, importId: string) =>
  and(eq(budgetImportRows.authorityId, authorityId), eq(budgetImportRows.importId, importId));

export async function readImportRow(
  tx: Transaction,
  authorityId: number,
  importId: string,
  lock?: 'update',
): Promise<ImportRow | undefined> {
  const found = tx.select().from(budgetImports).where(ofImport(authorityId, importId));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function updateImport(
  tx: Transaction,
  authorityId: number,
  importId: string,
  change: Partial<typeof budgetImports.$inferInsert>,
): Promise<void> {
  await tx.update(budgetImports).set(change).where(ofImport(authorityId, importId));
}

const NO_ROWS = { good: 0, known: 0, bad: 0, written: 0, booked: 0, undone: 0 };

/** An import with what became of its rows; undefined while its file is still arriving. */
export async function readImport(tx: Transaction, authorityId: number, importId: string): Promise<BudgetImport | undefined> {
  const row = await readImportRow(tx, authorityId, importId);
  if (row === undefined || row.state === 'arriving') return undefined;
  const counted = await tx
    .select({ state: budgetImportRows.state, rows: sql<number>`count(*)::integer` })
    .from(budgetImportRows)
    .where(rowsOf(authorityId, importId))
    .groupBy(budgetImportRows.state);
  const [sums] = await tx
    .select({
      plans: sql<number>`count(distinct ${budgetImportRows.planReference})::integer`,
      amount: sql<string>`coalesce(sum(${budgetImportRows.amount}), 0)::text`,
    })
    .from(budgetImportRows)
    .where(and(rowsOf(authorityId, importId), sql`${budgetImportRows.state} in ('good', 'written', 'booked')`));
  return {
    importId,
    fileName: row.fileName,
    fileSha256: row.fileSha256.toString('hex'),
    columns: row.columns,
    state: row.state,
    ...(row.take !== null && { take: row.take }),
    rows: row.rows,
    counts: { ...NO_ROWS, ...Object.fromEntries(counted.map((each) => [each.state, each.rows])) },
    plans: sums?.plans ?? 0,
    amount: BigInt(sums?.amount ?? '0'),
    openedBy: row.openedBy,
    openedAt: row.openedAt,
    ...(row.committedBy !== null && { committedBy: row.committedBy }),
    ...(row.committedAt !== null && { committedAt: row.committedAt }),
    ...(row.endedAt !== null && { endedAt: row.endedAt }),
    ...(row.undoneBy !== null && { undoneBy: row.undoneBy }),
    ...(row.undoneAt !== null && { undoneAt: row.undoneAt }),
  };
}

/** Newest first. */
export async function listImportIds(tx: Transaction, authorityId: number, before: string | undefined, limit: number): Promise<string[]> {
  const rows = await tx
    .select({ importId: budgetImports.importId })
    .from(budgetImports)
    .where(
      and(
        eq(budgetImports.authorityId, authorityId),
        sql`${budgetImports.state} <> 'arriving'`,
        before === undefined ? undefined : lt(budgetImports.importId, before),
      ),
    )
    .orderBy(desc(budgetImports.importId))
    .limit(limit);
  return rows.map(({ importId }) => importId);
}

export async function readFaults(
  tx: Transaction,
  authorityId: number,
  importId: string,
  { after = 0, limit }: { readonly after?: number; readonly limit: number },
): Promise<(RowFault & { readonly line: number })[]> {
  const rows = await tx
    .select()
    .from(budgetImportFaults)
    .where(
      and(eq(budgetImportFaults.authorityId, authorityId), eq(budgetImportFaults.importId, importId), gt(budgetImportFaults.line, after)),
    )
    .orderBy(asc(budgetImportFaults.line), asc(budgetImportFaults.column))
    .limit(limit);
  return rows.map(({ line, column, code }) => ({ line, column, code: code as RowFault['code'] }));
}

/** What the good rows give in all, by source and year. */
export async function givenBySource(
  tx: Transaction,
  authorityId: number,
  importId: string,
): Promise<{ readonly source: string; readonly financialYear: string; readonly given: bigint }[]> {
  const { rows } = await tx.execute<{ pot: string; given: string }>(sql`
    select s.key as pot, sum(s.value::bigint)::text as given
      from ${budgetImportRows} r cross join lateral jsonb_each_text(r.shares) s
     where r.authority_id = ${authorityId} and r.import_id = ${importId} and r.state = 'good'
     group by s.key order by s.key`);
  return rows.map(({ pot, given }) => {
    const [source = '', financialYear = ''] = pot.split(':');
    return { source, financialYear, given: BigInt(given) };
  });
}
