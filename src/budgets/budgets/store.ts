import { and, asc, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { FundedShare } from './rules/line-money.ts';
import { budgetDecisions, budgetLines, budgetRows, budgetVersions, leftOut, lineShares } from './schema.ts';

/** Statements on budgets. Callers hold the transaction; row-level security and the authority in every key are two walls. */

export type BudgetRow = typeof budgetRows.$inferSelect;
export type LineRow = typeof budgetLines.$inferSelect;
export type ShareRow = typeof lineShares.$inferSelect;
export type DecisionRow = typeof budgetDecisions.$inferSelect;
export type VersionRow = typeof budgetVersions.$inferSelect;
export type LeftOutRow = typeof leftOut.$inferSelect;

const ofBudget = (authorityId: number, budgetId: string) => and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, budgetId));

export async function insertBudget(tx: Transaction, row: typeof budgetRows.$inferInsert): Promise<void> {
  await tx.insert(budgetRows).values(row);
}

export async function readBudget(tx: Transaction, authorityId: number, budgetId: string, lock?: 'update'): Promise<BudgetRow | undefined> {
  const found = tx.select().from(budgetRows).where(ofBudget(authorityId, budgetId));
  const [row] = lock ? await found.for('update') : await found;
  return row;
}

export async function readBudgetsOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<BudgetRow[]> {
  return tx
    .select()
    .from(budgetRows)
    .where(and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.familyId, familyId)))
    .orderBy(asc(budgetRows.from), asc(budgetRows.budgetId));
}

export async function updateBudget(
  tx: Transaction,
  authorityId: number,
  budgetId: string,
  change: Partial<typeof budgetRows.$inferInsert>,
): Promise<void> {
  await tx.update(budgetRows).set(change).where(ofBudget(authorityId, budgetId));
}

export async function insertDecision(tx: Transaction, row: typeof budgetDecisions.$inferInsert): Promise<void> {
  await tx.insert(budgetDecisions).values(row);
}

/** In the order in which they were made: each left a version, and versions are numbered, whereas two may be made in one millisecond. */
export async function readDecisions(tx: Transaction, authorityId: number, budgetId: string): Promise<DecisionRow[]> {
  return tx
    .select(getTableColumns(budgetDecisions))
    .from(budgetDecisions)
    .innerJoin(
      budgetVersions,
      and(
        eq(budgetVersions.authorityId, authorityId),
        eq(budgetVersions.budgetId, budgetId),
        eq(budgetVersions.decisionId, budgetDecisions.decisionId),
      ),
    )
    .where(and(eq(budgetDecisions.authorityId, authorityId), eq(budgetDecisions.budgetId, budgetId)))
    .orderBy(asc(budgetVersions.version));
}

export async function insertVersion(tx: Transaction, row: typeof budgetVersions.$inferInsert): Promise<void> {
  await tx.insert(budgetVersions).values(row);
}

export async function readVersions(tx: Transaction, authorityId: number, budgetId: string): Promise<VersionRow[]> {
  return tx
    .select()
    .from(budgetVersions)
    .where(and(eq(budgetVersions.authorityId, authorityId), eq(budgetVersions.budgetId, budgetId)))
    .orderBy(asc(budgetVersions.version));
}

export async function readLines(tx: Transaction, authorityId: number, budgetId: string): Promise<LineRow[]> {
  return tx
    .select()
    .from(budgetLines)
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.budgetId, budgetId)))
    .orderBy(asc(budgetLines.lineCode));
}

export async function readLinesOfFamily(tx: Transaction, authorityId: number, familyId: string): Promise<LineRow[]> {
  return tx
    .select()
    .from(budgetLines)
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.familyId, familyId)))
    .orderBy(asc(budgetLines.lineCode));
}

export async function readLinesByCode(tx: Transaction, authorityId: number, codes: readonly string[]): Promise<LineRow[]> {
  if (codes.length === 0) return [];
  return tx
    .select()
    .from(budgetLines)
    .where(and(eq(budgetLines.authorityId, authorityId), inArray(budgetLines.lineCode, [...codes])));
}

