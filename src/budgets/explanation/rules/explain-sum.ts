import type { LineFacts } from './line-facts.ts';
import { type Sentence, type Step, sentence, when } from './passage.ts';
import { pounds, unitsInWords } from './show.ts';
import type { Catalogue } from './words/catalogue.ts';

/** How the figure came about, as sums that add up to the penny and as sentences. */
export interface ExplainedSum {
  readonly steps: readonly Step[];
  readonly sentences: readonly Sentence[];
}

/**
 * The invariant: the steps before the total add up to the agreed amount. What the rules do not give (a sum agreed as a whole, a round
 * figure, a better price) is a step of its own and never hidden in another.
 */
export function explainSum(line: LineFacts, catalogue: Catalogue): ExplainedSum {
  const { amount, contingency, costing } = line;
  const total = [
    sentence('sum.total', { amount: pounds(amount) }),
    ...when(contingency > 0n, sentence('sum.spare', { amount: pounds(contingency) })),
  ];
  if (costing === undefined) {
    return {
      steps: [
        { kind: 'agreed-difference', amount },
        { kind: 'total', amount },
      ],
      sentences: [sentence('sum.whole'), ...total],
    };
  }
  const { base, vat, onCosts, fixedCosts, schoolPart } = costing;
  const taken = schoolPart?.taken ?? 0n;
  const vatInSum = vat.isReclaimed ? 0n : vat.amount;
  const worked = base + vatInSum + onCosts + fixedCosts - taken;
  const difference = amount - worked;
  const steps: Step[] = [
    { kind: 'cost', amount: base },
    { kind: 'vat', amount: vatInSum },
    { kind: 'on-costs', amount: onCosts },
    { kind: 'fixed-costs', amount: fixedCosts },
    { kind: 'school-part', amount: -taken },
    { kind: 'agreed-difference', amount: difference },
  ];
  return {
    steps: [...steps.filter((step) => step.amount !== 0n), { kind: 'total', amount }],
    sentences: [
      ...unitSentences(line, catalogue),
      ...when(vatInSum > 0n, sentence('sum.vat-in', { amount: pounds(vatInSum) })),
      ...when(vat.isReclaimed, sentence('sum.vat-back')),
      ...when(onCosts > 0n, sentence('sum.on-costs', { amount: pounds(onCosts) })),
      ...when(fixedCosts > 0n, sentence('sum.fixed-costs', { amount: pounds(fixedCosts) })),
      ...schoolSentences(schoolPart),
      ...when(difference > 0n, sentence('sum.more', { amount: pounds(difference) })),
      ...when(difference < 0n, sentence('sum.less', { amount: pounds(difference) })),
      ...total,
    ],
  };
}

function unitSentences({ costing, need }: LineFacts, catalogue: Catalogue): readonly Sentence[] {
  if (costing?.by === undefined) return [];
  const { base } = costing;
  const { unit, units, rate } = costing.by;
  const all = unitsInWords(catalogue, unit, units);
  const weekly =
    need?.unitsPerWeek === undefined || need.weeks === undefined
      ? []
      : [sentence('sum.weekly', { units: unitsInWords(catalogue, unit, need.unitsPerWeek), weeks: String(need.weeks), total: all })];
  return [...weekly, sentence('sum.units', { units: capital(all), rate: pounds(rate), amount: pounds(base) })];
}

function schoolSentences(schoolPart: { readonly annualCost: bigint; readonly taken: bigint } | undefined): readonly Sentence[] {
  if (schoolPart === undefined) return [];
  const { annualCost, taken } = schoolPart;
  return taken === 0n
    ? [sentence('sum.no-school-part', { cost: pounds(annualCost) })]
    : [sentence('sum.school-part', { cost: pounds(annualCost), amount: pounds(taken) })];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
