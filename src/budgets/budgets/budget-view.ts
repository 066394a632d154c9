import { type FamilyKey, readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import { latestAgreement, readSignatures, type SignatureRow } from './agreement-store.ts';
import { type ChangeRow, readChanges } from './change-store.ts';
import { type ReviewRow, readReviewsOf } from './decision-reviews.ts';
import type { LineWords } from './line-draft.ts';
import { type ProposalRow, readProposals } from './proposals.ts';
import type { StreamRoute } from './rules/challenge.ts';
import {
  type BudgetRow,
  type DecisionRow,
  type LeftOutRow,
  type LineRow,
  readBudget,
  readBudgetsOfFamily,
  readDecisions,
  readLeftOut,
  readLines,
  readShares,
  type ShareRow,
} from './store.ts';

export interface LineView extends LineRow {
  readonly words: Partial<LineWords>;
  readonly shares: readonly ShareRow[];
}

export interface DecisionView extends DecisionRow {
  readonly reasons?: string;
  readonly streamRoutes: readonly StreamRoute[];
}

/** A budget with its words, as the family and staff read it: every decision with its reasons and what can be done about it. */
export interface BudgetView {
  readonly budget: BudgetRow;
  readonly familyWords?: string;
  readonly lines: readonly LineView[];
  readonly leftOut: readonly (LeftOutRow & { readonly words: { readonly what?: string; readonly why?: string } })[];
  readonly decisions: readonly DecisionView[];
  /** Drafted and not yet decided. */
  readonly drafts: readonly (ChangeRow & { readonly reasons?: string })[];
  readonly proposals: readonly (ProposalRow & { readonly words?: string; readonly answer?: string })[];
  readonly reviews: readonly (ReviewRow & { readonly words?: string; readonly answer?: string })[];
  readonly agreement?: {
    readonly version: number;
    readonly text?: string;
    readonly familyWords?: string;
    readonly signatures: readonly SignatureRow[];
  };
}

type NotFound = { readonly code: 'record-not-found' };

/** The budgets of the children whose affairs are open to the caller. */
export async function listBudgets(room: BudgetRoom, caller: Caller, familyId: string): Promise<Result<BudgetRow[], NotFound>> {
  return readFamily(room, caller.authorityId, familyId, async ({ tx }) => {
    const all = await readBudgetsOfFamily(tx, caller.authorityId, familyId);
    return all.filter(({ childId }) => isOpenTo(caller, familyId, childId));
  });
}

export async function readBudgetView(
  room: BudgetRoom,
  caller: Caller,
  { familyId, budgetId }: { readonly familyId: string; readonly budgetId: string },
): Promise<Result<BudgetView, NotFound>> {
  const { authorityId } = caller;
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }): Promise<BudgetView | undefined> => {
    const budget = await readBudget(tx, authorityId, budgetId);
    if (budget?.familyId !== familyId || !isOpenTo(caller, familyId, budget.childId)) return undefined;
    const lines = await readLines(tx, authorityId, budgetId);
    const shares = await readShares(
      tx,
      authorityId,
      lines.map(({ lineId }) => lineId),
    );
    const agreement = await latestAgreement(tx, authorityId, budgetId);
    const signatures = agreement === undefined ? [] : await readSignatures(tx, authorityId, budgetId, agreement.version);
    return {
      budget,
      ...key.open<{ familyWords: string }>(budget.sealed, budgetId),
      lines: lines.map((line) => ({
        ...line,
        words: key.open<LineWords>(line.sealed, line.lineId) ?? {},
        shares: shares.filter(({ lineId }) => lineId === line.lineId),
      })),
      leftOut: (await readLeftOut(tx, authorityId, budgetId)).map((row) => ({ ...row, words: key.open(row.sealed, row.leftOutId) ?? {} })),
      decisions: (await readDecisions(tx, authorityId, budgetId)).map((row) => decisionView(row, key)),
      drafts: (await readChanges(tx, authorityId, budgetId))
        .filter(({ state }) => state === 'proposed')
        .map((row) => ({ ...row, ...key.open<{ reasons: string }>(row.sealed, row.changeId) })),
      proposals: (await readProposals(tx, authorityId, budgetId)).map((row) => ({
        ...row,
        ...key.open<{ words: string }>(row.sealed, row.proposalId),
        ...key.open<{ answer: string }>(row.sealedAnswer, `${row.proposalId}:answer`),
      })),
      reviews: (await readReviewsOf(tx, authorityId, budgetId)).map((row) => ({
        ...row,
        ...key.open<{ words: string }>(row.sealed, `${row.decisionId}:review`),
        ...key.open<{ answer: string }>(row.sealedAnswer, `${row.decisionId}:answer`),
      })),
      ...(agreement !== undefined && {
        agreement: {
          version: agreement.version,
          ...key.open<{ text: string; familyWords: string }>(agreement.sealed, `${budgetId}:${agreement.version}`),
          signatures,
        },
      }),
    };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : { ok: true, value: read.value };
}

function decisionView(row: DecisionRow, key: FamilyKey): DecisionView {
  return {
    ...row,
    ...key.open<{ reasons: string }>(row.sealed, row.decisionId),
    streamRoutes: row.routes as readonly StreamRoute[],
  };
}
