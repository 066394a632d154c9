import { addDays, daysBetween, isAfter } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { grouped } from '../../platform/grouped.ts';
import { foldText, nameWords } from '../matching/text/fold-text.ts';
import { wordLikeness } from '../matching/text/name-likeness.ts';
import { englishWorkingDays, type WorkingDays } from '../matching/working-day-count.ts';

/** A line of a family's account, as receipts are held against it. */
export interface LineToMatch {
  readonly lineId: string;
  readonly day: PlainDate;
  /** Below zero, money went out. */
  readonly amount: bigint;
  readonly text: string;
  /** What a person has said belongs to it. */
  readonly spendingId?: string;
  /** What a person has said does not. */
  readonly not: readonly string[];
}

export interface ShownSpend {
  readonly spendingId: string;
  readonly spentOn: PlainDate;
  readonly amount: bigint;
  readonly paidTo: string;
}

export interface PossibleMatch {
  readonly spendingId: string;
  readonly reasons: readonly string[];
}

export interface LineMatch extends PossibleMatch {
  readonly by: 'itself' | 'person';
}

export interface SpendingMatches {
  readonly matched: ReadonlyMap<string, LineMatch>;
  /** The likeliest three, of lines that have none. */
  readonly suggested: ReadonlyMap<string, readonly PossibleMatch[]>;
}

interface Pair {
  readonly line: LineToMatch;
  readonly spend: ShownSpend;
  /** Working days from the day told to the day at the bank. */
  readonly gap: number;
  readonly named: boolean;
}

/** Cards show a few days late and people write down the day before; further apart only a person joins them. */
const ALONE = [-1, 3] as const;
const LOOK = [-5, 10] as const;
const MOST_SUGGESTED = 3;
const NAME_AGREES = 0.75;

/**
 * One line, one spend, the same sum to the penny. What a person said stands first; then pairs that have no rival, from the surest kind to
 * the least: the same day, a name that agrees, days that are near. Where two could be meant, a person says which. The order of neither
 * list matters.
 */
export function matchSpendings(
  lines: readonly LineToMatch[],
  spends: readonly ShownSpend[],
  isWorking: WorkingDays = englishWorkingDays,
): SpendingMatches {
  const matched = new Map<string, LineMatch>();
  const taken = new Set<string>();
  const known = new Set(spends.map(({ spendingId }) => spendingId));
  for (const { lineId, spendingId } of lines) {
    if (spendingId === undefined || !known.has(spendingId) || taken.has(spendingId)) continue;
    matched.set(lineId, { spendingId, by: 'person', reasons: ['somebody said so'] });
    taken.add(spendingId);
  }
  const pairs = pairsOf(lines, spends, isWorking);
  const free = ({ line, spend }: Pair) => !matched.has(line.lineId) && !taken.has(spend.spendingId);
  const near = ({ gap }: Pair) => gap >= ALONE[0] && gap <= ALONE[1];
  const kinds: ((pair: Pair) => boolean)[] = [({ gap }) => gap === 0, (pair) => pair.named && near(pair), near];
  for (const kind of kinds) {
    for (const pair of withoutRivals(pairs.filter((each) => free(each) && kind(each)))) {
      matched.set(pair.line.lineId, { spendingId: pair.spend.spendingId, by: 'itself', reasons: reasonsOf(pair) });
      taken.add(pair.spend.spendingId);
    }
  }
  const suggested = new Map<string, PossibleMatch[]>();
  for (const pair of pairs.filter(free).sort(likelier)) {
    const { lineId } = pair.line;
    const offers = suggested.get(lineId) ?? [];
    if (offers.length < MOST_SUGGESTED) offers.push({ spendingId: pair.spend.spendingId, reasons: reasonsOf(pair) });
    suggested.set(lineId, offers);
  }
  return { matched, suggested };
}

function pairsOf(lines: readonly LineToMatch[], spends: readonly ShownSpend[], isWorking: WorkingDays): Pair[] {
  const byAmount = grouped(spends, ({ amount }) => amount);
  return lines.flatMap((line) =>
    (byAmount.get(-line.amount) ?? []).flatMap((spend) => {
      if (line.amount >= 0n || line.not.includes(spend.spendingId)) return [];
      const gap = workingDaysBetween(spend.spentOn, line.day, isWorking);
      if (gap < LOOK[0] || gap > LOOK[1]) return [];
      return [{ line, spend, gap, named: nameAgrees(spend.paidTo, line.text) }];
    }),
  );
}

function withoutRivals(pairs: readonly Pair[]): Pair[] {
  const ofLine = grouped(pairs, ({ line }) => line.lineId);
  const ofSpend = grouped(pairs, ({ spend }) => spend.spendingId);
  return pairs.filter(({ line, spend }) => ofLine.get(line.lineId)?.length === 1 && ofSpend.get(spend.spendingId)?.length === 1);
}

function likelier(one: Pair, other: Pair): number {
  if (one.named !== other.named) return one.named ? -1 : 1;
  const nearer = Math.abs(one.gap) - Math.abs(other.gap);
  if (nearer !== 0) return nearer;
  return one.spend.spendingId < other.spend.spendingId ? -1 : 1;
}

function reasonsOf({ gap, named }: Pair): string[] {
  const days = Math.abs(gap) === 1 ? '1 working day' : `${Math.abs(gap)} working days`;
  const when = gap === 0 ? 'the same day' : gap > 0 ? `${days} later at the bank` : `${days} earlier at the bank`;
  return ['the same sum', when, ...(named ? ['the name of who was paid'] : [])];
}

function nameAgrees(paidTo: string, text: string): boolean {
  const wanted = nameWords(foldText(paidTo));
  const there = nameWords(foldText(text));
  return wanted.length > 0 && wanted.some((word) => there.some((each) => wordLikeness(word, each) >= NAME_AGREES));
}

/** Further apart than this no pair is looked at, and counting day by day ends. */
const LONGEST_DAYS = 40;

function workingDaysBetween(from: PlainDate, to: PlainDate, isWorking: WorkingDays): number {
  if (isAfter(from, to)) return -workingDaysBetween(to, from, isWorking);
  if (daysBetween(from, to) > LONGEST_DAYS) return LONGEST_DAYS;
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorking(day)) count += 1;
  return count;
}
