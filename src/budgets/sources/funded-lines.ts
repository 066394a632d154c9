import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { budgetLines, lineShares } from '../budgets/schema.ts';
import { sourcesOpenTo } from './list-sources.ts';
import { readSource } from './store.ts';

/** Where a page ended. */
export interface FundedPlace {
  readonly lineCode: string;
}

/**
 * What a source pays for, by opaque line codes: a partner reads the lines that it funds and no family. Whoever may not see the source is told
 * that there is none.
 */
export async function fundedLines(
  { database }: BudgetRoom,
  caller: Caller,
  sourceCode: string,
  { after, limit }: { readonly after: FundedPlace | undefined; readonly limit: number },
): Promise<Result<Awaited<ReturnType<typeof readPage>>, { readonly code: 'source-not-found' }>> {
  const open = sourcesOpenTo(caller);
  if (open !== undefined && !open.includes(sourceCode)) return refused({ code: 'source-not-found' });
  const { authorityId } = caller;
  return inTransaction(database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    if ((await readSource(tx, authorityId, sourceCode)) === undefined) return refused({ code: 'source-not-found' });
    return accepted(await readPage(tx, authorityId, sourceCode, { after, limit }));
  });
}

/** One row for each line: its years stand together, so a page never cuts a line in two. */
async function readPage(
  tx: Transaction,
  authorityId: number,
  sourceCode: string,
  { after, limit }: { readonly after: FundedPlace | undefined; readonly limit: number },
) {
  const lines = await tx
    .selectDistinct({
      lineId: budgetLines.lineId,
      lineCode: budgetLines.lineCode,
      kind: budgetLines.kind,
      state: budgetLines.state,
      from: budgetLines.from,
      until: budgetLines.until,
    })
    .from(budgetLines)
    .innerJoin(lineShares, and(eq(lineShares.authorityId, budgetLines.authorityId), eq(lineShares.lineId, budgetLines.lineId)))
    .where(
      and(
        eq(budgetLines.authorityId, authorityId),
        eq(lineShares.sourceCode, sourceCode),
        after === undefined ? undefined : gt(budgetLines.lineCode, after.lineCode),
      ),
    )
    .orderBy(asc(budgetLines.lineCode))
    .limit(limit);
  if (lines.length === 0) return [];
  const shares = await tx
    .select()
    .from(lineShares)
    .where(
      and(
        eq(lineShares.authorityId, authorityId),
        eq(lineShares.sourceCode, sourceCode),
        inArray(
          lineShares.lineId,
          lines.map(({ lineId }) => lineId),
        ),
      ),
    )
    .orderBy(asc(lineShares.financialYear));
  return lines.map(({ lineId, ...line }) => ({ ...line, shares: shares.filter((share) => share.lineId === lineId) }));
}
