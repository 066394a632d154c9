import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { BankLeg } from '../items/bank-legs.ts';
import type { UnmatchedLine } from './proof-figures.ts';

/** Lines and entries that one match holds together, as they stand on the day of the proof. */
export interface MatchGroup {
  readonly lineIds: readonly string[];
  readonly entryIds: readonly string[];
}

export interface ExplainedBooks {
  readonly unmatched: readonly UnmatchedLine[];
  readonly unpresented: readonly BankLeg[];
  /** Entries from before the first bank statement whose lines came later: at the start they were on their way. */
  readonly onTheirWayMinor: bigint;
}

export interface BooksAndBank {
  /** Up to the day of the proof, from the first bank statement on. */
  readonly lines: readonly UnmatchedLine[];
  /** Every entry on the account up to the day. */
  readonly legs: readonly BankLeg[];
  /** Newest first: a line that was matched anew belongs to its latest match. */
  readonly groups: readonly MatchGroup[];
  readonly since: PlainDate;
}

/**
 * Which lines the books explain and which entries the bank has shown, on one day: a match counts only when its lines and entries up to that
 * day come to the same, so an entry of tomorrow or a reversal of yesterday makes its line unmatched again. Pure.
 */
export function explainLines({ lines, legs, groups, since }: BooksAndBank): ExplainedBooks {
  const lineOf = new Map(lines.map((line) => [line.lineId, line]));
  const legOf = new Map(legs.map((leg) => [leg.entryId, leg]));
  const explained = new Set<string>();
  const presented = new Set<string>();
  let onTheirWayMinor = 0n;
  for (const { lineIds, entryIds } of groups) {
    const own = [...new Set(entryIds)].flatMap((entryId) => legOf.get(entryId) ?? []);
    const early = own.filter(({ effectiveDate }) => effectiveDate < since);
    onTheirWayMinor += sumOf(early);
    const shown = lineIds.flatMap((lineId) => lineOf.get(lineId) ?? []);
    const isWhole = shown.length === lineIds.length && shown.every(({ lineId }) => !explained.has(lineId));
    if (isWhole && sumOf(shown) === sumOf(own)) {
      for (const { lineId } of shown) explained.add(lineId);
      for (const { entryId } of own) presented.add(entryId);
    } else for (const { entryId } of early) legOf.set(entryId, { ...(legOf.get(entryId) as BankLeg), effectiveDate: since });
  }
  const left = [...legOf.values()].filter(({ entryId, effectiveDate }) => effectiveDate >= since && !presented.has(entryId));
  return {
    unmatched: lines.filter(({ lineId }) => !explained.has(lineId)),
    unpresented: netOfReversals(left),
    onTheirWayMinor,
  };
}

/** An entry and its reversal, both not shown by the bank, are nothing to wait for. */
function netOfReversals(legs: readonly BankLeg[]): BankLeg[] {
  const left = new Map(legs.map((leg) => [leg.entryId, leg]));
  for (const { entryId, reverses, amountMinor, byStream } of legs) {
    const original = reverses === undefined ? undefined : left.get(reverses);
    if (original === undefined) continue;
    const streams = new Map(original.byStream);
    for (const [stream, amount] of byStream) streams.set(stream, (streams.get(stream) ?? 0n) + amount);
    left.set(original.entryId, { ...original, amountMinor: original.amountMinor + amountMinor, byStream: streams });
    left.delete(entryId);
  }
  return [...left.values()].filter(({ amountMinor }) => amountMinor !== 0n);
}

function sumOf(all: readonly { readonly amountMinor: bigint }[]): bigint {
  return all.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
