import { v7 as uuidv7 } from 'uuid';
import { changeFamily, type FamilyKey } from '../../people/index.ts';
import { isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { findPlan, provisionFacts } from '../plans/find-plan.ts';
import { type FieldRefusal, fieldRefusal } from '../plans/rules/field-refusal.ts';
import { readSources } from '../sources/store.ts';
import { type BudgetAsRead, type BudgetAtHandRefusal, budgetAtHand } from './budget-at-hand.ts';
import { applyDecision, decisionOf } from './decision.ts';
import { type JudgedLine, judgeLine, type LineRefusal } from './judge-line.ts';
import { drawLineCode } from './line-code.ts';
import type { LeftOutDraft, LineDraft } from './line-draft.ts';
import { type ProvisionFault, provisionFaultOf } from './rules/funds-provision.ts';
import type { budgetLines } from './schema.ts';
import { type BudgetRow, linesForProvisions, readLinesByCode, replaceLeftOut, replaceLines } from './store.ts';

export interface LinesDraft {
  readonly lines: readonly LineDraft[];
  readonly leftOut: readonly LeftOutDraft[];
  /** Why these supports and these sums: the family reads it. */
  readonly reasons: string;
}

export type SetLinesRefusal =
  | BudgetAtHandRefusal
  | LineRefusal
  | { readonly code: 'errand-for-a-stranger' }
  | FieldRefusal<'line-code-taken'>
  | (FieldRefusal<ProvisionFault['code']> & { readonly section?: string; readonly belongsTo?: string })
  | (FieldRefusal<'provision-in-another-budget'> & { readonly budgetId: string });

/**
 * Writes down the indicative figure, line by line (SEND Code of Practice 9.102): what the family may plan with, and no promise yet. Until it is
 * agreed, the lines can be written anew as often as needed; all of them are taken or none.
 */
export async function setLines(
  desk: BudgetRoom,
  caller: Caller,
  asRead: BudgetAsRead,
  draft: LinesDraft,
): Promise<Result<{ readonly revision: number; readonly lineCodes: readonly string[] }, SetLinesRefusal>> {
  const { authorityId, principal } = caller;
  const { familyId } = asRead;
  const today = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'budgets.set-lines' }, async ({ tx, key, now }) => {
    const found = await budgetAtHand(tx, caller, asRead, ['requested', 'indicative']);
    if (!found.ok) return found;
    const { budget } = found.value;
    const judged = await judgeLines(tx, authorityId, budget, draft.lines);
    if (!judged.ok) return judged;
    const by = { authorityId, budget, key, principal, now };
    const lines = judged.value.map((line) => ({ row: rowOf(line, by), shares: line.shares }));
    await replaceLines(tx, authorityId, budget.budgetId, lines);
    await replaceLeftOut(
      tx,
      authorityId,
      budget.budgetId,
      draft.leftOut.map((each) => leftOutRowOf(each, by)),
    );
    const { budgetId } = budget;
    const decision = { decisionId: uuidv7(), budgetId, familyId, decidedBy: principal, decidedOn: today, effectiveOn: today, lines: [] };
    const streams = draft.lines.map(({ stream }) => stream);
    const indicative = { ...decision, kind: 'indicative', state: 'indicative', reasons: draft.reasons, streams } as const;
    const revision = await applyDecision(tx, authorityId, decisionOf(indicative, key), now);
    const lineCodes = lines.map(({ row }) => row.lineCode);
    return accepted({ value: { revision, lineCodes }, personId: budget.childId, facts: { budgetId, lines: lines.length } });
  });
}

async function judgeLines(
  tx: Transaction,
  authorityId: number,
  budget: BudgetRow,
  drafts: readonly LineDraft[],
): Promise<Result<JudgedLine[], SetLinesRefusal>> {
  const plan = await findPlan(tx, authorityId, budget.planId);
  if (plan === undefined) throw new Error(`The plan ${budget.planId} of a budget is gone.`);
  const sources = new Map((await readSources(tx, authorityId)).map((source) => [source.sourceCode, source]));
  const judged: JudgedLine[] = [];
  for (const [index, draft] of drafts.entries()) {
    const line = judgeLine(draft, { budget, plan, sources, at: `lines/${index}` });
    if (!line.ok) return line;
    judged.push(line.value);
  }
  const amiss = provisionsAmiss(drafts, await provisionFacts(tx, authorityId, budget.planId));
  if (amiss !== undefined) return refused(amiss);
  const taken = await codesTaken(tx, authorityId, budget, drafts);
  if (taken !== undefined) return refused(taken);
  const twice = await provisionsElsewhere(tx, authorityId, budget, drafts);
  return twice === undefined ? accepted(judged) : refused(twice);
}

