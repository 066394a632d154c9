import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type PlainDate, parsePlainDate } from '../platform/calendar/plain-date.ts';
import { nearestName } from '../platform/nearest-name.ts';
import { CsvBroken, csvRows } from './csv-rows.ts';
import { CommandEnded, exitCode } from './exit-code.ts';

export interface MatchRow {
  readonly id: string;
  readonly date: PlainDate;
  readonly amountMinor: bigint;
  readonly memo: string;
}

const COLUMNS = ['id', 'date', 'amount', 'memo'] as const;
const LARGEST_BYTES = 256 * 2 ** 20;
const LONGEST_MEMO = 2_000;
const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/;
const [FIRST_YEAR, LAST_YEAR] = [1970, 2100];

/** Reads a list to be matched, all of it or nothing: the first row that cannot be understood is named with its line. */
export function readMatchRows(file: string): MatchRow[] {
  const name = basename(file);
  const rows: MatchRow[] = [];
  const lineOf = new Map<string, number>();
  let order: readonly number[] | undefined;
  let width = 0;
  try {
    for (const { line, fields } of csvRows(textOf(file))) {
      if (order === undefined) {
        order = columnsIn(fields, name);
        width = fields.length;
        continue;
      }
      if (fields.length !== width) throw refusal(name, line, `there are ${fields.length} fields where the heading has ${width}`);
      const [id = '', date = '', amount = '', memo = ''] = order.map((at) => fields[at] as string);
      rows.push(rowOf({ id, date, amount, memo }, (reason) => refusal(name, line, reason)));
      const before = lineOf.get(id);
      if (before !== undefined) throw refusal(name, line, `the id "${id}" stands in line ${before} already; every row needs its own`);
      lineOf.set(id, line);
    }
  } catch (error) {
    if (error instanceof CsvBroken) throw refusal(name, error.line, error.message);
    throw error;
  }
  if (order === undefined) throw refusal(name, 1, 'the file is empty; it begins with a heading: id,date,amount,memo');
  return rows;
}

function textOf(file: string): string {
  let bytes: Buffer;
  try {
    if (statSync(file).size > LARGEST_BYTES) throw new CommandEnded(`${file} is larger than 256 MB.`, exitCode.wrong);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof CommandEnded) throw error;
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new CommandEnded(`${file} cannot be read: ${reason}.`, exitCode.misuse);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandEnded(`${basename(file)} is not UTF-8 text. Save it as CSV in UTF-8.`, exitCode.wrong);
  }
}

function columnsIn(heading: readonly string[], name: string): number[] {
  const names = heading.map((each) => each.trim().toLowerCase());
  return COLUMNS.map((column) => {
    const at = names.indexOf(column);
    if (at === -1) {
      const like = nearestName(column, names);
      const meant = like === undefined || (COLUMNS as readonly string[]).includes(like) ? '' : ` (is it "${like}"?)`;
      throw refusal(name, 1, `the column "${column}" is missing${meant}; the heading must name id, date, amount and memo`);
    }
    if (names.indexOf(column, at + 1) !== -1) throw refusal(name, 1, `the column "${column}" stands there twice`);
    return at;
  });
}

function rowOf(
  { id, date, amount, memo }: Readonly<Record<(typeof COLUMNS)[number], string>>,
  refuse: (reason: string) => CommandEnded,
): MatchRow {
  if (id.trim() === '') throw refuse('the id is empty');
  if (/[;\r\n]/.test(id)) throw refuse('an id holds no semicolon and no line end: the result joins ids with semicolons');
  const day = parsePlainDate(date.trim());
  if (day === undefined) throw refuse(`"${shortened(date)}" is not a day in the form 2026-04-30`);
  const year = Number(day.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw refuse(`the year ${year} is not between ${FIRST_YEAR} and ${LAST_YEAR}`);
  const parts = AMOUNT.exec(amount.trim());
  if (parts === null) throw refuse(`"${shortened(amount)}" is not an amount in the form 1234.56 or -1234.56`);
  const pence = BigInt(`${parts[2]}${(parts[3] ?? '').padEnd(2, '0')}`);
  if (memo.length > LONGEST_MEMO) throw refuse(`the memo is longer than ${LONGEST_MEMO} characters`);
  return { id, date: day, amountMinor: parts[1] === '-' ? -pence : pence, memo };
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/[\p{Cc}\p{Cf}]/gu, '�');

function refusal(name: string, line: number, reason: string): CommandEnded {
  return new CommandEnded(`${name}, line ${line}: ${reason}.`, exitCode.wrong);
}
