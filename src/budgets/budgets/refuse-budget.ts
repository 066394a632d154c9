import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { type BudgetAsRead, type BudgetAtHandRefusal, budgetAtHand } from './budget-at-hand.ts';
import { applyDecision, decisionOf } from './decision.ts';

/** Written reasons and a right to review go with every refusal (SI 2014/1652 reg 7). Nothing was given, so no money moves. */
export async function refuseBudget(
  room: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  reasons: string,
): Promise<Result<{ readonly revision: number }, BudgetAtHandRefusal | { readonly code: 'errand-for-a-stranger' }>> {
  const { authorityId, principal } = caller;
  const { familyId, budgetId } = asRead;
  const today = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.refuse-budget' }, async ({ tx, key, now }) => {
    const found = await budgetAtHand(tx, caller, asRead, ['requested', 'indicative']);
    if (!found.ok) return found;
    const { budget, lines } = found.value;
    const draft = { decisionId: uuidv7(), budgetId, familyId, kind: 'refuse', state: 'refused', decidedBy: principal } as const;
    const ended = lines.map(({ lineId }) => ({ lineId, state: 'ended' }) as const);
    const streams = lines.map(({ stream }) => stream);
    const decision = decisionOf({ ...draft, decidedOn: today, effectiveOn: today, lines: ended, reasons, streams }, key);
    const revision = await applyDecision(tx, authorityId, decision, now);
    return accepted({ value: { revision }, personId: budget.childId, facts: { budgetId } });
  });
}
