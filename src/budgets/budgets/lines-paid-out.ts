import { and, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { type BudgetLine, findLine } from './lines.ts';
import { budgetLines, budgetRows } from './schema.ts';

/** A line with the plan and the child that its budget is for: what a direct payment agreement stands on. */
export interface LineOfPlan extends BudgetLine {
  readonly planId: string;
  readonly childId: string;
}

/** By its id or by its code. */
export async function lineOfPlan(tx: Transaction, authorityId: number, lineIdOrCode: string): Promise<LineOfPlan | undefined> {
  const line = await findLine(tx, authorityId, lineIdOrCode);
  if (line === undefined) return undefined;
  const [budget] = await tx
    .select({ planId: budgetRows.planId, childId: budgetRows.childId })
    .from(budgetRows)
    .where(and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, line.budgetId)));
  return budget === undefined ? undefined : { ...line, ...budget };
}

/** Every agreed line whose money goes to the family or to a third party for it, and is not arranged by the council. */
export async function linesPaidOut(tx: Transaction, authorityId: number): Promise<LineOfPlan[]> {
  const rows = await tx
    .select({ line: budgetLines, planId: budgetRows.planId, childId: budgetRows.childId })
    .from(budgetLines)
    .innerJoin(budgetRows, and(eq(budgetRows.authorityId, budgetLines.authorityId), eq(budgetRows.budgetId, budgetLines.budgetId)))
    .where(
      and(
        eq(budgetLines.authorityId, authorityId),
        inArray(budgetLines.mechanism, ['DIRECT_PAYMENT', 'THIRD_PARTY']),
        inArray(budgetLines.state, ['agreed', 'live']),
      ),
    );
  return rows.map(({ line: { sealed: _, authorityId: _authority, createdAt: _at, createdBy: _by, ...line }, ...plan }) => ({
    ...line,
    ...plan,
  }));
}
