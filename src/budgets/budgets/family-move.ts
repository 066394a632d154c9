import { financialYearOf } from '../../platform/calendar/financial-year.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { KeyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { decisionOfChange } from './approve-change.ts';
import type { BudgetAsRead } from './budget-at-hand.ts';
import { insertChange, readChanges } from './change-store.ts';
import { type DecidedWithMoney, type DecideRefusal, decideWithMoney } from './decide-with-money.ts';
import { judgeChange } from './draft-change.ts';
import type { ChangeTerms } from './rules/change-terms.ts';
import type { ChangeFault } from './rules/changed-lines.ts';
import { type EarlierMove, leftToMove } from './rules/family-moves.ts';

export interface FamilyMove {
  readonly fromLine: string;
  readonly toLine: string;
  /** In pence. */
  readonly amount: bigint;
  /** In the family's own words. */
  readonly words: string;
}

type MoveRefusal =
  | { readonly code: ChangeFault | 'notice-too-short' }
  /** `left` is what may still be moved without asking, as text. */
  | { readonly code: 'above-what-families-move'; readonly left: string };

/**
 * The family moves money between two supports for the same outcome, up to the policy's limit, and asks nobody. It is a decision like any
 * other: with words, a new version of the budget, and entries.
 */
export async function moveWithinOutcome(
  room: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  { fromLine, toLine, amount, words }: FamilyMove,
  request: KeyedRequest,
): Promise<Result<DecidedWithMoney, DecideRefusal | MoveRefusal>> {
  const { authorityId, principal } = caller;
  const { familyId, budgetId } = asRead;
  const call = { asRead, operation: 'budgets.move-within-outcome', needed: ['live'] as const, request };
  return decideWithMoney<MoveRefusal>(room, caller, call, async (atHand, family, today) => {
    const terms: ChangeTerms = { kind: 'family-move', fromLine, toLine, amount: `${amount}` };
    const judged = judgeChange(atHand, { terms, effectiveOn: today });
    if (!judged.ok) return judged;
    const from = atHand.lines.find(({ lineCode }) => lineCode === fromLine);
    const earlier = movesOf(await readChanges(family.tx, authorityId, budgetId));
    const left = from === undefined ? 0n : leftToMove(from, earlier, financialYearOf(today), today);
    if (amount > left) return refused({ code: 'above-what-families-move', left: formatPounds(left) });
    const changeId = request.stepId;
    const sealed = family.key.seal({ reasons: words }, changeId);
    const change = { changeId, kind: 'family-move', effectiveOn: today, noticeOn: null, sealed } as const;
    await insertChange(family.tx, {
      ...change,
      ...{ authorityId, budgetId, familyId, terms, state: 'proposed', proposedBy: principal, proposedAt: family.now },
    });
    return accepted(decisionOfChange(change, judged.value, atHand, family, { caller, request, today }));
  });
}

function movesOf(changes: Awaited<ReturnType<typeof readChanges>>): EarlierMove[] {
  return changes.flatMap(({ state, terms, effectiveOn }) => {
    const move = terms as ChangeTerms;
    if (state !== 'approved' || move.kind !== 'family-move') return [];
    return [{ financialYear: financialYearOf(effectiveOn), fromLine: move.fromLine, amount: BigInt(move.amount) }];
  });
}
