import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { type LineToMatch, matchSpendings, type ShownSpend } from '../../../src/reconciliation/family-statements/match-spendings.ts';
import { whatIsMissing } from '../../../src/reconciliation/family-statements/what-is-missing.ts';

const line = (lineId: string, day: PlainDate, amount: bigint, more: Partial<LineToMatch> = {}): LineToMatch => ({
  ...{ lineId, day, amount, text: 'CARD PAYMENT', not: [] },
  ...more,
});
const spend = (spendingId: string, spentOn: PlainDate, amount: bigint, paidTo = 'Jo Example'): ShownSpend => ({
  ...{ spendingId, spentOn, amount, paidTo },
});
const matchedOf = (lines: readonly LineToMatch[], spends: readonly ShownSpend[]) =>
  Object.fromEntries([...matchSpendings(lines, spends).matched].map(([lineId, { spendingId }]) => [lineId, spendingId]));

describe('lines of a family’s account and what was shown as spent', () => {
  it('are joined by sum and day, one to one, with the reasons', () => {
    const lines = [line('l1', '2026-05-05', -12_000n), line('l2', '2026-05-12', -4_550n, { text: 'SWIMMING CLUB' })];
    const { matched } = matchSpendings(lines, [spend('s1', '2026-05-04', 12_000n), spend('s2', '2026-05-12', 4_550n, 'Swimming Club')]);
    // Monday 4 May 2026 is the early May bank holiday, so the Tuesday is one working day on.
    expect(matched.get('l1')).toEqual({ spendingId: 's1', by: 'itself', reasons: ['the same sum', '1 working day later at the bank'] });
    expect(matched.get('l2')?.reasons).toEqual(['the same sum', 'the same day', 'the name of who was paid']);
  });

  it('tells the wages of one week from those of the next', () => {
    const weeks = ['2026-05-01', '2026-05-08', '2026-05-15', '2026-05-22'] as const;
    const lines = weeks.map((day, n) => line(`l${n}`, day, -12_000n));
    const spends = weeks.map((day, n) => spend(`s${n}`, day, 12_000n));
    expect(matchedOf(lines, spends)).toEqual({ l0: 's0', l1: 's1', l2: 's2', l3: 's3' });
  });

  it('leaves two of one sum and day to a person, with both suggested', () => {
    const lines = [line('l1', '2026-05-06', -2_000n), line('l2', '2026-05-06', -2_000n)];
    const spends = [spend('s1', '2026-05-06', 2_000n), spend('s2', '2026-05-06', 2_000n)];
    const { matched, suggested } = matchSpendings(lines, spends);
    expect(matched.size).toBe(0);
    expect(suggested.get('l1')?.map(({ spendingId }) => spendingId)).toEqual(['s1', 's2']);
    // A person says which one is which, and the other then has no rival.
    const said = [line('l1', '2026-05-06', -2_000n, { spendingId: 's2' }), line('l2', '2026-05-06', -2_000n)];
    expect(matchedOf(said, spends)).toEqual({ l1: 's2', l2: 's1' });
  });

  it('never joins what a person took apart, money that came in, a penny’s difference, or days too far apart', () => {
    const spends = [spend('s1', '2026-05-06', 2_000n)];
    expect(matchedOf([line('l1', '2026-05-06', -2_000n, { not: ['s1'] })], spends)).toEqual({});
    expect(matchedOf([line('l1', '2026-05-06', 2_000n)], spends)).toEqual({});
    expect(matchedOf([line('l1', '2026-05-06', -2_001n)], spends)).toEqual({});
    const late = matchSpendings([line('l1', '2026-05-18', -2_000n)], spends);
    expect([late.matched.size, late.suggested.get('l1')?.length]).toEqual([0, 1]);
    expect(matchSpendings([line('l1', '2026-06-18', -2_000n)], spends).suggested.size).toBe(0);
  });

  it('is one to one, ties to the penny and heeds the order of neither list', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-05-${`${n}`.padStart(2, '0')}` as PlainDate);
    const amount = fc.constantFrom(1_000n, 1_500n, 12_000n);
    const lists = fc.record({
      lines: fc.array(fc.tuple(day, amount), { maxLength: 12 }),
      spends: fc.array(fc.tuple(day, amount), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(lists, fc.infiniteStream(fc.nat()), (drawn, keys) => {
        const lines = drawn.lines.map(([on, sum], n) => line(`l${n}`, on, -sum));
        const spends = drawn.spends.map(([on, sum], n) => spend(`s${n}`, on, sum));
        const found = matchedOf(lines, spends);
        expect(new Set(Object.values(found)).size).toBe(Object.keys(found).length);
        for (const [lineId, spendingId] of Object.entries(found)) {
          const one = lines.find((each) => each.lineId === lineId);
          expect(spends.find((each) => each.spendingId === spendingId)?.amount).toBe(-(one?.amount ?? 0n));
        }
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item) => ({ item, by: keys.next().value }))
            .toSorted((a, b) => a.by - b.by)
            .map(({ item }) => item);
        expect(matchedOf(shuffled(lines), shuffled(spends))).toEqual(found);
      }),
    );
  });
});

describe('what is missing', () => {
  const told = (change: Partial<Parameters<typeof whatIsMissing>[0]>) => {
    const empty = { lines: [], spends: [], covered: [], from: '2026-04-01', receiptAbove: 2_500n } as const;
    const { lines, spends } = { ...empty, ...change };
    return whatIsMissing({ ...empty, matches: matchSpendings(lines, spends), ...change });
  };

  it('asks for receipts above the sum, for a word below it, and for neither where none is needed', () => {
    const lines = [
      line('l1', '2026-05-08', -12_000n),
      line('l2', '2026-05-08', -2_500n),
      { ...line('l3', '2026-05-08', -50_000n), category: 'own-money' as const },
      line('l4', '2026-05-08', 90_000n),
      line('l5', '2026-03-31', -9_900n),
    ];
    expect(told({ lines })).toEqual([
      {
        kind: 'receipt',
        lineId: 'l1',
        words: '£120.00 left the account on 8 May 2026. Please send the receipt, or tell us what became of it.',
      },
      {
        kind: 'what-for',
        lineId: 'l2',
        words: '£25.00 left the account on 8 May 2026. Please tell us what it was for; it needs no receipt.',
      },
    ]);
  });

  it('asks for the days between bank statements, and for what is on none of them', () => {
    const covered = [
      { from: '2026-05-11', until: '2026-05-31' },
      { from: '2026-04-01', until: '2026-04-30' },
    ] as const;
    const missing = told({ covered, spends: [spend('s1', '2026-04-10', 100n), spend('s2', '2026-05-29', 100n)] });
    expect(missing).toMatchObject([
      { kind: 'statement-days', from: '2026-05-01', until: '2026-05-10' },
      // What was paid in the last days may not be at the bank yet, so s2 is not asked about.
      { kind: 'not-on-statement', spendingId: 's1' },
    ]);
    for (const { words } of missing)
      expect(words).not.toMatch(/debit|credit|overspen|misuse|clawback|recovery|surplus|exception|evidence/i);
  });
});
