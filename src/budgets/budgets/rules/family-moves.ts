import type { FinancialYear } from '../../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { roundHalfUp } from '../../../platform/money/round.ts';
import { budgetPolicyOn } from './budget-policy.ts';

export interface EarlierMove {
  readonly financialYear: FinancialYear;
  readonly fromLine: string;
  readonly amount: bigint;
}

/**
 * How much more of a line the family may move by itself this year: a share of the line, at most a sum, less what it has moved already. Above
 * that somebody looks at it first. In pence; never below nothing.
 */
export function leftToMove(
  line: { readonly lineCode: string; readonly amount: bigint },
  earlier: readonly EarlierMove[],
  financialYear: FinancialYear,
  on: PlainDate,
): bigint {
  const moved = earlier
    .filter((move) => move.fromLine === line.lineCode && move.financialYear === financialYear)
    .reduce((sum, { amount }) => sum + amount, 0n);
  // The line was larger before it gave: the share is of what it had.
  const share = roundHalfUp((line.amount + moved) * BigInt(budgetPolicyOn('family-move-percent', on)), 100n);
  const most = BigInt(budgetPolicyOn('family-move-pence', on));
  const left = (share < most ? share : most) - moved;
  return left > 0n ? left : 0n;
}
