import { isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PlanFacts } from '../plans/find-plan.ts';
import { type FieldRefusal, fieldRefusal } from '../plans/rules/field-refusal.ts';
import { fundingRuleFor } from '../sources/rules/funding-rules.ts';
import type { SourceRow } from '../sources/store.ts';
import type { LineDraft } from './line-draft.ts';
import { type FundedShare, fundedShares, type LineSource } from './rules/line-money.ts';
import { addUpToAll, weightOfPercent } from './rules/percent.ts';
import { costOf, unitsInAll, weeksOf } from './rules/sufficiency.ts';
import { isInWrongStream } from './rules/therapy.ts';
import { topUpOf } from './rules/top-up.ts';
import type { Cover } from './rules/year-cut.ts';

/** What a draft comes to: its shares, and what its provision costs by the rules. */
export interface JudgedLine {
  readonly draft: LineDraft;
  readonly shares: readonly FundedShare[];
  readonly units?: string;
  readonly cost?: bigint;
}

export type LineRefusalCode =
  | 'dates-crossed'
  | 'line-outside-budget'
  | 'contingency-above-amount'
  | 'place-fees-not-allowed'
  | 'premises-agreement-missing'
  | 'therapy-belongs-to-education'
  | 'percentages-do-not-add-up'
  | 'source-named-twice'
  | 'source-not-found'
  | 'source-may-not-fund'
  | 'line-without-its-stream'
  | 'element-2-not-deducted'
  | 'amount-not-sufficient';

/** Names the member of the request, and beside it what would be right: sums as text. */
export interface LineRefusal extends FieldRefusal<LineRefusalCode> {
  readonly cost?: string;
  readonly topUp?: string;
}

export interface LineSurroundings {
  readonly budget: Cover;
  readonly plan: Pick<PlanFacts, 'element2Held' | 'settingKind'>;
  readonly sources: ReadonlyMap<string, SourceRow>;
  /** `lines/2`: where the draft stands in the request. */
  readonly at: string;
}

/** Place fees are never in a budget: reg 6 of SI 2014/1652. */
const PLACE_FEES: readonly string[] = ['school-place', 'post-16-place', 'early-years-place'];

export function judgeLine(draft: LineDraft, surroundings: LineSurroundings): Result<JudgedLine, LineRefusal> {
  const { at } = surroundings;
  const no = (code: LineRefusalCode, field: string, facts: object = {}) => refused(inLine(code, `${at}/${field}`, facts));
  const { kind, from, until, amount, contingency, premises, premisesAgreedOn, mechanism, stream, educatesOrTrains, words } = draft;
  if (isAfter(from, until)) return no('dates-crossed', 'until');
  if (isBefore(from, surroundings.budget.from) || isAfter(from, surroundings.budget.until)) return no('line-outside-budget', 'from');
  if (isAfter(until, surroundings.budget.until)) return no('line-outside-budget', 'until');
  if (contingency > amount) return no('contingency-above-amount', 'contingency');
  if (PLACE_FEES.includes(kind)) return no('place-fees-not-allowed', 'kind');
  if (premises && mechanism !== 'ARRANGEMENT' && premisesAgreedOn === undefined)
    return no('premises-agreement-missing', 'premisesAgreedOn');
  if (isInWrongStream({ kind, stream, educatesOrTrains, reasonForStream: words.reasonForStream }))
    return no('therapy-belongs-to-education', 'stream');
  const sources = sourcesOfDraft(draft, surroundings);
  if (!sources.ok) return sources;
  const expected = draft.annualCost === undefined ? undefined : topUpOf({ ...surroundings.plan, annualCost: draft.annualCost }, from);
  if (expected !== undefined && stream === 'EDUCATION' && amount > expected && surroundings.plan.element2Held)
    return no('element-2-not-deducted', 'amount', { topUp: formatPounds(expected) });
  const costed = costOfDraft(draft, from);
  const due = least(costed?.cost, expected);
  if (due !== undefined && amount < due && words.reasonForAmount === undefined)
    return no('amount-not-sufficient', 'amount', { cost: formatPounds(due) });
  return accepted({
    draft,
    shares: fundedShares(amount, sources.value, { from, until, cut: draft.yearCut }),
    ...costed,
  });
}

function inLine(code: LineRefusalCode, field: string, facts: object = {}): LineRefusal {
  return { ...fieldRefusal(code, field, 'The detail of this answer says what is needed here.'), ...facts };
}

/** With Element 2 at the school, only the top-up is asked of the budget, however much the help costs in all. */
function least(cost: bigint | undefined, topUp: bigint | undefined): bigint | undefined {
  if (cost === undefined || topUp === undefined) return cost ?? topUp;
  return cost < topUp ? cost : topUp;
}

function costOfDraft(
  { costing, mechanism, termTimeOnly, from, until }: LineDraft,
  on: PlainDate,
): { units: string; cost: bigint } | undefined {
  if (costing === undefined) return undefined;
  const weeks = costing.weeks ?? weeksOf({ from, until }, termTimeOnly);
  const units = costing.units ?? unitsInAll(costing.unitsPerWeek ?? '0', weeks);
  return { units, cost: costOf({ ...costing, units }, mechanism, on) };
}

function sourcesOfDraft({ sources, stream, from }: LineDraft, surroundings: LineSurroundings): Result<LineSource[], LineRefusal> {
  const no = (code: LineRefusalCode, index?: number) =>
    refused(inLine(code, `${surroundings.at}/sources${index === undefined ? '' : `/${index}/sourceCode`}`));
  const weights = sources.map(({ percent }) => weightOfPercent(percent) ?? 0n);
  if (!addUpToAll(weights)) return no('percentages-do-not-add-up');
  const found: LineSource[] = [];
  for (const [index, { sourceCode }] of sources.entries()) {
    if (sources.findIndex((each) => each.sourceCode === sourceCode) !== index) return no('source-named-twice', index);
    const source = surroundings.sources.get(sourceCode);
    if (source === undefined) return no('source-not-found', index);
    if (fundingRuleFor(source.kind, source.stream, from) === undefined) return no('source-may-not-fund', index);
    const { costCentre, subjective } = source;
    found.push({ sourceCode, stream: source.stream, costCentre, subjective, weight: sources.length === 1 ? 1n : (weights[index] ?? 0n) });
  }
  if (!found.some((source) => source.stream === stream)) return no('line-without-its-stream');
  return accepted(found);
}
