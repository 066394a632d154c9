import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Dimension } from '../../rules/entry-draft.ts';
import { fault, type ImportFault, type ImportPosting } from '../import-entry.ts';
import { readAmount } from '../read-amount.ts';
import { accountFault, streamFault, type TextField, textFault } from '../read-texts.ts';
import type { Column, Columns } from './columns.ts';

export interface CsvLine {
  readonly line: number;
  /** What makes its rows one entry. */
  readonly entry: string;
  readonly date: PlainDate | undefined;
  readonly reference: string;
  readonly description: string;
  /** The posting's number in the other book: two rows that differ in it are two, however alike. */
  readonly number: string;
  /** Undefined when the row moves nothing. */
  readonly posting: ImportPosting | undefined;
  readonly sound: boolean;
}

const FIELDS = ['share', 'source', 'financialYear', 'costCentre', 'subjective'] as const satisfies readonly TextField[];

/** One row, with everything that is wrong with it at once. */
export function readLine(columns: Columns, cells: readonly string[], line: number): { line: CsvLine; faults: ImportFault[] } {
  const faults: ImportFault[] = [];
  const cell = (column: Column) => plain(cells[columns.at.get(column) ?? -1] ?? '');
  const check = (wrong: ImportFault | undefined) => void (wrong !== undefined && faults.push(wrong));

  if (cells.slice(columns.width).some((more) => more.trim() !== ''))
    check(
      fault(line, 'line-not-understood', 'The row has more cells than there are columns.', 'Put quotes around a cell with a comma in it.'),
    );
  const date = parsePlainDate(cell('date'));
  if (date === undefined)
    check(fault(line, 'date-malformed', `“${cell('date').slice(0, 20)}” is no date.`, 'Write year, month and day, like 2026-04-01.'));
  const currency = cell('currency');
  if (currency !== '' && currency !== 'GBP' && currency !== '£')
    check(fault(line, 'currency-foreign', `The line is in ${currency.slice(0, 20)}; the book is kept in pounds.`, 'Import only GBP.'));
  const account = cell('account');
  check(accountFault(line, account));
  const texts = { reference: cell('reference'), description: cell('description') };
  check(textFault(line, 'reference', texts.reference) ?? textFault(line, 'description', texts.description));
  const dimension: Dimension = {};
  for (const field of FIELDS) {
    const value = cell(field);
    if (value === '') continue;
    check(textFault(line, field, value));
    dimension[field] = value;
  }
  const stream = cell('stream');
  if (stream !== '') {
    check(streamFault(line, stream));
    dimension.stream = stream as NonNullable<Dimension['stream']>;
  }
  const entry = cell('entry') === '' ? texts.reference : cell('entry');
  if (entry === '')
    check(fault(line, 'line-not-understood', 'The line does not say to which entry it belongs.', 'Number it in the column entry.'));
  const amount = amountOf(line, columns, cell);
  if (typeof amount !== 'bigint') check(amount);
  const posting =
    typeof amount === 'bigint' && amount !== 0n
      ? { line, account, amount, ...(Object.keys(dimension).length > 0 && { dimension }) }
      : undefined;
  return { line: { line, entry, date, ...texts, number: cell('posting'), posting, sound: faults.length === 0 }, faults };
}

function amountOf(line: number, columns: Columns, cell: (column: Column) => string): bigint | ImportFault {
  if (columns.at.has('amount')) return signed(line, cell('amount'));
  const [debit, credit] = [cell('debit'), cell('credit')];
  if (debit !== '' && credit !== '')
    return fault(line, 'amount-malformed', 'The line has a debit and a credit.', 'Write one of them; two postings need two lines.');
  const amount = signed(line, debit === '' ? credit : debit);
  if (typeof amount !== 'bigint') return amount;
  if (amount < 0n) return fault(line, 'amount-malformed', 'A debit or credit has no sign.', 'Write it in the other column instead.');
  return debit === '' ? -amount : amount;
}

function signed(line: number, text: string): bigint | ImportFault {
  if (text === '') return fault(line, 'amount-missing', 'The line has no amount.', 'Write how much it moves; 0.00 for nothing.');
  const amount = readAmount(text);
  return amount.ok ? amount.value : { line, ...amount.refusal };
}

/** A formula is text like any other; our exports put an apostrophe before it, which is theirs and not the text's. */
function plain(cell: string): string {
  const text = cell.trim().replace(/\s*[\r\n]+\s*/g, ' ');
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
