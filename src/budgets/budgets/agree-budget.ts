import type { PolicyRefusal } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { KeyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import type { BudgetAsRead } from './budget-at-hand.ts';
import { type DecidedWithMoney, type DecideRefusal, decideWithMoney } from './decide-with-money.ts';
import { decisionOf } from './decision.ts';
import { mayApprove } from './may-approve.ts';
import { readDecisions } from './store.ts';

export interface Agreement {
  readonly reasons: string;
  /** Why the lines are funded although a source has not enough: what is agreed in a plan is a duty (CFA 2014 s.42). */
  readonly fundedThoughShort?: string | undefined;
}

type AgreeRefusal = PolicyRefusal | { readonly code: 'budget-without-lines' };

/** Under this name the books let a source stand below nothing; the source then shows it, and an alert says so. */
export const FUNDED_THOUGH_SHORT = 'agreed-provision-funded-though-short';

/** A second person agrees the budget, and each line is given its money: source -> available, share by share. */
export async function agreeBudget(
  desk: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  { reasons, fundedThoughShort }: Agreement,
  request: KeyedRequest,
): Promise<Result<DecidedWithMoney, DecideRefusal | AgreeRefusal>> {
  const { authorityId, principal } = caller;
  const { budgetId, familyId } = asRead;
  const call = { asRead, operation: 'budgets.agree-budget', needed: ['indicative'] as const, request };
  return decideWithMoney<AgreeRefusal>(desk, caller, call, async ({ lines, shares }, { tx, key, now }, today) => {
    if (lines.length === 0) return refused({ code: 'budget-without-lines' });
    const decisions = await readDecisions(tx, authorityId, budgetId);
    const makers = decisions.filter(({ kind }) => kind === 'indicative').map(({ decidedBy }) => decidedBy);
    const amount = lines.reduce((sum, line) => sum + line.amount, 0n);
    const may = mayApprove(caller, { familyId, makers: [...makers.slice(-1), ...lines.map(({ createdBy }) => createdBy)], amount }, now);
    if (!may.ok) return may;
    const decision = decisionOf(
      {
        decisionId: request.stepId,
        budgetId,
        familyId,
        kind: 'agree',
        decidedBy: principal,
        decidedOn: today,
        effectiveOn: today,
        state: 'agreed',
        lines: lines.map(({ lineId }) => ({ lineId, state: 'agreed' })),
        reasons: fundedThoughShort === undefined ? reasons : `${reasons}\n\n${fundedThoughShort}`,
        streams: lines.map(({ stream }) => stream),
      },
      key,
    );
    const changes = lines.map(({ lineId, lineCode }) => ({
      lineCode,
      before: [],
      after: shares.filter((share) => share.lineId === lineId),
    }));
    return accepted({ decision, changes, bookedOn: today, ...(fundedThoughShort !== undefined && { override: FUNDED_THOUGH_SHORT }) });
  });
}
