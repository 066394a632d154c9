import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { type BudgetAsRead, type BudgetAtHand, type BudgetAtHandRefusal, budgetAtHand } from './budget-at-hand.ts';
import { insertChange, markChangeDeclined, readChange } from './change-store.ts';
import type { BudgetState } from './rules/budget-words.ts';
import type { ChangeTerms } from './rules/change-terms.ts';
import { type ChangeFault, changedLines, type LineAfter, type LineBefore } from './rules/changed-lines.ts';
import { isTooEarly, needsNotice } from './rules/notice.ts';

export interface ChangeDraft {
  readonly terms: ChangeTerms;
  readonly effectiveOn: PlainDate;
  /** The day on which the family was told; less is given only once the notice has run. */
  readonly noticeOn?: PlainDate | undefined;
  readonly reasons: string;
}

export type ChangeRefusal = BudgetAtHandRefusal | { readonly code: ChangeFault | 'notice-too-short' | 'errand-for-a-stranger' };

export const CHANGEABLE: readonly BudgetState[] = ['agreed', 'live'];
/** What was still promised when a budget ended is let go later, and then goes back too. */
export const ENDABLE: readonly BudgetState[] = [...CHANGEABLE, 'ended'];

/** Writes down what is to become different, for a second person to approve. Nothing changes by it. */
export async function draftChange(
  room: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  { terms, effectiveOn, noticeOn, reasons }: ChangeDraft,
): Promise<Result<{ readonly changeId: string }, ChangeRefusal>> {
  const { authorityId, principal } = caller;
  const { familyId, budgetId } = asRead;
  return changeFamily(room, caller, { familyId, operation: 'budgets.draft-change' }, async ({ tx, key, now }) => {
    const found = await budgetAtHand(tx, caller, asRead, terms.kind === 'end' ? ENDABLE : CHANGEABLE);
    if (!found.ok) return found;
    const judged = judgeChange(found.value, { terms, effectiveOn, noticeOn });
    if (!judged.ok) return judged;
    const changeId = uuidv7();
    const { kind } = terms;
    await insertChange(tx, {
      ...{ authorityId, changeId, budgetId, familyId, kind, terms, effectiveOn },
      noticeOn: noticeOn ?? null,
      state: 'proposed',
      sealed: key.seal({ reasons }, changeId),
      proposedBy: principal,
      proposedAt: now,
    });
    return accepted({ value: { changeId }, personId: found.value.budget.childId, facts: { budgetId, changeId, kind } });
  });
}

/** Not approved: it stays on record, and nothing comes of it. */
export async function declineChange(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId, changeId }: { readonly familyId: string; readonly budgetId: string; readonly changeId: string },
): Promise<Result<undefined, { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'change-decided' }>> {
  return changeFamily(room, caller, { familyId, operation: 'budgets.decline-change' }, async ({ tx }) => {
    const change = await readChange(tx, caller.authorityId, changeId);
    if (change === undefined || change.familyId !== familyId || change.budgetId !== budgetId) return refused({ code: 'record-not-found' });
    if (change.state !== 'proposed') return refused({ code: 'change-decided' });
    await markChangeDeclined(tx, caller.authorityId, changeId);
    return accepted({ value: undefined, facts: { budgetId, changeId } });
  });
}

/** What the change does to the lines as they stand, and whether the family has had its notice where it gets less. */
export function judgeChange(
  { lines, shares }: BudgetAtHand,
  { terms, effectiveOn, noticeOn }: Pick<ChangeDraft, 'terms' | 'effectiveOn'> & { readonly noticeOn?: PlainDate | null | undefined },
  availableOf?: Parameters<typeof changedLines>[3],
): Result<readonly LineAfter[], { readonly code: ChangeFault | 'notice-too-short' }> {
  const before = lines.map((line): LineBefore => ({ ...line, shares: shares.filter(({ lineId }) => lineId === line.lineId) }));
  const changed = changedLines(terms, before, effectiveOn, availableOf);
  if (!changed.ok) return changed;
  const isLess = terms.kind === 'amount' && changed.value.some((line) => line.amount < line.before.amount);
  // Whoever lost the support was told when it ended; what goes back now was nobody's any more.
  const isOver = before.every(({ state }) => state === 'ended');
  const isNoticed = terms.kind === 'end' ? needsNotice(terms.ground) && !isOver : isLess;
  return isNoticed && isTooEarly(effectiveOn, noticeOn) ? refused({ code: 'notice-too-short' }) : changed;
}
