import { and, asc, eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { changeFamily } from '../../people/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import { budgetPolicyOn } from './rules/budget-policy.ts';
import { budgetProposals } from './schema.ts';
import { readBudget, readLines } from './store.ts';

interface Place {
  readonly familyId: string;
  readonly budgetId: string;
}
type ProposalRefusal = { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'line-not-found' | 'proposal-answered' };

/** "I would like to use it for ...": kept in the family's words, and answered by a day. */
export async function proposeUse(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId }: Place,
  { lineCode, words }: { readonly lineCode?: string | undefined; readonly words: string },
): Promise<Result<{ readonly proposalId: string; readonly answerBy: PlainDate }, ProposalRefusal>> {
  const { authorityId, principal } = caller;
  const proposedOn = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.propose-use' }, async ({ tx, key, now }) => {
    const budget = await readBudget(tx, authorityId, budgetId);
    if (budget?.familyId !== familyId || !isOpenTo(caller, familyId, budget.childId)) return refused({ code: 'record-not-found' });
    const line = (await readLines(tx, authorityId, budgetId)).find((each) => each.lineCode === lineCode);
    if (lineCode !== undefined && line === undefined) return refused({ code: 'line-not-found' });
    const proposalId = uuidv7();
    const answerBy = addDays(proposedOn, budgetPolicyOn('days-to-answer', proposedOn));
    await tx.insert(budgetProposals).values({
      ...{ authorityId, proposalId, budgetId, familyId, proposedOn, answerBy },
      lineId: line?.lineId ?? null,
      state: 'open',
      proposedBy: principal,
      sealed: key.seal({ words }, proposalId),
      createdAt: now,
    });
    return accepted({ value: { proposalId, answerBy }, personId: budget.childId, facts: { budgetId, proposalId } });
  });
}

/** With reasons either way. A yes that needs money to move is drafted as a change of its own. */
export async function answerProposal(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId, proposalId }: Place & { readonly proposalId: string },
  { agreed, answer }: { readonly agreed: boolean; readonly answer: string },
): Promise<Result<undefined, ProposalRefusal>> {
  const { authorityId, principal } = caller;
  const answeredOn = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'budgets.answer-proposal' }, async ({ tx, key }) => {
    const place = and(eq(budgetProposals.authorityId, authorityId), eq(budgetProposals.proposalId, proposalId));
    const [row] = await tx.select().from(budgetProposals).where(place);
    if (row === undefined || row.familyId !== familyId || row.budgetId !== budgetId) return refused({ code: 'record-not-found' });
    if (row.state !== 'open') return refused({ code: 'proposal-answered' });
    const state = agreed ? ('agreed' as const) : ('declined' as const);
    const sealedAnswer = key.seal({ answer }, `${proposalId}:answer`);
    await tx.update(budgetProposals).set({ state, answeredOn, answeredBy: principal, sealedAnswer }).where(place);
    return accepted({ value: undefined, facts: { budgetId, proposalId, state } });
  });
}

export type ProposalRow = typeof budgetProposals.$inferSelect;

export async function readProposals(tx: Transaction, authorityId: number, budgetId: string): Promise<ProposalRow[]> {
  return tx
    .select()
    .from(budgetProposals)
    .where(and(eq(budgetProposals.authorityId, authorityId), eq(budgetProposals.budgetId, budgetId)))
    .orderBy(asc(budgetProposals.createdAt), asc(budgetProposals.proposalId));
}
