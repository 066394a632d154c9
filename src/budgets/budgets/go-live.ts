import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { signaturesOn } from './agreement-store.ts';
import { type BudgetAsRead, type BudgetAtHandRefusal, budgetAtHand } from './budget-at-hand.ts';
import { applyDecision, decisionOf } from './decision.ts';

export interface GoLive {
  readonly reasons: string;
  /** Why it starts without both names under it: support that is agreed does not wait for paper. */
  readonly withoutSignatures?: string | undefined;
}

/** The agreed budget starts: from here on its lines can be promised and paid. */
export async function goLive(
  desk: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  { reasons, withoutSignatures }: GoLive,
): Promise<Result<{ readonly revision: number }, BudgetAtHandRefusal | { readonly code: 'errand-for-a-stranger' | 'signatures-missing' }>> {
  const { authorityId, principal } = caller;
  const { familyId, budgetId } = asRead;
  const today = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'budgets.go-live' }, async ({ tx, key, now }) => {
    const found = await budgetAtHand(tx, caller, asRead, ['agreed']);
    if (!found.ok) return found;
    const { budget, lines } = found.value;
    const signed = await signaturesOn(tx, authorityId, budgetId);
    if (withoutSignatures === undefined && !(signed.includes('family') && signed.includes('council')))
      return refused({ code: 'signatures-missing' });
    const decision = decisionOf(
      {
        decisionId: uuidv7(),
        budgetId,
        familyId,
        kind: 'go-live',
        decidedBy: principal,
        decidedOn: today,
        effectiveOn: budget.from,
        state: 'live',
        lines: lines.map(({ lineId }) => ({ lineId, state: 'live' })),
        reasons: withoutSignatures === undefined ? reasons : `${reasons}\n\n${withoutSignatures}`,
        streams: lines.map(({ stream }) => stream),
      },
      key,
    );
    const revision = await applyDecision(tx, authorityId, decision, now);
    return accepted({ value: { revision }, personId: budget.childId, facts: { budgetId } });
  });
}
