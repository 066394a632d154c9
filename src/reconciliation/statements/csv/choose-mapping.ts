import { type CsvRow, CutRows } from '../../../platform/files/cut-rows.ts';
import { UnreadableFile } from '../../../platform/files/unreadable-file.ts';
import type { ReadingChoices } from '../reading-choices.ts';
import { STREAMED_LIMITS } from '../reading-limits.ts';
import { parseSignedMinorUnits } from '../signed-amount.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { readDayIn } from './date-formats.ts';
import { CSV_PROFILES, type CsvProfile } from './profiles.ts';

const LONGEST_PREAMBLE = 20;
const DELIMITERS: readonly CsvMapping['delimiter'][] = [',', ';', '\t', '|'];

export interface ChosenMapping {
  readonly mapping: CsvMapping;
  /** The header a profile is known by; its row is looked for instead of counted. */
  readonly header?: readonly string[];
}

/** What a person chose, or the profile whose header stands in the first rows; undefined when the table is none we know. */
export function findMapping(head: string, { mapping, profile }: ReadingChoices): ChosenMapping | undefined {
  if (mapping !== undefined) return { mapping };
  for (const delimiter of DELIMITERS) {
    const rows = firstRows(head, delimiter);
    for (const known of CSV_PROFILES) {
      if (profile !== undefined && known.mapping.name !== profile) continue;
      if (known.header === undefined ? isHeaderless(rows[0]) : rows.some((row) => isHeader(row.cells, known.header))) {
        return chosen(known, delimiter);
      }
    }
  }
  if (profile === undefined) return undefined;
  throw unknownColumns(firstRows(head, ',')[0], `The file has not the columns of ${quoted(profile)}`);
}

function chosen({ header, mapping }: CsvProfile, delimiter: CsvMapping['delimiter']): ChosenMapping {
  return { mapping: { ...mapping, delimiter }, ...(header && { header }) };
}

/** A table whose columns we do not know is told with them, so that a person can say what they mean. */
export function looksLikeATable(head: string): boolean {
  return DELIMITERS.some((delimiter) => {
    const [first, second] = firstRows(head, delimiter).filter((row) => row.cells.some((cell) => cell.trim() !== ''));
    return first !== undefined && first.cells.length > 2 && (second === undefined || second.cells.length > 1);
  });
}

export function unknownTable(head: string): UnreadableStatement {
  const rows = DELIMITERS.map((delimiter) => firstRows(head, delimiter)[0]);
  const widest = rows.reduce((best, row) => ((row?.cells.length ?? 0) > (best?.cells.length ?? 0) ? row : best));
  return unknownColumns(widest, 'This is a table of no bank we know');
}

export function unknownColumns(row: CsvRow | undefined, words: string): UnreadableStatement {
  const columns = (row?.cells ?? []).slice(0, 8).map((cell) => quoted(cell.trim().slice(0, 20)));
  const reason = `${words} (its columns: ${columns.join(', ')}). Say what its columns mean with a mapping.`;
  return new UnreadableStatement('columns-not-known', row?.lineNumber ?? 1, reason);
}

export function isHeader(cells: readonly string[], header: readonly string[] | undefined): boolean {
  return header?.every((name, index) => cells[index]?.trim().toLowerCase() === name.toLowerCase()) ?? false;
}

function isHeaderless(row: CsvRow | undefined): boolean {
  const [date, , amount] = row?.cells ?? [];
  if (row?.cells.length !== 3 || date === undefined || amount === undefined) return false;
  return (
    readDayIn(date.trim(), ['DD/MM/YYYY']) !== undefined && parseSignedMinorUnits(amount.trim(), { currency: 'GBP', decimalMark: '.' }).ok
  );
}

function firstRows(head: string, delimiter: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    new CutRows(delimiter, STREAMED_LIMITS, (row) => {
      if (rows.length < LONGEST_PREAMBLE) rows.push(row);
    }).write(`${head.replace(/^\uFEFF/, '').replaceAll('\0', '')}\n`);
  } catch (error) {
    // What is wrong with the table is told when it is read; here only its first rows matter.
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return rows;
}
