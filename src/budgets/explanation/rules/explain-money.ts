import type { LineFacts, MoneyFacts } from './line-facts.ts';
import { type Sentence, sentence, when } from './passage.ts';
import { percentOf, pounds, yearsOf } from './show.ts';

/** Who pays, by which rule, for which year: one passage for each source, whole before its parts. */
export function explainMoney({ money, amount }: LineFacts): readonly Sentence[] {
  const sources = [...new Set(money.map(({ source }) => source))];
  return sources.flatMap((source) => {
    const parts = money.filter((each) => each.source === source);
    const [first] = parts;
    if (first === undefined) return [];
    const whole = parts.reduce((sum, each) => sum + each.amount, 0n);
    return [
      sentence(`money.${first.sourceKind}`, { amount: pounds(whole), source: first.sourceName }),
      ...when(sources.length > 1, sentence('money.part', { percent: percentOf(whole, amount) })),
      sentence(`money.only.${first.stream}`),
      ...when(first.isPaidBack, sentence('money.paid-back')),
      ...yearSentences(parts),
    ];
  });
}

/** A line within one settled year needs no word about years. */
function yearSentences(parts: readonly MoneyFacts[]): readonly Sentence[] {
  if (parts.length === 1 && !parts.some(({ indicative }) => indicative)) return [];
  return parts.map(({ amount, financialYear, indicative }) =>
    sentence(indicative ? 'money.year-not-settled' : 'money.year', { amount: pounds(amount), ...yearsOf(financialYear) }),
  );
}
