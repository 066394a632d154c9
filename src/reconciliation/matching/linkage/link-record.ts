import { daysBetween } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** One row of a list that is linked with another: no account, no reference of its own, only what a bank printed. */
export interface LinkRecord {
  readonly id: string;
  readonly date: PlainDate;
  readonly amountMinor: bigint;
  readonly memo: string;
}

/** A record in the form the scorer reads many times over. */
export interface PreparedRecord {
  readonly record: LinkRecord;
  readonly day: number;
  readonly amount: number;
  /** In capitals, as it was cut. */
  readonly memo: string;
  /** Split at single spaces, so that the empty word of a double space is a word like others: something stood there. */
  readonly words: readonly string[];
  /** The memo fills its column, so what stood behind is lost. */
  readonly cut: boolean;
  /** The last word may go on behind the cut. */
  readonly lastWordCut: boolean;
}

/** A length is a column's width when this part of all memos has exactly that length, and no other length is as frequent. */
const SHARE_OF_CUT_MEMOS = 0.15;

/** In a canonical order, by content first: whatever order the rows came in, every sum is added up in the same order. */
export function prepareRecords(records: readonly LinkRecord[]): PreparedRecord[] {
  const width = columnWidth(records);
  const dayOf = new Map<PlainDate, number>();
  for (const { date } of records) if (!dayOf.has(date)) dayOf.set(date, daysBetween('1970-01-01', date));
  return records
    .map((record) => {
      const memo = record.memo.normalize('NFC').toUpperCase();
      const cut = memo.length === width;
      return {
        record,
        day: dayOf.get(record.date) as number,
        amount: Number(record.amountMinor),
        memo,
        words: wordsOf(memo),
        cut,
        lastWordCut: cut && !memo.endsWith(' '),
      };
    })
    .sort((a, b) => a.day - b.day || a.amount - b.amount || textOrder(a.record.memo, b.record.memo) || textOrder(a.record.id, b.record.id));
}

function textOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function wordsOf(memo: string): string[] {
  return memo.trim().split(/[ \t]/);
}

function columnWidth(records: readonly LinkRecord[]): number {
  const counts = new Map<number, number>();
  for (const { memo } of records) counts.set(memo.length, (counts.get(memo.length) ?? 0) + 1);
  const [width, count] = [...counts].reduce(
    (most, next) => (next[1] > most[1] || (next[1] === most[1] && next[0] > most[0]) ? next : most),
    [-1, 0],
  );
  return count >= records.length * SHARE_OF_CUT_MEMOS ? width : -1;
}