export async function readLineById(tx: Transaction, authorityId: number, lineId: string): Promise<LineRow | undefined> {
  const [row] = await tx
    .select()
    .from(budgetLines)
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.lineId, lineId)));
  return row;
}

export async function readShares(tx: Transaction, authorityId: number, lineIds: readonly string[]): Promise<ShareRow[]> {
  if (lineIds.length === 0) return [];
  return tx
    .select()
    .from(lineShares)
    .where(and(eq(lineShares.authorityId, authorityId), sql`${lineShares.lineId} = any(${sql.param(lineIds)}::uuid[])`))
    .orderBy(asc(lineShares.lineId), asc(lineShares.financialYear), asc(lineShares.stream), asc(lineShares.sourceCode));
}

/** Lines in other budgets that are to pay for one of these provisions too. */
export async function linesForProvisions(
  tx: Transaction,
  authorityId: number,
  provisionIds: readonly string[],
  exceptBudgetId: string,
): Promise<LineRow[]> {
  if (provisionIds.length === 0) return [];
  return tx
    .select()
    .from(budgetLines)
    .where(
      and(
        eq(budgetLines.authorityId, authorityId),
        inArray(budgetLines.provisionId, [...provisionIds]),
        ne(budgetLines.budgetId, exceptBudgetId),
        ne(budgetLines.state, 'ended'),
      ),
    );
}

/** Before anything is agreed the lines are a draft: the new ones stand instead of all the old ones. */
export async function replaceLines(
  tx: Transaction,
  authorityId: number,
  budgetId: string,
  lines: readonly { readonly row: typeof budgetLines.$inferInsert; readonly shares: readonly FundedShare[] }[],
): Promise<void> {
  const old = await readLines(tx, authorityId, budgetId);
  const oldIds = old.map(({ lineId }) => lineId);
  if (oldIds.length > 0) {
    await tx.delete(lineShares).where(and(eq(lineShares.authorityId, authorityId), inArray(lineShares.lineId, oldIds)));
    await tx.delete(budgetLines).where(and(eq(budgetLines.authorityId, authorityId), inArray(budgetLines.lineId, oldIds)));
  }
  if (lines.length === 0) return;
  await tx.insert(budgetLines).values(lines.map(({ row }) => row));
  await tx
    .insert(lineShares)
    .values(lines.flatMap(({ row, shares }) => shares.map((share) => ({ authorityId, lineId: row.lineId, ...share }))));
}

export async function updateLine(
  tx: Transaction,
  authorityId: number,
  lineId: string,
  change: Partial<typeof budgetLines.$inferInsert>,
): Promise<void> {
  await tx
    .update(budgetLines)
    .set(change)
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.lineId, lineId)));
}

export async function keepShares(tx: Transaction, authorityId: number, lineId: string, shares: readonly FundedShare[]): Promise<void> {
  for (const share of shares) {
    await tx
      .insert(lineShares)
      .values({ authorityId, lineId, ...share })
      .onConflictDoUpdate({
        target: [lineShares.authorityId, lineShares.lineId, lineShares.sourceCode, lineShares.financialYear],
        set: { amount: share.amount },
      });
  }
}

export async function replaceLeftOut(
  tx: Transaction,
  authorityId: number,
  budgetId: string,
  rows: readonly (typeof leftOut.$inferInsert)[],
): Promise<void> {
  await tx.delete(leftOut).where(and(eq(leftOut.authorityId, authorityId), eq(leftOut.budgetId, budgetId)));
  if (rows.length > 0) await tx.insert(leftOut).values([...rows]);
}

export async function readLeftOut(tx: Transaction, authorityId: number, budgetId: string): Promise<LeftOutRow[]> {
  return tx
    .select()
    .from(leftOut)
    .where(and(eq(leftOut.authorityId, authorityId), eq(leftOut.budgetId, budgetId)))
    .orderBy(asc(leftOut.createdAt), asc(leftOut.leftOutId));
}
