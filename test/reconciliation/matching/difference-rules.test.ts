import { describe, expect, it } from 'vitest';
import { type BankChargeRule, checkRule, type DifferenceRule, matchItems, type WriteOffRule } from '../../../src/reconciliation/index.ts';
import { item, line } from './lines-and-items.ts';

const charges: BankChargeRule = {
  kind: 'bank-charge',
  ruleId: 'charges',
  words: ['BANK', 'CHARGES'],
  limitMinor: 2_000n,
  monthlyLimitMinor: 3_000n,
};
const pennies: WriteOffRule = { kind: 'write-off', ruleId: 'pennies', limitMinor: 50n, limitBasisPoints: 10 };
const lines = Array.from({ length: 40 }, (_, n) => ({
  id: `l${n}`,
  date: '2026-06-05',
  amountMinor: -100n,
  text: n < 4 ? 'BANK CHARGES' : 'SOMETHING ELSE',
}));

describe('a rule', () => {
  it('is accepted when it names what it takes', () => {
    expect([checkRule(charges, lines).ok, checkRule(pennies, lines).ok]).toEqual([true, true]);
  });

  it.each<[string, DifferenceRule, string]>([
    ['no word at all', { ...charges, words: [] }, 'rule-matches-everything'],
    ['an empty word', { ...charges, words: ['BANK', ' - '] }, 'rule-matches-everything'],
    ['an empty type code', { ...charges, words: [], typeCode: ' ' }, 'rule-matches-everything'],
    ['a word that stands in most lines', { ...charges, words: ['else'] }, 'rule-matches-everything'],
    ['no limit', { ...charges, limitMinor: 0n }, 'rule-limit-not-positive'],
    ['a limit beyond what any rule may take', { ...charges, limitMinor: 1_000_000n }, 'rule-limit-too-high'],
    ['a write-off of half the item', { ...pennies, limitBasisPoints: 5_000 }, 'rule-limit-too-high'],
  ])('is refused with %s', (_what, rule, code) => {
    expect(checkRule(rule, lines)).toMatchObject({
      ok: false,
      refusal: { code, ruleId: rule.ruleId, reason: expect.stringMatching(/\.$/) },
    });
  });

  it('for bank charges takes what it names, out of the account only, up to its limits', () => {
    const { matched, open } = matchItems({
      lines: [
        line('first', -1_500n, 'BANK CHARGES MAY'),
        line('second', -1_400n, 'Bank charges, June'),
        line('over the month', -200n, 'BANK CHARGES', { date: '2026-06-09' }),
        line('next month', -200n, 'BANK CHARGES', { date: '2026-07-01' }),
        line('too large', -2_001n, 'BANK CHARGES', { date: '2026-07-01' }),
        line('paid back', 100n, 'BANK CHARGES'),
        line('other', -100n, 'RIVERBANK CHARGES LTD'),
      ],
      items: [],
      rules: [charges],
    });
    expect(matched.flatMap(({ lineIds }) => lineIds).sort()).toEqual(['first', 'next month', 'second']);
    expect(matched[0]?.allocations[0]).toMatchObject({ to: { kind: 'rule', ruleId: 'charges' } });
    expect(open).toHaveLength(4);
  });

  it('for writing off never matches by itself: it tells a person that the rest may go', () => {
    const items = [item('i', 100_000n, { kind: 'receivable', reference: 'RC7001' })];
    const afterPaying = (amountMinor: bigint) => matchItems({ lines: [line('l', amountMinor, 'RC7001')], items, rules: [pennies] });
    expect(afterPaying(99_950n).matched).toEqual([]);
    expect(afterPaying(99_950n).open[0]?.suggestions[0]).toMatchObject({
      stage: 'write-off',
      difference: { itemId: 'i', ruleId: 'pennies', amountMinor: 50n },
    });
    expect(afterPaying(99_949n).open[0]?.suggestions[0]).toMatchObject({ stage: 'part-payment' });
  });
});
