import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BankLine, matchByReference, type ReferencedItem } from '../../../src/reconciliation/index.ts';

function line(amountMinor: bigint, remittance: string, more: Partial<BankLine> = {}): BankLine {
  return { lineNumber: 1, bookingDate: '2026-04-01', amountMinor, currency: 'GBP', remittance, state: 'booked', reversal: false, ...more };
}

function item(id: string, reference: string, amountMinor: bigint): ReferencedItem {
  return { id, reference, amountMinor };
}

function outcome(one: BankLine, items: readonly ReferencedItem[]): string {
  const { matches, unmatched } = matchByReference([one], items);
  return matches[0]?.itemId ?? unmatched[0]?.reason ?? 'lost';
}

describe('matching by reference', () => {
  const payment = item('p1', 'TF-2026-0001', -5_000n);

  it.each([
    ['the end-to-end id', line(-5_000n, '', { endToEndId: 'TF-2026-0001' })],
    ['the remittance text', line(-5_000n, 'Direct payment tf-2026-0001.')],
    ['both', line(-5_000n, 'TF-2026-0001', { endToEndId: 'TF-2026-0001' })],
    ['text between signs', line(-5_000n, '/REMI/: (TF-2026-0001), thank you')],
  ])('finds the one reference in %s', (_where, bankLine) => {
    expect(outcome(bankLine, [payment])).toBe('p1');
  });

  it.each([
    ['a penny more', line(-5_001n, 'TF-2026-0001'), 'amount-differs'],
    ['the other way', line(5_000n, 'TF-2026-0001'), 'amount-differs'],
    ['another currency', line(-5_000n, 'TF-2026-0001', { currency: 'EUR' }), 'currency-differs'],
    ['not booked yet', line(-5_000n, 'TF-2026-0001', { state: 'pending' }), 'line-pending'],
    ['no reference', line(-5_000n, 'Direct payment'), 'no-reference-found'],
    ['part of a longer number', line(-5_000n, 'TF-2026-00012'), 'no-reference-found'],
    ['part of a longer reference', line(-5_000n, 'TF-2026-0001-2'), 'no-reference-found'],
    ['the end of a longer reference', line(-5_000n, 'XTF-2026-0001'), 'no-reference-found'],
    ['the end of a longer reference behind a sign', line(-5_000n, 'X/TF-2026-0001'), 'no-reference-found'],
    ['two references', line(-5_000n, 'TF-2026-0001 TF-2026-0002'), 'several-references-found'],
  ])('leaves a line unmatched and says why: %s', (_why, bankLine, reason) => {
    expect(outcome(bankLine, [payment, item('p2', 'TF-2026-0002', -5_000n)])).toBe(reason);
  });

  it('leaves two items with one reference to a person', () => {
    expect(outcome(line(-5_000n, 'TF-2026-0001'), [payment, { ...payment, id: 'p2' }])).toBe('several-references-found');
  });

  it('uses an item at most once: two equal lines for it are for a person to judge', () => {
    const twice = [line(-5_000n, 'TF-2026-0001'), line(-5_000n, 'TF-2026-0001', { lineNumber: 2 })];
    expect(matchByReference(twice, [payment])).toMatchObject({
      matches: [],
      unmatched: [{ reason: 'claimed-by-several-lines' }, { reason: 'claimed-by-several-lines' }],
    });
  });

  it('never matches by an empty reference', () => {
    expect(outcome(line(-5_000n, ''), [item('p1', '', -5_000n), item('p2', ' -', -5_000n)])).toBe('no-reference-found');
  });

  const reference = fc.stringMatching(/^TF-[A-C0-2]{1,3}$/);
  const amount = fc.constantFrom(100n, -100n, 200n);
  const items = fc
    .array(fc.record({ reference, amountMinor: amount }), { maxLength: 8 })
    .map((all) => all.map((one, index) => ({ ...one, id: `i${index}` })));
  const lines = fc
    .array(fc.record({ amountMinor: amount, remittance: fc.array(reference, { maxLength: 2 }).map((all) => all.join(' ')) }), {
      maxLength: 8,
    })
    .map((all) => all.map((one, index) => line(one.amountMinor, one.remittance, { lineNumber: index })));

  it('accounts for every line once, uses every item at most once and loses no penny', () => {
    fc.assert(
      fc.property(lines, items, (someLines, someItems) => {
        const { matches, unmatched } = matchByReference(someLines, someItems);
        expect([...matches, ...unmatched].map((one) => one.line.lineNumber).sort()).toEqual(someLines.map((one) => one.lineNumber).sort());
        expect(new Set(matches.map((match) => match.itemId)).size).toBe(matches.length);
        for (const match of matches) {
          const matched = someItems.find((one) => one.id === match.itemId);
          expect(matched?.amountMinor).toBe(match.line.amountMinor);
          expect(match.line.remittance.split(' ')).toContain(matched?.reference);
        }
      }),
    );
  });

  it('comes to the same pairs whatever the order of lines and items', () => {
    const pairs = (someLines: readonly BankLine[], someItems: readonly ReferencedItem[]) =>
      matchByReference(someLines, someItems)
        .matches.map((match) => `${match.line.lineNumber}:${match.itemId}`)
        .sort();
    fc.assert(
      fc.property(lines, items, fc.nat(), (someLines, someItems, turn) => {
        const turned = <Value>(all: readonly Value[]) =>
          [...all.slice(turn % (all.length + 1)), ...all.slice(0, turn % (all.length + 1))].reverse();
        expect(pairs(turned(someLines), turned(someItems))).toEqual(pairs(someLines, someItems));
      }),
    );
  });
});
