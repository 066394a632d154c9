import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { pendingStepOf } from '../booking/index.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import type { BudgetState } from './rules/budget-words.ts';
import { type BudgetRow, type LineRow, readBudget, readLines, readShares, type ShareRow } from './store.ts';

/** Which budget of which family, in which version the caller has read it. */
export interface BudgetAsRead {
  readonly familyId: string;
  readonly budgetId: string;
  readonly ifMatch: string;
}

export interface BudgetAtHand {
  readonly budget: BudgetRow;
  readonly lines: readonly LineRow[];
  readonly shares: readonly ShareRow[];
}

export type BudgetAtHandRefusal =
  | VersionStale
  | { readonly code: 'record-not-found' | 'change-under-way' }
  | { readonly code: 'budget-state'; readonly state: BudgetState; readonly needed: readonly BudgetState[] };

/**
 * The budget to be changed, under lock: the caller's to know of, in the version that they read, in one of the states that the change needs,
 * and with no booking of it under way.
 */
export async function budgetAtHand(
  tx: Transaction,
  caller: Caller,
  { familyId, budgetId, ifMatch }: BudgetAsRead,
  needed: readonly BudgetState[],
): Promise<Result<BudgetAtHand, BudgetAtHandRefusal>> {
  const { authorityId } = caller;
  const budget = await readBudget(tx, authorityId, budgetId, 'update');
  if (budget === undefined || budget.familyId !== familyId || !isOpenTo(caller, familyId, budget.childId))
    return refused({ code: 'record-not-found' });
  if ((await pendingStepOf(tx, authorityId, budgetId)) !== undefined) return refused({ code: 'change-under-way' });
  const checked = checkVersion(ifMatch, budget.revision);
  if (!checked.ok) return checked;
  if (!needed.includes(budget.state)) return refused({ code: 'budget-state', state: budget.state, needed });
  const lines = await readLines(tx, authorityId, budgetId);
  const shares = await readShares(
    tx,
    authorityId,
    lines.map(({ lineId }) => lineId),
  );
  return accepted({ budget, lines, shares });
}
