import { accepted, type Result, refused } from '../../../platform/result.ts';

/** The ways of weighing an account number, named as the published tables name them. */
const weighings = ['MOD10', 'MOD11', 'DBLAL'] as const;
export type Weighing = (typeof weighings)[number];

export interface WeightRow {
  readonly from: string;
  readonly until: string;
  readonly weighing: Weighing;
  /** One weight for each of the six digits of the sort code and the eight of the account number. */
  readonly weights: readonly number[];
  readonly exception?: number;
}

/** What a published table says: its rows in their order, and the sort codes that exception 5 reads as others. */
export interface ModulusTable {
  readonly version: string;
  readonly rows: readonly WeightRow[];
  readonly substitutions: ReadonlyMap<string, string>;
}

export type TableFault = {
  readonly code: 'modulus-table-unreadable';
  readonly field: 'weights' | 'substitutions';
  readonly line: number;
  readonly problem: string;
};

const DIGITS = 14;
const LAST_EXCEPTION = 14;
/** The method weighs an account once or twice, never more often. */
const MOST_ROWS_OF_A_SORT_CODE = 2;
const SORT_CODE = /^\d{6}$/;
const WEIGHT = /^-?\d{1,3}$/;

/**
 * Reads the two files as Pay.UK publishes them to banks and their customers: a row a line, its fields apart by spaces, and sort codes that are
 * read as others, a pair a line. One line that cannot be read refuses the whole: half a table would call wrong accounts right.
 */
export function readModulusTable(version: string, weights: string, substitutions: string): Result<ModulusTable, TableFault> {
  const rows: WeightRow[] = [];
  for (const { line, fields } of linesOf(weights)) {
    const row = weightRow(fields);
    if (typeof row === 'string') return refused({ code: 'modulus-table-unreadable', field: 'weights', line, problem: row });
    const alike = rows.filter(({ from, until }) => from <= row.until && row.from <= until);
    if (alike.length >= MOST_ROWS_OF_A_SORT_CODE)
      return refused({ code: 'modulus-table-unreadable', field: 'weights', line, problem: 'a third row for the same sort codes' });
    rows.push(row);
  }
  if (rows.length === 0) return refused({ code: 'modulus-table-unreadable', field: 'weights', line: 1, problem: 'no row' });
  const pairs = new Map<string, string>();
  for (const { line, fields } of linesOf(substitutions)) {
    const [original, other, ...more] = fields;
    if (original === undefined || other === undefined || more.length > 0 || !SORT_CODE.test(original) || !SORT_CODE.test(other))
      return refused({ code: 'modulus-table-unreadable', field: 'substitutions', line, problem: 'not two sort codes of six digits' });
    pairs.set(original, other);
  }
  return accepted({ version, rows, substitutions: pairs });
}

export function rowsOfSortCode({ rows }: ModulusTable, sortCode: string): readonly WeightRow[] {
  return rows.filter(({ from, until }) => from <= sortCode && sortCode <= until);
}

function* linesOf(text: string): Generator<{ readonly line: number; readonly fields: readonly string[] }> {
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const fields = line.trim().split(/\s+/);
    if (fields[0] !== '') yield { line: index + 1, fields };
  }
}

/** The row, or what is wrong with it in a few words. */
function weightRow([from = '', until = '', weighing, ...rest]: readonly string[]): WeightRow | string {
  if (!SORT_CODE.test(from) || !SORT_CODE.test(until)) return 'no range of two sort codes of six digits at its start';
  if (until < from) return 'the last sort code lies before the first';
  const known = weighings.find((each) => each === weighing);
  if (known === undefined) return 'the method is none of MOD10, MOD11 and DBLAL';
  const weights = rest.slice(0, DIGITS);
  if (weights.length < DIGITS || !weights.every((weight) => WEIGHT.test(weight))) return 'not fourteen weights';
  const [exception, ...more] = rest.slice(DIGITS);
  if (more.length > 0) return 'more than fourteen weights and an exception';
  if (exception === undefined) return { from, until, weighing: known, weights: weights.map(Number) };
  if (!/^\d{1,2}$/.test(exception) || Number(exception) < 1 || Number(exception) > LAST_EXCEPTION) return 'no such exception';
  return { from, until, weighing: known, weights: weights.map(Number), exception: Number(exception) };
}
