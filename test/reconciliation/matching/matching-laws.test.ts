import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import { isWorkingDay } from '../../../src/platform/calendar/working-days.ts';
import {
  type BankItem,
  learnFrom,
  type MatchEvent,
  type MatchingResult,
  matchItems,
  type OpenItem,
} from '../../../src/reconciliation/index.ts';
import { type CouncilYear, councilYear } from '../../bench/matching/council-year.ts';
import { readParameters } from '../../bench/matching/parameters.ts';

/** A very small council in which everything goes wrong often. */
const parameters = {
  ...readParameters(new URL('../../bench/matching/council.json', import.meta.url)),
  weeks: 9,
  families: 8,
  providers: 3,
  partners: 1,
  contributionsAMonth: 4,
  childrenOfAFamily: [0.5, 0.5],
  referenceLost: 0.4,
  accountShown: 0.4,
  namesMisspelt: 0.3,
  paymentsReturned: 0.1,
  paymentsTakenBackByTheBank: 0.05,
  paymentsMadeTwice: 0.1,
  receivablesPaidInParts: 0.5,
  linesOfNobody: 0.1,
};
const year = fc.integer({ min: 0, max: 1_000_000 }).map((seed) => councilYear(parameters, seed));
const RUNS = { numRuns: 15, seed: 20_261_122 };

/** What was matched and what was suggested, told by content alone: twins may stand for each other. */
function pairings(lines: readonly BankItem[], items: readonly OpenItem[], result: MatchingResult): string[] {
  const lineOf = new Map(lines.map((line) => [line.id, line.memo + line.payeeAccount + line.endToEndId]));
  const itemOf = new Map(items.map((item) => [item.id, `${item.kind}${item.payeeId}${item.reference}${item.documents}`]));
  const told = (lineIds: readonly string[], itemIds: readonly string[]) =>
    [...lineIds.map((id) => lineOf.get(id)), '=', ...itemIds.map((id) => itemOf.get(id))].sort().join(' ');
  return [
    ...result.matched.map(({ stage, lineIds, itemIds }) => `${stage} ${told(lineIds, itemIds)}`),
    ...result.open.map(
      ({ lineId, reason, suggestions }) => `open ${lineOf.get(lineId)} ${reason} ${suggestions.length} ${suggestions[0]?.stage}`,
    ),
  ].sort();
}

function samePairings(of: (made: CouncilYear) => { lines: readonly BankItem[]; items: readonly OpenItem[]; result: MatchingResult }): void {
  fc.assert(
    fc.property(year, (made) => {
      const changed = of(made);
      const before = pairings(made.lines, made.items, matchItems(made));
      expect(before.length).toBeGreaterThan(20);
      expect(pairings(changed.lines, changed.items, changed.result)).toEqual(before);
    }),
    RUNS,
  );
}

describe('matching', () => {
  it('accounts for every penny of every line, closes items to the penny, and uses each line and item once', () => {
    fc.assert(
      fc.property(year, ({ lines, items }) => {
        const { matched, open } = matchItems({ lines, items });
        const amountOf = new Map([...lines, ...items].map(({ id, amountMinor }) => [id, amountMinor]));
        for (const proposal of [...matched, ...open.flatMap(({ suggestions }) => suggestions)]) {
          for (const lineId of proposal.lineIds) {
            const parts = proposal.allocations.filter((part) => part.lineId === lineId);
            expect(parts.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(amountOf.get(lineId));
          }
        }
        for (const { itemIds, allocations } of matched) {
          for (const itemId of itemIds) {
            const parts = allocations.filter(({ to }) => to.kind === 'item' && to.itemId === itemId);
            expect(parts.reduce((sum, part) => sum + part.amountMinor, 0n)).toBe(amountOf.get(itemId));
          }
        }
        const explained = [...matched.flatMap(({ lineIds }) => lineIds), ...open.map(({ lineId }) => lineId)];
        expect(explained.sort()).toEqual(lines.map(({ id }) => id).sort());
        const settled = matched.flatMap(({ itemIds }) => itemIds);
        expect(new Set(settled).size).toBe(settled.length);
      }),
      RUNS,
    );
  });

  it('answers the same, to the last digit, in whatever order lines and items come', () => {
    fc.assert(
      fc.property(year, ({ lines, items }) => {
        const shuffled = <Value>(all: readonly Value[]) => [...all.slice(all.length / 3).reverse(), ...all.slice(0, all.length / 3)];
        expect(matchItems({ lines: shuffled(lines), items: shuffled(items) })).toEqual(matchItems({ lines, items }));
      }),
      RUNS,
    );
  });

  it('comes to the same pairs whatever the ids are', () => {
    samePairings(({ lines, items }) => {
      const renamed = <Value extends { id: string }>(all: readonly Value[]) =>
        all.map((each, n) => ({ ...each, id: `${(n * 7_919) % 10_007}-${each.id}` }));
      const input = { lines: renamed(lines), items: renamed(items) };
      return { ...input, result: matchItems(input) };
    });
  });

  it('comes to the same pairs when dates and calendar move together by whole weeks', () => {
    samePairings(({ lines, items }) => {
      const moved = <Value extends { date: BankItem['date'] }>(all: readonly Value[]) =>
        all.map((each) => ({ ...each, date: addDays(each.date, 35) }));
      const input = { lines: moved(lines), items: moved(items) };
      return { ...input, result: matchItems({ ...input, isWorkingDay: (date) => isWorkingDay(addDays(date, -35)) }) };
    });
  });

  it('comes to the same pairs when all amounts are multiplied', () => {
    samePairings(({ lines, items }) => {
      const scaled = <Value extends { amountMinor: bigint }>(all: readonly Value[]) =>
        all.map((each) => ({ ...each, amountMinor: each.amountMinor * 13n }));
      const input = { lines: scaled(lines), items: scaled(items) };
      return { ...input, result: matchItems(input) };
    });
  });

  it('never makes a match again that a person has undone', () => {
    fc.assert(
      fc.property(year, fc.nat(), ({ lines, items }, which) => {
        const { matched } = matchItems({ lines, items });
        const withItems = matched.filter(({ itemIds }) => itemIds.length > 0);
        const wrong = withItems[which % withItems.length];
        if (wrong === undefined) return;
        const events = wrong.lineIds.flatMap((lineId): MatchEvent[] => [
          {
            kind: 'matched',
            matchId: lineId,
            by: 'engine',
            lineId,
            lineText: lines.find(({ id }) => id === lineId)?.memo ?? '',
            itemIds: wrong.itemIds,
          },
          { kind: 'undone', matchId: lineId },
        ]);
        const again = matchItems({ lines, items, learned: learnFrom(events) });
        for (const { lineIds, itemIds } of [...again.matched, ...again.open.flatMap(({ suggestions }) => suggestions)]) {
          const remade = lineIds.some((id) => wrong.lineIds.includes(id)) && itemIds.some((id) => wrong.itemIds.includes(id));
          expect(remade).toBe(false);
        }
      }),
      RUNS,
    );
  });
});