/** A line that names a support pays for what the plan says of it, and from the stream whose duty its section is. */
function provisionsAmiss(
  drafts: readonly LineDraft[],
  provisions: Awaited<ReturnType<typeof provisionFacts>>,
): SetLinesRefusal | undefined {
  for (const [index, draft] of drafts.entries()) {
    const fault = provisionFaultOf(draft, provisions);
    if (fault === undefined) continue;
    const { code, ...facts } = fault;
    const field = code === 'stream-not-of-section' ? 'stream' : code === 'provision-of-another-kind' ? 'kind' : 'provisionId';
    return { ...fieldRefusal(code, `lines/${index}/${field}`, SAID[code]), ...facts };
  }
  return undefined;
}

const SAID: Readonly<Record<ProvisionFault['code'], string>> = {
  'provision-not-in-plan': 'The plan of this budget has no such support.',
  'provision-of-another-kind': 'The plan says another kind of support.',
  'provision-not-running': 'The support runs on none of these days.',
  'stream-not-of-section': 'The section of the plan in which the support stands is another stream’s duty.',
};

async function codesTaken(
  tx: Transaction,
  authorityId: number,
  { budgetId }: BudgetRow,
  drafts: readonly LineDraft[],
): Promise<SetLinesRefusal | undefined> {
  const codes = drafts.map(({ lineCode }) => lineCode);
  const given = codes.filter((code) => code !== undefined);
  const elsewhere = new Set(
    (await readLinesByCode(tx, authorityId, given)).flatMap((line) => (line.budgetId === budgetId ? [] : [line.lineCode])),
  );
  const index = codes.findIndex((code, n) => code !== undefined && (elsewhere.has(code) || codes.indexOf(code) !== n));
  const lineCode = codes[index];
  return lineCode === undefined ? undefined : fieldRefusal('line-code-taken', `lines/${index}/lineCode`, 'This code is another line’s.');
}

/** The same support is paid for once: by several lines of one budget in any mix, and never by two budgets on the same day. */
async function provisionsElsewhere(
  tx: Transaction,
  authorityId: number,
  { budgetId }: BudgetRow,
  drafts: readonly LineDraft[],
): Promise<SetLinesRefusal | undefined> {
  const provisionIds = drafts.flatMap(({ provisionId }) => provisionId ?? []);
  const others = await linesForProvisions(tx, authorityId, provisionIds, budgetId);
  for (const [index, { provisionId, from, until }] of drafts.entries()) {
    const other = others.find((line) => line.provisionId === provisionId && !isAfter(line.from, until) && !isAfter(from, line.until));
    if (other !== undefined) {
      const message = 'Another budget pays for this support on some of these days.';
      return { ...fieldRefusal('provision-in-another-budget', `lines/${index}/provisionId`, message), budgetId: other.budgetId };
    }
  }
  return undefined;
}

interface Writer {
  readonly authorityId: number;
  readonly budget: BudgetRow;
  readonly key: FamilyKey;
  readonly principal: string;
  readonly now: Date;
}

function rowOf({ draft, units, cost }: JudgedLine, { authorityId, budget, key, principal, now }: Writer): typeof budgetLines.$inferInsert {
  const { words, sources: _, costing, lineCode, ...terms } = draft;
  const lineId = uuidv7();
  return {
    ...terms,
    authorityId,
    lineId,
    lineCode: lineCode ?? drawLineCode(),
    budgetId: budget.budgetId,
    familyId: budget.familyId,
    unit: costing?.unit ?? null,
    units: units ?? null,
    rate: costing?.rate ?? null,
    vatCode: costing?.vatCode ?? 'exempt',
    onCostRate: costing?.onCostRate ?? null,
    onCostFixed: costing?.onCostFixed ?? null,
    cost: cost ?? null,
    state: 'indicative',
    sealed: key.seal(words, lineId),
    revision: 1,
    createdAt: now,
    createdBy: principal,
  };
}

function leftOutRowOf({ provisionId, ground, what, why }: LeftOutDraft, { authorityId, budget, key, principal, now }: Writer) {
  const leftOutId = uuidv7();
  const { budgetId, familyId } = budget;
  const sealed = key.seal({ what, why }, leftOutId);
  return {
    authorityId,
    leftOutId,
    budgetId,
    familyId,
    provisionId: provisionId ?? null,
    ground,
    sealed,
    createdAt: now,
    createdBy: principal,
  };
}
