import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { budgetLines, budgetRows, lineShares } from '../budgets/schema.ts';
import type { Share } from '../rules/share.ts';

/** A line with what its position needs, and whose child it is for: clear columns only, nothing sealed is opened. */
export interface PositionLine {
  readonly lineId: string;
  readonly lineCode: string;
  readonly budgetId: string;
  readonly childId: string;
  readonly stream: Share['stream'];
  readonly mechanism: 'DIRECT_PAYMENT' | 'ARRANGEMENT' | 'THIRD_PARTY';
  readonly state: 'indicative' | 'agreed' | 'live' | 'ended';
  readonly shares: readonly Share[];
}

const columns = {
  lineId: budgetLines.lineId,
  lineCode: budgetLines.lineCode,
  budgetId: budgetLines.budgetId,
  childId: budgetRows.childId,
  lineStream: budgetLines.stream,
  mechanism: budgetLines.mechanism,
  state: budgetLines.state,
  source: lineShares.sourceCode,
  financialYear: lineShares.financialYear,
  stream: lineShares.stream,
  costCentre: lineShares.costCentre,
  subjective: lineShares.subjective,
};

/** All lines of a family with their shares, in one statement. */
export async function readPositionLines(tx: Transaction, authorityId: number, familyId: string): Promise<PositionLine[]> {
  const rows = await tx
    .select(columns)
    .from(budgetLines)
    .innerJoin(budgetRows, and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, budgetLines.budgetId)))
    .innerJoin(lineShares, and(eq(lineShares.authorityId, authorityId), eq(lineShares.lineId, budgetLines.lineId)))
    .where(and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.familyId, familyId)))
    .orderBy(asc(budgetLines.from), asc(budgetLines.lineCode), asc(lineShares.financialYear), asc(lineShares.sourceCode));
  const lines = new Map<string, PositionLine & { readonly shares: Share[] }>();
  for (const { source, financialYear, stream, costCentre, subjective, lineStream, ...line } of rows) {
    const known = lines.get(line.lineId) ?? { ...line, stream: lineStream, shares: [] };
    known.shares.push({ line: line.lineCode, source, financialYear, stream, costCentre, subjective });
    lines.set(line.lineId, known);
  }
  return [...lines.values()];
}

/** Where a page of shares ended. */
export interface ShareMark {
  readonly line: string;
  readonly financialYear: string;
}

/** A page of what a source pays, by lines' opaque codes: no family and no child takes part. */
export async function readSharesOfSource(
  tx: Transaction,
  authorityId: number,
  sourceCode: string,
  { after, limit }: { readonly after?: ShareMark | undefined; readonly limit: number },
): Promise<Share[]> {
  return tx
    .select({
      line: budgetLines.lineCode,
      source: lineShares.sourceCode,
      financialYear: lineShares.financialYear,
      stream: lineShares.stream,
      costCentre: lineShares.costCentre,
      subjective: lineShares.subjective,
    })
    .from(lineShares)
    .innerJoin(budgetLines, and(eq(budgetLines.authorityId, authorityId), eq(budgetLines.lineId, lineShares.lineId)))
    .where(
      and(
        eq(lineShares.authorityId, authorityId),
        eq(lineShares.sourceCode, sourceCode),
        after === undefined
          ? undefined
          : sql`(${budgetLines.lineCode}, ${lineShares.financialYear}) > (${after.line}, ${after.financialYear})`,
      ),
    )
    .orderBy(asc(budgetLines.lineCode), asc(lineShares.financialYear))
    .limit(limit);
}
