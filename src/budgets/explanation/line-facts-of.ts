import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { applyRate } from '../../platform/money/round.ts';
import type { LineWords } from '../budgets/line-draft.ts';
import { topUpOf } from '../budgets/rules/top-up.ts';
import type { LineRow, ShareRow } from '../budgets/store.ts';
import type { PlanFacts, ProvisionFacts } from '../plans/find-plan.ts';
import type { OutcomeWords, ProvisionWords } from '../plans/plan-view.ts';
import type { LinePosition } from '../position/read-position.ts';
import { fundingRuleFor } from '../sources/rules/funding-rules.ts';
import type { SourceRow, SourceYearRow } from '../sources/store.ts';
import type { Costing, LineFacts, MoneyFacts, NeedFacts } from './rules/line-facts.ts';

/** The rows and opened words behind one line; words that are hidden from the reader are not among them. */
export interface LineMaterial {
  readonly row: LineRow;
  readonly words: LineWords | undefined;
  readonly shares: readonly ShareRow[];
  readonly sources: readonly SourceRow[];
  readonly years: readonly SourceYearRow[];
  readonly plan: PlanFacts | undefined;
  readonly provision: (ProvisionFacts & Partial<ProvisionWords>) | undefined;
  readonly outcome: OutcomeWords | undefined;
  readonly position: LinePosition;
  /** What the kind of support is called, where the line's own title is not for this reader. */
  readonly kindName: string;
  readonly reviewBy: PlainDate | undefined;
}

export function lineFactsOf(material: LineMaterial): LineFacts {
  const { row, words, position, kindName, reviewBy } = material;
  const need = needOf(material);
  const costing = costingOf(material);
  return {
    lineId: row.lineId,
    lineCode: row.lineCode,
    title: words?.title ?? kindName,
    ...(words !== undefined && { why: words.why }),
    stream: row.stream,
    mechanism: row.mechanism,
    state: row.state,
    from: row.from,
    until: row.until,
    termTimeOnly: row.termTimeOnly,
    amount: row.amount,
    contingency: row.contingency,
    ...(need && { need }),
    ...(costing && { costing }),
    money: moneyOf(material),
    ...(position.nextPayment && { nextPayment: { on: position.nextPayment.on, amount: position.nextPayment.amount } }),
    ...(reviewBy !== undefined && { reviewBy }),
  };
}

function needOf({ provision, outcome }: LineMaterial): NeedFacts | undefined {
  if (provision === undefined && outcome === undefined) return undefined;
  return {
    ...(provision && { section: provision.section }),
    ...(provision?.description !== undefined && { provision: provision.description }),
    ...(outcome && { outcome: outcome.text }),
    ...(provision?.unitsPerWeek !== undefined && { unitsPerWeek: provision.unitsPerWeek }),
    ...(provision?.weeks !== undefined && { weeks: provision.weeks }),
  };
}

/**
 * The parts of the cost that the sufficiency check worked out and the line keeps: VAT is what the kept cost holds beside net and on-costs,
 * so no second table of rates can disagree with the first.
 */
function costingOf({ row, plan }: LineMaterial): Costing | undefined {
  const { unit, units, rate, cost, vatCode, onCostRate, onCostFixed, annualCost, mechanism } = row;
  const taken = annualCost === null || plan === undefined ? 0n : annualCost - topUpOf({ ...plan, annualCost }, row.from);
  const schoolPart = annualCost === null || row.stream !== 'EDUCATION' ? undefined : { annualCost, taken };
  const school = schoolPart === undefined ? {} : { schoolPart };
  if (unit === null || units === null || rate === null || cost === null) {
    if (schoolPart === undefined) return undefined;
    return { base: schoolPart.annualCost, vat: { amount: 0n, isReclaimed: false }, onCosts: 0n, fixedCosts: 0n, ...school };
  }
  const base = applyRate(rate, units);
  const onCosts = applyRate(base, onCostRate ?? '0');
  const fixedCosts = onCostFixed ?? 0n;
  const isReclaimed = vatCode === 'standard' && mechanism === 'ARRANGEMENT';
  return {
    by: { unit, units, rate },
    base,
    vat: { amount: cost - base - onCosts - fixedCosts, isReclaimed },
    onCosts,
    fixedCosts,
    ...school,
  };
}

function moneyOf({ row, shares, sources, years }: LineMaterial): MoneyFacts[] {
  return shares.map(({ sourceCode, financialYear, stream, amount }) => {
    const source = sources.find((each) => each.sourceCode === sourceCode);
    if (source === undefined) throw new Error(`The source ${sourceCode} of a share is gone.`);
    const year = years.find((each) => each.sourceCode === sourceCode && each.financialYear === financialYear);
    return {
      source: sourceCode,
      sourceName: source.name,
      sourceKind: source.kind,
      stream,
      financialYear,
      amount,
      // A year of which nothing is known is no more settled than one that is not confirmed.
      indicative: year?.indicative ?? true,
      isPaidBack: source.partnerCode !== null,
      rule: fundingRuleFor(source.kind, stream, row.from)?.source ?? '',
    };
  });
}
