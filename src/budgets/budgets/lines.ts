import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { WeightedShare } from '../rules/share.ts';
import { shareOf } from './rules/line-money.ts';
import { type LineRow, readLineById, readLines, readLinesByCode, readShares, type ShareRow } from './store.ts';

/** What the rooms beside and above may know of a line: clear facts, no words. */
export type BudgetLine = Omit<LineRow, 'sealed' | 'authorityId' | 'createdAt' | 'createdBy'>;

export async function linesOfBudget(tx: Transaction, authorityId: number, budgetId: string): Promise<BudgetLine[]> {
  return (await readLines(tx, authorityId, budgetId)).map(shown);
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** By its id or by its code. */
export async function findLine(tx: Transaction, authorityId: number, lineIdOrCode: string): Promise<BudgetLine | undefined> {
  const row = UUID.test(lineIdOrCode)
    ? await readLineById(tx, authorityId, lineIdOrCode)
    : (await readLinesByCode(tx, authorityId, [lineIdOrCode]))[0];
  return row === undefined ? undefined : shown(row);
}

/**
 * Who pays for a line, year by year, with weights that cut any sum of it: over all years, or over the shares of one year alone. Where one
 * source pays, the weight is the amount.
 */
export async function sharesOfLine(
  tx: Transaction,
  authorityId: number,
  line: Pick<LineRow, 'lineId' | 'lineCode'>,
): Promise<WeightedShare[]> {
  return weighted(line.lineCode, await readShares(tx, authorityId, [line.lineId]));
}

function weighted(lineCode: string, shares: readonly ShareRow[]): WeightedShare[] {
  return shares.map((share) => {
    const ofYear = shares.filter(({ financialYear }) => financialYear === share.financialYear);
    const amountOfYear = ofYear.reduce((sum, { amount }) => sum + amount, 0n);
    return { share: shareOf(lineCode, share), weight: share.weight * amountOfYear };
  });
}

function shown({ sealed: _, authorityId: _authority, createdAt: _at, createdBy: _by, ...line }: LineRow): BudgetLine {
  return line;
}
