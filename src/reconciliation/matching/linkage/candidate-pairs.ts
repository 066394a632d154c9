import { type MemoComparison, SAME_MEMO } from './compare-memos.ts';
import type { PreparedRecord } from './link-record.ts';

/** Payments arrive within this many days of each other, in either direction, or are not looked for. */
export const FURTHEST_DAYS = 25;
/** Amounts may differ by fees and exchange, up to this difference of their natural logarithms (some 15 %). */
const FURTHEST_LOG_RATIO = 0.14;
/** So many rights are looked at for one left and one key, nearest day first; beyond it the data says too little to be linked anyway. */
const MOST_LOOKED_AT = 4_000;
/** So many pairs are kept for one left: the best by a first rough score. */
const MOST_KEPT = 60;
/** What equal amounts add to the first rough score. */
const SAME_AMOUNT = 3;

/** Pairs worth scoring, one entry for each in every list. */
export interface CandidatePairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly days: Int32Array;
  /** 0 when the amounts are equal, else 1 and up by the logarithm of their ratio. */
  readonly amountBin: Int32Array;
  readonly leftOver: Int32Array;
  readonly surprise: Float64Array;
  readonly lookedAt: number;
  readonly lefts: readonly PreparedRecord[];
  readonly rights: readonly PreparedRecord[];
}

export const AMOUNT_BIN_WIDTH = 0.02;
export const AMOUNT_BINS = 1 + Math.ceil((2 * FURTHEST_LOG_RATIO) / AMOUNT_BIN_WIDTH);

interface Candidate {
  readonly right: number;
  readonly amountBin: number;
  readonly leftOver: number;
  readonly surprise: number;
  readonly rough: number;
}

/** Looks only where the memos begin with the same word, or the amounts are equal; both within the days and amounts above. */
export function candidatePairs(
  lefts: readonly PreparedRecord[],
  rights: readonly PreparedRecord[],
  comparison: MemoComparison,
): CandidatePairs {
  const byFirstWord = listsBy(rights, ({ words }) => words[0] ?? '');
  const byAmount = listsBy(rights, ({ amount }) => String(amount));
  const rough: number[] = [];
  const kept: { left: number; candidate: Candidate }[] = [];
  let lookedAt = 0;
  for (const [left, record] of lefts.entries()) {
    const found: Candidate[] = [];
    const seen = new Set<number>();
    for (const list of [byFirstWord.get(record.words[0] ?? ''), byAmount.get(String(record.amount))]) {
      if (list === undefined) continue;
      const [start, end] = nearestDays(list, rights, record.day);
      lookedAt += end - start;
      for (let at = start; at < end; at += 1) {
        const right = list[at] as number;
        const other = rights[right] as PreparedRecord;
        const amountBin = amountBinOf(record.amount, other.amount);
        if (amountBin === undefined || seen.has(right)) continue;
        seen.add(right);
        const { surprise, leftOver } = comparison.compare(record, other);
        rough[leftOver] ??= roughWeight(comparison.kinds[leftOver] as string);
        found.push({ right, amountBin, leftOver, surprise, rough: surprise + rough[leftOver] + (amountBin === 0 ? SAME_AMOUNT : 0) });
      }
    }
    if (found.length > MOST_KEPT) found.sort((a, b) => b.rough - a.rough || a.right - b.right).splice(MOST_KEPT);
    found.sort((a, b) => a.right - b.right);
    for (const candidate of found) kept.push({ left, candidate });
  }
  return {
    left: Int32Array.from(kept, ({ left }) => left),
    right: Int32Array.from(kept, ({ candidate }) => candidate.right),
    days: Int32Array.from(kept, ({ left, candidate }) => dayOf(rights, candidate.right) - dayOf(lefts, left)),
    amountBin: Int32Array.from(kept, ({ candidate }) => candidate.amountBin),
    leftOver: Int32Array.from(kept, ({ candidate }) => candidate.leftOver),
    surprise: Float64Array.from(kept, ({ candidate }) => candidate.surprise),
    lookedAt,
    lefts,
    rights,
  };
}

/**
 * What a kind of left-over words is worth before anything was estimated: every word one side lacks costs, and words left over on both
 * sides cost more. Only the order of magnitude matters; the estimates replace it.
 */
export function roughWeight(kind: string): number {
  if (kind === SAME_MEMO) return 1;
  const [left = [], right = []] = kind.split('|').map((side) => side.split('+').filter((word) => word !== '' && word !== 'cut'));
  const factor = /word|initial|#/.test(kind) ? 1.5 : 1;
  if (/^[<>]/.test(kind)) return 0;
  return -0.7 * (left.length + right.length) * factor - (left.length > 0 && right.length > 0 ? 1.5 * factor : 0);
}

function listsBy(rights: readonly PreparedRecord[], keyOf: (right: PreparedRecord) => string): Map<string, number[]> {
  const lists = new Map<string, number[]>();
  for (const [n, right] of rights.entries()) {
    const key = keyOf(right);
    const list = lists.get(key);
    if (list) list.push(n);
    else lists.set(key, [n]);
  }
  return lists;
}

/** The part of the list (which is in order of days) within the window; cut down from both ends when there is too much of it. */
function nearestDays(list: readonly number[], rights: readonly PreparedRecord[], day: number): [number, number] {
  let start = firstAtOrAfter(list, rights, day - FURTHEST_DAYS);
  let end = firstAtOrAfter(list, rights, day + FURTHEST_DAYS + 1);
  while (end - start > MOST_LOOKED_AT) {
    if (day - dayOf(rights, list[start] as number) > dayOf(rights, list[end - 1] as number) - day) start += 1;
    else end -= 1;
  }
  return [start, end];
}

const dayOf = (records: readonly PreparedRecord[], n: number) => (records[n] as PreparedRecord).day;

function firstAtOrAfter(list: readonly number[], rights: readonly PreparedRecord[], day: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dayOf(rights, list[middle] as number) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** No edge between two bins is a ratio of whole numbers, so amounts all multiplied by one factor stay in their bins. */
function amountBinOf(left: number, right: number): number | undefined {
  if (left === right) return 0;
  if (left === 0 || right === 0 || left < 0 !== right < 0) return undefined;
  const logRatio = Math.log(right / left);
  if (Math.abs(logRatio) > FURTHEST_LOG_RATIO) return undefined;
  return 1 + Math.floor((logRatio + FURTHEST_LOG_RATIO) / AMOUNT_BIN_WIDTH);
}
