import { and, asc, eq, sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { grouped } from '../../platform/grouped.ts';
import { FUNDED_THOUGH_SHORT } from '../budgets/agree-budget.ts';
import { accountsOfLines } from '../budgets/line-entries.ts';
import { shareOf } from '../budgets/rules/line-money.ts';
import { budgetLines } from '../budgets/schema.ts';
import { readShares } from '../budgets/store.ts';
import { allocatedToLine } from '../rules/budget-entries.ts';
import type { ShareAmount } from '../rules/share.ts';
import { readSources } from '../sources/store.ts';
import type { ImportDesk } from './budget-import.ts';
import { budgetImportRows, importedLines } from './schema.ts';
import { rowsOf } from './store.ts';
import { moveLines } from './write-plans.ts';

export interface LineToBook {
  readonly planReference: string;
  readonly lineReference: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly budgetId: string;
  readonly entryId: string;
}

/** Lines that an import has written and that are not booked yet, plans whole. */
export async function linesOfPlans(
  tx: Transaction,
  authorityId: number,
  importId: string,
  planReferences: readonly string[],
): Promise<LineToBook[]> {
  if (planReferences.length === 0) return [];
  return tx
    .select({
      planReference: importedLines.planReference,
      lineReference: importedLines.lineReference,
      lineId: importedLines.lineId,
      lineCode: budgetLines.lineCode,
      budgetId: importedLines.budgetId,
      entryId: importedLines.entryId,
    })
    .from(importedLines)
    .innerJoin(budgetLines, and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.lineId, importedLines.lineId)))
    .where(
      and(
        eq(importedLines.authorityId, authorityId),
        eq(importedLines.importId, importId),
        sql`${importedLines.planReference} = any(${sql.param(planReferences)}::text[])`,
      ),
    )
    .orderBy(asc(importedLines.planReference), asc(importedLines.lineReference));
}

/**
 * Gives lines their money in one call of the book. Done again it books nothing twice, and no line or budget is live before all are booked. A
 * refusal of the book is nobody's row at fault, and so is thrown.
 */
export async function bookLines(
  { database, ledger }: ImportDesk,
  { authorityId, importId, principal }: { readonly authorityId: number; readonly importId: string; readonly principal: string },
  planReferences: readonly string[],
  { effectiveDate, isShort }: { readonly effectiveDate: PlainDate; readonly isShort: boolean },
): Promise<void> {
  const { lines, parts, accounts } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const found = await linesOfPlans(tx, authorityId, importId, planReferences);
    const shares = await readShares(
      tx,
      authorityId,
      found.map(({ lineId }) => lineId),
    );
    const ofLine = grouped(shares, ({ lineId }) => lineId);
    const changes = found.map(({ lineId, lineCode }) => ({ lineCode, before: [], after: ofLine.get(lineId) ?? [] }));
    const partsOf = new Map<string, ShareAmount[]>(
      found.map(({ lineId, lineCode }) => [
        lineId,
        (ofLine.get(lineId) ?? []).map((share) => ({ share: shareOf(lineCode, share), amount: share.amount })),
      ]),
    );
    return { lines: found, parts: partsOf, accounts: accountsOfLines(changes, await readSources(tx, authorityId)) };
  });
  if (lines.length === 0) return;
  const opened = await ledger.openAccounts({ authorityId, principal }, accounts);
  if (!opened.ok) throw new Error(`The accounts of the import ${importId} cannot be opened: ${opened.refusal.code}`);
  const override = isShort ? { override: FUNDED_THOUGH_SHORT } : {};
  // One call of the book, each entry by itself: linked ones are judged one after the other, and what is refused here is nobody's to keep whole.
  const results = await ledger.post(
    authorityId,
    lines.map(({ lineId, entryId }) => ({
      kind: 'entry' as const,
      id: entryId,
      principal,
      entry: { ...allocatedToLine({ effectiveDate, parts: parts.get(lineId) ?? [] }), ...override },
    })),
  );
  const refusal = results.find((result) => !result.ok);
  if (refusal !== undefined && !refusal.ok) throw new Error(`The book does not take the import ${importId}: ${refusal.refusal.code}`);
  await inTransaction(database, { authorityId }, async (tx) => {
    await moveLines(
      tx,
      authorityId,
      { lineIds: lines.map(({ lineId }) => lineId), budgetIds: [...new Set(lines.map(({ budgetId }) => budgetId))] },
      'live',
    );
    await tx
      .update(budgetImportRows)
      .set({ state: 'booked', sealed: null })
      .where(
        and(
          rowsOf(authorityId, importId),
          eq(budgetImportRows.state, 'written'),
          // The lines that were booked and no others: another run may be writing more of the same plans.
          sql`(${budgetImportRows.planReference}, ${budgetImportRows.lineReference}) in (select * from unnest(
            ${sql.param(lines.map((line) => line.planReference))}::text[], ${sql.param(lines.map((line) => line.lineReference))}::text[]))`,
        ),
      );
  });
}
