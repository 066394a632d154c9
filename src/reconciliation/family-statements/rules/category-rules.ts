import { saysAll } from '../../matching/rules/rule-words.ts';
import type { SpendingCategory } from './kinds.ts';

/** Says of lines with these words what they are for, up to a sum a line where one is given. */
export interface CategoryRule {
  readonly ruleId: string;
  readonly words: readonly string[];
  readonly category: SpendingCategory;
  readonly direction: 'out' | 'in';
  readonly limit?: bigint;
}

export function ruleTakes({ words, direction, limit }: Omit<CategoryRule, 'ruleId' | 'category'>, line: RuledLine): boolean {
  const amount = line.amount < 0n ? -line.amount : line.amount;
  const itsWay = direction === 'out' ? line.amount < 0n : line.amount > 0n;
  return itsWay && (limit === undefined || amount <= limit) && saysAll(words, line.text);
}

export interface RuledLine {
  readonly amount: bigint;
  readonly text: string;
}

/** The rule that a line goes by: of several that would take it, the one with most words, and of those the latest. */
export function ruleFor(rules: readonly CategoryRule[], line: RuledLine): CategoryRule | undefined {
  return rules.filter((rule) => ruleTakes(rule, line)).sort(narrower)[0];
}

function narrower(one: CategoryRule, other: CategoryRule): number {
  return other.words.length - one.words.length || (one.ruleId < other.ruleId ? 1 : -1);
}
