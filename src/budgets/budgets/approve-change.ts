import type { FamilyAtHand, PolicyRefusal } from '../../people/index.ts';
import { laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { KeyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { shareAccount } from '../rules/account-codes.ts';
import { FUNDED_THOUGH_SHORT } from './agree-budget.ts';
import type { BudgetAsRead, BudgetAtHand, BudgetAtHandRefusal } from './budget-at-hand.ts';
import { type ChangeRow, readChange } from './change-store.ts';
import { type DecidedWithMoney, type DecideRefusal, decideWithMoney, type MoneyDecision } from './decide-with-money.ts';
import { decisionOf } from './decision.ts';
import { CHANGEABLE, ENDABLE, judgeChange } from './draft-change.ts';
import { mayApprove } from './may-approve.ts';
import type { ChangeKind, DecisionKind } from './rules/budget-words.ts';
import type { ChangeTerms } from './rules/change-terms.ts';
import type { ChangeFault, LineAfter } from './rules/changed-lines.ts';
import { type FundedShare, shareOf } from './rules/line-money.ts';
import { readLines, readShares } from './store.ts';

type ApproveRefusal =
  | PolicyRefusal
  | Extract<BudgetAtHandRefusal, { readonly code: 'budget-state' }>
  | { readonly code: ChangeFault | 'notice-too-short' | 'change-decided' | 'record-not-found' };

const DECIDES: Readonly<Record<ChangeKind, DecisionKind>> = {
  amount: 'change',
  uplift: 'uplift',
  virement: 'virement',
  'carry-forward': 'carry-forward',
  end: 'end',
  'family-move': 'family-move',
};

/** A second person approves the draft: it becomes a decision, its money is booked, and a new version of the budget stands beside the old. */
export async function approveChange(
  room: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead & { readonly changeId: string },
  { fundedThoughShort }: { readonly fundedThoughShort?: string | undefined },
  request: KeyedRequest,
): Promise<Result<DecidedWithMoney, DecideRefusal | ApproveRefusal>> {
  const { authorityId } = caller;
  const { familyId, changeId } = asRead;
  const availableOf = await readAvailable(room, authorityId, asRead.budgetId);
  const call = { asRead, operation: 'budgets.approve-change', needed: ENDABLE, request };
  return decideWithMoney<ApproveRefusal>(room, caller, call, async (atHand, family, today) => {
    const change = await readChange(family.tx, authorityId, changeId);
    if (change === undefined || change.budgetId !== asRead.budgetId) return refused({ code: 'record-not-found' });
    if (change.state !== 'proposed') return refused({ code: 'change-decided' });
    const { state } = atHand.budget;
    if (change.kind !== 'end' && !CHANGEABLE.includes(state)) return refused({ code: 'budget-state', state, needed: CHANGEABLE });
    const judged = judgeChange(atHand, { ...change, terms: change.terms as ChangeTerms }, availableOf);
    if (!judged.ok) return judged;
    const may = mayApprove(caller, { familyId, makers: [change.proposedBy], amount: sumOfChange(judged.value) }, family.now);
    if (!may.ok) return may;
    const override = fundedThoughShort === undefined ? {} : { override: FUNDED_THOUGH_SHORT };
    return accepted({ ...decisionOfChange(change, judged.value, atHand, family, { caller, request, today }), ...override });
  });
}

/** What shares gain in all, or lose where that is more: a move of money is as large as what is moved. */
function sumOfChange(lines: readonly LineAfter[]): bigint {
  const before = new Map(lines.flatMap((line) => line.before.shares.map((share) => [keyOf(line, share), share.amount])));
  const differences = lines.flatMap((line) => line.shares.map((share) => share.amount - (before.get(keyOf(line, share)) ?? 0n)));
  const gains = differences.reduce((sum, difference) => (difference > 0n ? sum + difference : sum), 0n);
  const change = differences.reduce((sum, difference) => sum + difference, 0n);
  return change < 0n ? gains - change : gains;
}

function keyOf({ before }: LineAfter, { sourceCode, financialYear }: FundedShare): string {
  return `${before.lineCode}:${sourceCode}:${financialYear}`;
}

export function decisionOfChange(
  change: Pick<ChangeRow, 'changeId' | 'kind' | 'effectiveOn' | 'noticeOn' | 'sealed'>,
  changed: readonly LineAfter[],
  { budget }: BudgetAtHand,
  { key }: Pick<FamilyAtHand, 'key'>,
  { caller, request, today }: { readonly caller: Caller; readonly request: KeyedRequest; readonly today: PlainDate },
): MoneyDecision {
  const { changeId, kind, effectiveOn, noticeOn, sealed } = change;
  const { reasons = '' } = key.open<{ reasons: string }>(sealed, changeId) ?? {};
  const { budgetId, familyId } = budget;
  const decision = decisionOf(
    {
      decisionId: request.stepId,
      budgetId,
      familyId,
      kind: DECIDES[kind],
      decidedBy: caller.principal,
      decidedOn: today,
      effectiveOn,
      ...(noticeOn !== null && { noticeOn }),
      ...(kind === 'end' && budget.state !== 'ended' && { state: 'ended', until: laterOf(effectiveOn, budget.from) }),
      changeId,
      lines: changed.map(({ before, amount, shares, rate, cost, until, state }) => ({
        lineId: before.lineId,
        amount,
        ...(before.contingency > amount && { contingency: amount }),
        shares,
        ...(rate !== undefined && { rate }),
        ...(cost !== undefined && { cost }),
        ...(until !== undefined && { until }),
        ...(state !== undefined && { state }),
      })),
      reasons,
      streams: changed.map(({ before }) => before.stream),
    },
    key,
  );
  const changes = changed.map(({ before, shares }) => ({ lineCode: before.lineCode, before: before.shares, after: shares }));
  return { decision, changes, bookedOn: today };
}

/** What of each share is promised to nobody: asked of the books before the family's record is locked, for they are never waited for inside. */
async function readAvailable(
  { database, ledger }: BudgetRoom,
  authorityId: number,
  budgetId: string,
): Promise<(lineCode: string, share: FundedShare) => bigint> {
  const { lines, shares } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const ofBudget = await readLines(tx, authorityId, budgetId);
    const lineIds = ofBudget.map(({ lineId }) => lineId);
    return { lines: ofBudget, shares: await readShares(tx, authorityId, lineIds) };
  });
  const codeOf = (lineCode: string, share: FundedShare) => shareAccount(shareOf(lineCode, share), 'available');
  const codes = lines.flatMap(({ lineId, lineCode }) =>
    shares.filter((share) => share.lineId === lineId).map((share) => codeOf(lineCode, share)),
  );
  const balances = new Map((await ledger.balances(authorityId, codes)).map(({ account, balance }) => [account, balance]));
  return (lineCode, share) => {
    const available = balances.get(codeOf(lineCode, share)) ?? 0n;
    return available > 0n ? available : 0n;
  };
}
