import type { DateOrder } from '../reading-choices.ts';
import { fullYear } from '../two-digit-year.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

/** Three numbers; an apostrophe before the year is how some programs write the years from 2000. */
const DATE = /^([0-9]{1,4})[/.-] ?([0-9]{1,2})[/.'-] ?([0-9]{2,4})$/;

const WORDS: Readonly<Record<DateOrder, string>> = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' };

/** Reads a day in a known order, or in the one that its own numbers leave open; the order then holds for the whole file. */
export function readQifDate(
  text: string,
  line: number,
  known: DateOrder | undefined,
): { written: string; order: DateOrder; words: string } {
  const [, first = '', second = '', third = ''] = DATE.exec(text) ?? [];
  if (first === '') throw new UnreadableStatement('date-not-understood', line, `${quoted(text)} is not a day.`);
  const order = known ?? evidentOrder(first, second);
  if (order === undefined) {
    const reason = `${quoted(text)} can be two days, and the file does not say which. Say the order of its dates: dmy, mdy or ymd.`;
    throw new UnreadableStatement('date-order-not-known', line, reason);
  }
  const [year, month, day] = order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second];
  const written = `${year.length === 4 ? year : fullYear(year)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return { written, order, words: WORDS[order] };
}

function evidentOrder(first: string, second: string): DateOrder | undefined {
  if (first.length === 4) return 'ymd';
  if (Number(first) > 12) return 'dmy';
  return Number(second) > 12 ? 'mdy' : undefined;
}
