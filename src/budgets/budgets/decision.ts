import type { FamilyKey } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { FundingStream } from '../rules/share.ts';
import { markChangeApproved } from './change-store.ts';
import type { BudgetState, DecisionKind, LineState } from './rules/budget-words.ts';
import { routesOf, type StreamRoute } from './rules/challenge.ts';
import type { FundedShare } from './rules/line-money.ts';
import { insertDecision, insertVersion, keepShares, readBudget, readLines, readShares, updateBudget, updateLine } from './store.ts';

/** What becomes of one line by a decision: what is left out stays. */
export interface LineOutcome {
  readonly lineId: string;
  readonly state?: LineState;
  readonly amount?: bigint;
  readonly contingency?: bigint;
  readonly until?: PlainDate;
  readonly rate?: bigint;
  readonly cost?: bigint;
  readonly shares?: readonly FundedShare[];
}

/** A decision and all that it does to the budget's rows; money that goes with it is booked first. */
export interface Decision {
  readonly decisionId: string;
  readonly budgetId: string;
  readonly familyId: string;
  readonly kind: DecisionKind;
  readonly decidedBy: string;
  readonly decidedOn: PlainDate;
  readonly effectiveOn: PlainDate;
  readonly noticeOn?: PlainDate;
  readonly routes: readonly [StreamRoute, ...StreamRoute[]];
  /** The reasons, sealed under the family's key. */
  readonly sealed: Buffer;
  readonly state?: BudgetState;
  /** The budget's new last day. */
  readonly until?: PlainDate;
  readonly lines: readonly LineOutcome[];
  /** The draft that it approves. */
  readonly changeId?: string;
}

export interface DecisionDraft extends Omit<Decision, 'sealed' | 'routes'> {
  readonly reasons: string;
  readonly streams: readonly FundingStream[];
}

export function decisionOf({ reasons, streams, ...draft }: DecisionDraft, key: FamilyKey): Decision {
  return { ...draft, routes: routesOf(draft.kind, streams, draft.decidedOn), sealed: key.seal({ reasons }, draft.decisionId) };
}

/** Writes the decision and what follows from it; returns the budget's new revision. */
export async function applyDecision(tx: Transaction, authorityId: number, decision: Decision, at: Date): Promise<number> {
  const { decisionId, budgetId, familyId, kind, decidedBy, decidedOn, effectiveOn, noticeOn, routes, sealed, state, until } = decision;
  const budget = await readBudget(tx, authorityId, budgetId, 'update');
  if (budget === undefined) throw new Error(`The budget ${budgetId} is gone.`);
  const [{ route, until: routeUntil }] = routes;
  await insertDecision(tx, {
    authorityId,
    decisionId,
    budgetId,
    familyId,
    kind,
    decidedBy,
    decidedAt: at,
    decidedOn,
    effectiveOn,
    noticeOn: noticeOn ?? null,
    route,
    routeUntil,
    routes,
    sealed,
  });
  if (decision.changeId !== undefined) await markChangeApproved(tx, authorityId, decision.changeId, decisionId);
  const before = new Map((await readLines(tx, authorityId, budgetId)).map((line) => [line.lineId, line]));
  for (const { lineId, shares, ...change } of decision.lines) {
    await updateLine(tx, authorityId, lineId, { ...change, revision: (before.get(lineId)?.revision ?? 0) + 1 });
    if (shares !== undefined) await keepShares(tx, authorityId, lineId, shares);
  }
  const revision = budget.revision + 1;
  await updateBudget(tx, authorityId, budgetId, {
    revision,
    ...(state !== undefined && { state }),
    ...(until !== undefined && { until }),
  });
  await keepVersion(tx, authorityId, { budgetId, version: revision, decisionId, effectiveOn, createdAt: at });
  return revision;
}

async function keepVersion(
  tx: Transaction,
  authorityId: number,
  version: {
    readonly budgetId: string;
    readonly version: number;
    readonly decisionId: string;
    readonly effectiveOn: PlainDate;
    readonly createdAt: Date;
  },
): Promise<void> {
  const lines = await readLines(tx, authorityId, version.budgetId);
  const shares = await readShares(
    tx,
    authorityId,
    lines.map(({ lineId }) => lineId),
  );
  await insertVersion(tx, {
    authorityId,
    ...version,
    amount: lines.reduce((sum, { amount }) => sum + amount, 0n),
    lines: lines.map(({ lineId, lineCode, state, from, until, amount, contingency }) => ({
      lineCode,
      state,
      from,
      until,
      amount: `${amount}`,
      contingency: `${contingency}`,
      shares: shares
        .filter((share) => share.lineId === lineId)
        .map(({ sourceCode, financialYear, amount }) => ({ sourceCode, financialYear, amount: `${amount}` })),
    })),
  });
}
