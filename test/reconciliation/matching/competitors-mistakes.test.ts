import { describe, expect, it } from 'vitest';
import { type BankItem, matchItems, type OpenItem } from '../../../src/reconciliation/index.ts';
import { item, line } from './lines-and-items.ts';

const matched = (lines: readonly BankItem[], items: readonly OpenItem[]) =>
  matchItems({ lines, items })
    .matched.map(({ lineIds, itemIds }) => `${lineIds.join('+')}=${[...itemIds].sort().join('+')}`)
    .sort();

const payee = { payeeName: 'Penhaligon Nursing Trust', payeeAccount: '30000087654321' };
const fromPayee = { payeeAccount: '30-00-00 87654321' };

describe('what other reconcilers get wrong', () => {
  it('amounts beyond what a float can hold stay apart: a penny is a penny', () => {
    const large = 9_007_199_254_740_992n;
    expect(matched([line('l', large + 1n, 'PENHALIGON NURSING', fromPayee)], [item('i', large, payee)])).toEqual([]);
    expect(matched([line('l', large + 1n, 'PENHALIGON NURSING', fromPayee)], [item('i', large + 1n, payee)])).toEqual(['l=i']);
  });

  it('a tolerance never slips in: a penny of difference on the largest sum is not matched by itself', () => {
    expect(matched([line('l', -99_999_999n, 'PENHALIGON NURSING', fromPayee)], [item('i', -100_000_000n, payee)])).toEqual([]);
  });

  it('an empty text is contained in nothing', () => {
    const bare = [item('i', -50_000n, { reference: '', payeeName: '', memo: '', documents: [''], payeeAccount: '' })];
    expect(matched([line('l', -50_000n, '')], bare)).toEqual([]);
    expect(matched([line('l', -50_000n, 'PENHALIGON NURSING TRUST', { payeeAccount: '', endToEndId: '' })], bare)).toEqual([]);
  });

  it('no currency matches every other', () => {
    for (const [bank, open] of [
      ['MIXED', 'GBP'],
      ['GBP', 'MIXED'],
      ['EUR', undefined],
    ] as const) {
      const lines = [line('l', -50_000n, 'PENHALIGON NURSING TRUST', { ...fromPayee, currency: bank })];
      expect(matched(lines, [item('i', -50_000n, { ...payee, ...(open !== undefined && { currency: open }) })])).toEqual([]);
    }
  });

  it('two equal lines never settle one item twice', () => {
    const result = matchItems({
      lines: [line('a', -50_000n, 'PENHALIGON NURSING TRUST', fromPayee), line('b', -50_000n, 'PENHALIGON NURSING TRUST', fromPayee)],
      items: [item('i', -50_000n, payee), item('other', -50_000n, { payeeName: 'Somebody Else' })],
    });
    const settled = result.matched.flatMap(({ itemIds }) => itemIds);
    expect(new Set(settled).size).toBe(settled.length);
    expect(settled).not.toContain('other');
  });

  it('the first candidate does not win: a better one behind it does', () => {
    const later = line('named', -50_000n, 'PENHALIGON NURSING TRUST N4711', fromPayee);
    const items = [item('i', -50_000n, { ...payee, documents: ['N4711'] }), item('j', -50_000n, { ...payee, documents: ['N4712'] })];
    for (const lines of [
      [line('other', -50_000n, 'PENHALIGON NURSING TRUST N4712', fromPayee), later],
      [later, line('other', -50_000n, 'PENHALIGON NURSING TRUST N4712', fromPayee)],
    ]) {
      expect(matched(lines, items)).toEqual(['named=i', 'other=j']);
      expect(matched(lines, [...items].reverse())).toEqual(['named=i', 'other=j']);
    }
  });

  it('totals that agree prove nothing about lines: two wrong sums that add up to the right one are not matched', () => {
    const lines = [line('a', -40_000n, 'PENHALIGON NURSING', fromPayee), line('b', -60_000n, 'WEI CHEN')];
    const items = [item('i', -50_000n, payee), item('j', -50_000n, { payeeName: 'Wei Chen' })];
    expect(matched(lines, items)).toEqual([]);
  });

  it('groups need no key that both sides share: invoices are found by payee and sum', () => {
    const items = [10_007n, 20_011n].map((amount, n) => item(`i${n}`, -amount, { ...payee, kind: 'invoice', documents: [`N470${n}`] }));
    expect(matched([line('l', -30_018n, 'PENHALIGON NURSING TRUST', fromPayee)], items)).toEqual(['l=i0+i1']);
  });

  it('every match and every suggestion has a score, a margin and reasons in words', () => {
    const result = matchItems({
      lines: [line('l', -50_000n, 'PENHALIGON NURSING TRUST', fromPayee), line('m', -700n, 'PENHALIGON')],
      items: [item('i', -50_000n, payee), item('j', -700n, payee), item('k', -700n, payee)],
    });
    const all = [...result.matched, ...result.open.flatMap(({ suggestions }) => suggestions)];
    expect(all.length).toBeGreaterThan(2);
    for (const { score, margin, reasons } of all) {
      expect([Number.isFinite(score), Number.isFinite(margin), reasons.length > 0 && reasons.every((reason) => /\w/.test(reason))]).toEqual(
        [true, true, true],
      );
    }
  });
});
