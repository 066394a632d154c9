import { accepted, type Refusal, type Result, refused } from '../../../platform/result.ts';
import { saysAll, whyTooWide } from './rule-words.ts';

/** Lines the bank books for itself: matched by words or a type code, up to a limit a line and a limit a month. */
export interface BankChargeRule {
  readonly kind: 'bank-charge';
  readonly ruleId: string;
  /** All of these words stand in the line. */
  readonly words: readonly string[];
  readonly typeCode?: string;
  readonly limitMinor: bigint;
  readonly monthlyLimitMinor: bigint;
}

/** How much of an item may be let go when its payment fell short. A person always decides; the rule says who need not be asked. */
export interface WriteOffRule {
  readonly kind: 'write-off';
  readonly ruleId: string;
  readonly limitMinor: bigint;
  /** At most this part of the item, in hundredths of a percent. */
  readonly limitBasisPoints: number;
}

export type DifferenceRule = BankChargeRule | WriteOffRule;

export interface RuleRefusal extends Refusal {
  readonly code: 'rule-matches-everything' | 'rule-limit-not-positive' | 'rule-limit-too-high';
  readonly ruleId: string;
  readonly reason: string;
}

export interface ChargedLine {
  readonly id: string;
  readonly date: string;
  readonly amountMinor: bigint;
  readonly text: string;
  readonly typeCode?: string;
}

const HIGHEST_CHARGE_LIMIT = 50_000n;
const HIGHEST_WRITE_OFF_LIMIT = 10_000n;
const HIGHEST_BASIS_POINTS = 500;

/** Refuses a rule that would match everything, by its form or by what it does to the lines at hand, and limits that limit nothing. */
export function checkRule(rule: DifferenceRule, lines: readonly ChargedLine[]): Result<DifferenceRule, RuleRefusal> {
  const { ruleId } = rule;
  const highest = rule.kind === 'bank-charge' ? HIGHEST_CHARGE_LIMIT : HIGHEST_WRITE_OFF_LIMIT;
  if (rule.limitMinor <= 0n || (rule.kind === 'bank-charge' && rule.monthlyLimitMinor <= 0n)) {
    return refused({ code: 'rule-limit-not-positive', ruleId, reason: 'Give the rule a limit above nothing.' });
  }
  if (
    rule.limitMinor > highest ||
    (rule.kind === 'write-off' && !(rule.limitBasisPoints > 0 && rule.limitBasisPoints <= HIGHEST_BASIS_POINTS))
  ) {
    return refused({
      code: 'rule-limit-too-high',
      ruleId,
      reason: 'The limit is higher than any rule may go; a person decides on such sums.',
    });
  }
  if (rule.kind === 'write-off') return accepted(rule);
  const reason = whyTooWide(rule, lines.filter((line) => saysCharge(rule, line)).length, lines.length);
  if (reason !== undefined) return refused({ code: 'rule-matches-everything', ruleId, reason });
  return accepted(rule);
}

/** What a rule has taken in each month already, in pence: `2026-05`. */
export type ChargedBefore = ReadonlyMap<string, bigint>;

/** Which of the lines the rule takes, earliest first, until the month's limit is reached. */
export function chargesBy(rule: BankChargeRule, lines: readonly ChargedLine[], before: ChargedBefore = new Map()): string[] {
  const spent = new Map(before);
  const inOrder = [...lines].sort((a, b) => (a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? -1 : 1));
  return inOrder.flatMap((line) => {
    const amount = line.amountMinor < 0n ? -line.amountMinor : 0n;
    if (amount === 0n || amount > rule.limitMinor || !saysCharge(rule, line)) return [];
    const month = line.date.slice(0, 7);
    const sum = (spent.get(month) ?? 0n) + amount;
    if (sum > rule.monthlyLimitMinor) return [];
    spent.set(month, sum);
    return [line.id];
  });
}

/** The rule by which this shortfall may be let go, if there is one. */
export function writeOffFor(
  rules: readonly WriteOffRule[],
  { itemMinor, shortMinor }: { readonly itemMinor: bigint; readonly shortMinor: bigint },
): WriteOffRule | undefined {
  const [item, short] = [absolute(itemMinor), absolute(shortMinor)];
  return rules.find((rule) => short > 0n && short <= rule.limitMinor && short * 10_000n <= item * BigInt(rule.limitBasisPoints));
}

function saysCharge({ words, typeCode }: BankChargeRule, line: ChargedLine): boolean {
  return (typeCode === undefined || typeCode === line.typeCode) && saysAll(words, line.text);
}

const absolute = (amount: bigint) => (amount < 0n ? -amount : amount);
