import { and, eq, sql } from 'drizzle-orm';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { FamilyKey } from '../../people/index.ts';
import { earlierOf, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { insertMany } from '../../platform/database/insert-many.ts';
import { decisionOf } from '../budgets/decision.ts';
import { drawLineCode } from '../budgets/line-code.ts';
import { budgetDecisions, budgetLines, budgetRows, budgetVersions, lineShares } from '../budgets/schema.ts';
import { planEvents, plans } from '../plans/schema.ts';
import type { JudgedRow } from './judge-row.ts';
import { budgetImportRows, importedLines, importedPlans } from './schema.ts';
import { rowsOf } from './store.ts';

/** One plan of the file with whose record it goes into; `known` when an earlier import has made it. */
export interface PlanToWrite {
  readonly planReference: string;
  readonly planDigest: Buffer;
  readonly familyId: string;
  readonly childId: string;
  readonly key: FamilyKey;
  readonly known?: { readonly planId: string };
  readonly rows: readonly (JudgedRow & { readonly line: JudgedRow['line']; readonly at: number })[];
}

export interface Writer {
  readonly authorityId: number;
  readonly importId: string;
  readonly principal: string;
  readonly today: PlainDate;
  readonly now: Date;
}

/**
 * Writes plans with a budget each, all rows of a table in one statement. The lines are agreed and not live: their money is booked next, under
 * ids that follow from the import and their references, so that a run which is cut off between the two goes on where it stopped.
 */
export async function writePlans(tx: Transaction, writer: Writer, toWrite: readonly PlanToWrite[]): Promise<void> {
  const written = toWrite.map((plan) => writtenPlan(writer, plan));
  const newPlans = written.flatMap(({ plan }) => plan ?? []);
  const lines = written.flatMap((each) => each.lines);
  await insertMany(
    tx,
    plans,
    newPlans.map(({ row }) => row),
  );
  await insertMany(
    tx,
    planEvents,
    newPlans.map(({ event }) => event),
  );
  await insertMany(
    tx,
    budgetRows,
    written.map(({ budget }) => budget),
  );
  await insertMany(
    tx,
    budgetDecisions,
    written.map(({ decision }) => decision),
  );
  await insertMany(
    tx,
    budgetVersions,
    written.map(({ version }) => version),
  );
  await insertMany(
    tx,
    budgetLines,
    lines.map(({ row }) => row),
  );
  await insertMany(
    tx,
    lineShares,
    lines.flatMap(({ shares }) => shares),
  );
  await insertMany(
    tx,
    importedPlans,
    written.map(({ imported }) => imported),
    sql`on conflict (authority_id, plan_reference) do update set budget_id = excluded.budget_id, import_id = excluded.import_id`,
  );
  await insertMany(
    tx,
    importedLines,
    lines.map(({ imported }) => imported),
  );
  const at = toWrite.flatMap(({ rows }) => rows.map((row) => row.at));
  await tx
    .update(budgetImportRows)
    .set({ state: 'written' })
    .where(and(rowsOf(writer.authorityId, writer.importId), sql`${budgetImportRows.line} = any(${sql.param(at)}::integer[])`));
}

const REASONS = 'Brought in from the council’s earlier records, as it was agreed there.';

function writtenPlan(writer: Writer, toWrite: PlanToWrite) {
  const { authorityId, importId, principal, today, now } = writer;
  const { familyId, childId, key, planReference, planDigest, known, rows } = toWrite;
  const planId = known?.planId ?? uuidv7();
  const budgetId = uuidv7();
  const decisionId = uuidv7();
  const made = { authorityId, createdAt: now, createdBy: principal };
  const lines = rows.map((row) => writtenLine(writer, { planReference, familyId, budgetId, key }, row));
  const from = rows.map(({ row }) => row.line.from).reduce(earlierOf);
  const until = rows.map(({ row }) => row.line.until).reduce(laterOf);
  const streams = rows.map(({ row }) => row.line.stream);
  const decided = decisionOf(
    {
      decisionId,
      budgetId,
      familyId,
      kind: 'go-live',
      decidedBy: principal,
      decidedOn: today,
      effectiveOn: from,
      lines: [],
      reasons: REASONS,
      streams,
    },
    key,
  );
  const [{ route, until: routeUntil }] = decided.routes;
  const decision = {
    authorityId,
    decisionId,
    budgetId,
    familyId,
    kind: decided.kind,
    decidedBy: principal,
    decidedAt: now,
    decidedOn: today,
    effectiveOn: from,
    route,
    routeUntil,
    routes: decided.routes,
    sealed: decided.sealed,
  };
  return {
    plan: known === undefined ? newPlan(writer, toWrite, planId) : undefined,
    budget: {
      ...made,
      budgetId,
      planId,
      familyId,
      childId,
      state: 'agreed' as const,
      from,
      until,
      requestedOn: today,
      sealed: key.seal({ officerWords: REASONS }, budgetId),
      revision: 1,
    },
    decision,
    version: {
      authorityId,
      budgetId,
      version: 1,
      decisionId,
      effectiveOn: from,
      amount: rows.reduce((sum, { row }) => sum + row.line.amount, 0n),
      lines: lines.map(({ kept }) => kept),
      createdAt: now,
    },
    lines,
    imported: { authorityId, planReference, planDigest, familyId, childId, planId, budgetId, importId },
  };
}

function newPlan({ authorityId, importId, principal, today, now }: Writer, { familyId, childId, key, rows }: PlanToWrite, planId: string) {
  const said = rows[0]?.row.plan;
  if (said === undefined) throw new Error('A plan without a row cannot be written.');
  const made = { authorityId, createdAt: now, createdBy: principal };
  return {
    row: {
      ...made,
      planId,
      familyId,
      childId,
      planType: said.planType,
      state: 'in-force' as const,
      startsOn: said.startsOn,
      finalisedOn: said.startsOn,
      nextReviewBy: said.reviewBy ?? null,
      settingKind: said.settingKind as (typeof plans.$inferInsert)['settingKind'],
      element2Held: said.element2Held,
      sealed: key.seal({}, planId),
      revision: 1,
    },
    event: { ...made, planId, revision: 1, familyId, kind: 'opened' as const, on: today, facts: { importId } },
  };
}

function writtenLine(
  { authorityId, importId, principal, now }: Writer,
  { planReference, familyId, budgetId, key }: Pick<PlanToWrite, 'planReference' | 'familyId' | 'key'> & { readonly budgetId: string },
  { row, line: judged }: JudgedRow,
) {
  const lineId = uuidv7();
  const lineCode = drawLineCode();
  const { draft, units, cost } = judged;
  const { words, sources: _sources, costing, lineCode: _given, ...terms } = draft;
  const { from, until, amount, contingency } = terms;
  return {
    row: {
      ...terms,
      authorityId,
      lineId,
      lineCode,
      budgetId,
      familyId,
      unit: costing?.unit ?? null,
      units: units ?? null,
      rate: costing?.rate ?? null,
      vatCode: costing?.vatCode ?? ('exempt' as const),
      cost: cost ?? null,
      annualCost: draft.annualCost ?? null,
      state: 'agreed' as const,
      sealed: key.seal(words, lineId),
      revision: 1,
      createdAt: now,
      createdBy: principal,
    },
    shares: judged.shares.map((share) => ({ authorityId, lineId, ...share })),
    kept: {
      lineCode,
      state: 'live',
      from,
      until,
      amount: `${amount}`,
      contingency: `${contingency}`,
      shares: judged.shares.map(({ sourceCode, financialYear, amount: part }) => ({ sourceCode, financialYear, amount: `${part}` })),
    },
    imported: {
      authorityId,
      planReference,
      lineReference: row.lineReference,
      importId,
      lineId,
      budgetId,
      entryId: uuidv5(JSON.stringify(['line', planReference, row.lineReference]), importId),
    },
  };
}

/** Lines of an import whose money is booked, or is no longer: the budget follows its lines. */
export async function moveLines(
  tx: Transaction,
  authorityId: number,
  { lineIds, budgetIds }: { readonly lineIds: readonly string[]; readonly budgetIds: readonly string[] },
  to: 'live' | 'ended',
): Promise<void> {
  await tx
    .update(budgetLines)
    .set({ state: to })
    .where(and(eq(budgetLines.authorityId, authorityId), sql`${budgetLines.lineId} = any(${sql.param(lineIds)}::uuid[])`));
  await tx
    .update(budgetRows)
    .set({ state: to })
    .where(and(eq(budgetRows.authorityId, authorityId), sql`${budgetRows.budgetId} = any(${sql.param(budgetIds)}::uuid[])`));
}
