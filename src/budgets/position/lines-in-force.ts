import { and, asc, eq, inArray } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { budgetLines, budgetRows, lineShares } from '../budgets/schema.ts';
import type { Share } from '../rules/share.ts';

/** A line that money runs on, with what its course over the year is judged by: clear columns only. */
export interface LineInForce {
  readonly lineId: string;
  readonly lineCode: string;
  readonly familyId: string;
  readonly childId: string;
  readonly stream: Share['stream'];
  readonly mechanism: 'DIRECT_PAYMENT' | 'ARRANGEMENT' | 'THIRD_PARTY';
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly amount: bigint;
  readonly contingency: bigint;
  readonly termTimeOnly: boolean;
  readonly shares: readonly { readonly share: Share; readonly amount: bigint; readonly weight: bigint }[];
}

/** Every live line of an authority, or those of one family, in the order of their codes. */
export async function linesInForce(tx: Transaction, authorityId: number, familyId?: string): Promise<LineInForce[]> {
  const rows = await tx
    .select({
      lineId: budgetLines.lineId,
      lineCode: budgetLines.lineCode,
      familyId: budgetLines.familyId,
      childId: budgetRows.childId,
      lineStream: budgetLines.stream,
      mechanism: budgetLines.mechanism,
      from: budgetLines.from,
      until: budgetLines.until,
      amount: budgetLines.amount,
      contingency: budgetLines.contingency,
      termTimeOnly: budgetLines.termTimeOnly,
      source: lineShares.sourceCode,
      financialYear: lineShares.financialYear,
      stream: lineShares.stream,
      costCentre: lineShares.costCentre,
      subjective: lineShares.subjective,
      shareAmount: lineShares.amount,
      weight: lineShares.weight,
    })
    .from(budgetLines)
    .innerJoin(budgetRows, and(eq(budgetRows.authorityId, authorityId), eq(budgetRows.budgetId, budgetLines.budgetId)))
    .innerJoin(lineShares, and(eq(lineShares.authorityId, authorityId), eq(lineShares.lineId, budgetLines.lineId)))
    .where(
      and(
        eq(budgetLines.authorityId, authorityId),
        inArray(budgetLines.state, ['live']),
        familyId === undefined ? undefined : eq(budgetLines.familyId, familyId),
      ),
    )
    .orderBy(asc(budgetLines.lineCode), asc(lineShares.financialYear), asc(lineShares.sourceCode));
  const lines = new Map<string, LineInForce & { readonly shares: { share: Share; amount: bigint; weight: bigint }[] }>();
  for (const { source, financialYear, stream, costCentre, subjective, shareAmount, weight, lineStream, ...line } of rows) {
    const known = lines.get(line.lineId) ?? { ...line, stream: lineStream, shares: [] };
    const share = { line: line.lineCode, source, financialYear, stream, costCentre, subjective };
    known.shares.push({ share, amount: shareAmount, weight });
    lines.set(line.lineId, known);
  }
  return [...lines.values()];
}
