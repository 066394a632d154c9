import type { AsOf } from '../../ledger/index.ts';
import { readAuthority, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';
import type { LineWords } from '../budgets/line-draft.ts';
import type { StreamRoute } from '../budgets/rules/challenge.ts';
import { type DecisionRow, readBudget, readDecisions, readLeftOut, readLinesOfFamily, readShares } from '../budgets/store.ts';
import { readPlan } from '../plans/plan-view.ts';
import { hiddenWords } from '../plans/rules/hidden-words.ts';
import { provisionKindOn } from '../plans/rules/provision-kinds.ts';
import type { PositionRoom } from '../position/position-room.ts';
import { type FamilyPosition, familyPosition } from '../position/read-position.ts';
import { readSources, readSourceYears } from '../sources/store.ts';
import { lineFactsOf } from './line-facts-of.ts';
import { explainLine, type LineExplanation } from './rules/explain-line.ts';
import type { AskFacts, LeftOutFacts } from './rules/line-facts.ts';
import type { Catalogue } from './rules/words/catalogue.ts';

/** A family's budget explained: every line, and the position that all of it is read from. */
export interface BudgetExplanation {
  readonly council: string;
  readonly today: PlainDate;
  readonly position: FamilyPosition;
  readonly lines: readonly LineExplanation[];
}

type NotFound = { readonly code: 'record-not-found' };

/**
 * Gathers what there is about each line and explains it. The figures are those of the position, read once, so that page, letter and answer
 * cannot differ by a penny. Words that a confidential mark keeps from the reader are left out, here as everywhere.
 */
export async function explainBudget(
  room: PositionRoom,
  caller: Caller,
  { familyId, catalogue }: { readonly familyId: string; readonly catalogue: Catalogue },
  asOf?: AsOf,
): Promise<Result<BudgetExplanation, NotFound>> {
  const { authorityId } = caller;
  const read = await familyPosition(room, caller, familyId, asOf);
  if (!read.ok) return read;
  const position = read.value;
  const today = await room.businessDate(authorityId);
  const council = (await readAuthority(room.database, authorityId))?.name ?? '';
  const kept = await readKept(room, caller, familyId, position);
  if (!kept.ok) return kept;
  const { rows, words, shares, sources, years, budgets } = kept.value;
  const plans = await readPlans(room, caller, familyId, [...budgets.values()]);
  const lines = position.lines.flatMap((line) => {
    const row = rows.find(({ lineId }) => lineId === line.lineId);
    const budget = budgets.get(line.budgetId);
    if (row === undefined || budget === undefined) return [];
    const plan = plans.get(budget.planId);
    const provision = plan?.provisions.find(({ provisionId }) => provisionId === row.provisionId);
    const facts = lineFactsOf({
      row,
      words: words.get(line.lineId),
      shares: shares.filter(({ lineId }) => lineId === line.lineId),
      sources,
      years,
      plan: plan?.plan,
      provision,
      outcome: plan?.outcomes.find(({ outcomeId }) => outcomeId === (row.outcomeId ?? provision?.outcomeId))?.words,
      position: line,
      kindName: provisionKindOn(row.kind, row.from)?.name ?? row.kind,
      reviewBy: plan?.plan.nextReviewBy,
    });
    const leftOut = budget.leftOut.filter(({ provisionId }) => provisionId === undefined || provisionId === row.provisionId);
    const ask = askOf(council, budget.decisions, row.stream, today);
    return [explainLine(facts, { catalogue, figures: line.figures, leftOut, ask, today })];
  });
  return accepted({ council, today, position, lines });
}

interface KeptBudget {
  readonly planId: string;
  readonly leftOut: readonly (LeftOutFacts & { readonly provisionId?: string })[];
  readonly decisions: readonly DecisionRow[];
}

async function readKept(room: PositionRoom, caller: Caller, familyId: string, position: FamilyPosition) {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async ({ tx, rows: family, key }) => {
    const shown = new Set(position.lines.map(({ lineId }) => lineId));
    const rows = (await readLinesOfFamily(tx, authorityId, familyId)).filter(({ lineId }) => shown.has(lineId));
    const shares = await readShares(tx, authorityId, [...shown]);
    const sources = await readSources(
      tx,
      authorityId,
      shares.map(({ sourceCode }) => sourceCode),
    );
    const years = await readSourceYears(
      tx,
      authorityId,
      sources.map(({ sourceCode }) => sourceCode),
    );
    const budgets = new Map<string, KeptBudget>();
    const isTextHidden = (childId: string) => hiddenWords(caller, { familyId, childId }, family.marks).text;
    for (const { budgetId, childId } of position.lines) {
      const row = budgets.has(budgetId) ? undefined : await readBudget(tx, authorityId, budgetId);
      if (row === undefined) continue;
      const hidden = isTextHidden(childId);
      const leftOut = (await readLeftOut(tx, authorityId, budgetId)).map(({ leftOutId, ground, provisionId, sealed }) => {
        const said = hidden ? undefined : key.open<{ what?: string; why?: string }>(sealed, leftOutId);
        return {
          ground,
          ...(provisionId !== null && { provisionId }),
          ...(said?.what !== undefined && { what: said.what }),
          ...(said?.why !== undefined && { why: said.why }),
        };
      });
      budgets.set(budgetId, { planId: row.planId, leftOut, decisions: await readDecisions(tx, authorityId, budgetId) });
    }
    const words = new Map<string, LineWords>();
    for (const { lineId, sealed } of rows) {
      const childId = position.lines.find((line) => line.lineId === lineId)?.childId ?? '';
      const opened = isTextHidden(childId) ? undefined : key.open<LineWords>(sealed, lineId);
      if (opened !== undefined) words.set(lineId, opened);
    }
    return { rows, words, shares, sources, years, budgets };
  });
}

/** A plan that cannot be read takes no words with it: the line is explained from what the budget says. */
async function readPlans(room: PositionRoom, caller: Caller, familyId: string, budgets: readonly KeptBudget[]) {
  const plans = new Map<string, Extract<Awaited<ReturnType<typeof readPlan>>, { ok: true }>['value']>();
  for (const planId of new Set(budgets.map((budget) => budget.planId))) {
    const plan = await readPlan(room, caller, { familyId, planId });
    if (plan.ok) plans.set(planId, plan.value);
  }
  return plans;
}

/** The right that the last decision gave in the line's stream, as long as it can be used. */
function askOf(council: string, decisions: readonly DecisionRow[], stream: StreamRoute['stream'], today: PlainDate): AskFacts {
  const routes = (decisions.at(-1)?.routes ?? []) as readonly StreamRoute[];
  const route = routes.find((each) => each.stream === stream) ?? routes[0];
  if (route === undefined || route.until < today) return { council };
  return { council, challenge: { route: route.route, until: route.until } };
}
