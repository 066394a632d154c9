import { type CsvRow, CutRows } from '../../../../platform/files/cut-rows.ts';
import { quoted } from '../../../../platform/files/unreadable-file.ts';
import { type FileContent, READING_LIMITS, textOf } from '../../bank-files/read-content.ts';
import { UnreadablePaymentFile } from '../../bank-files/unreadable-payment-file.ts';
import type { GatheredReport } from './gather-report.ts';
import type { CodeMeaning } from './report-codes.ts';
import type { ReportEvent } from './report-events.ts';
import { readAccount, readPounds, readReportDate } from './report-values.ts';

/**
 * The columns by which a table is known as a report of Bacs; further ones are passed over. The names are our own choice, in the order
 * bureaux export them: banks differ, so the heading of their table is renamed to these.
 */
const COLUMNS = [
  'Report',
  'Service User Number',
  'Report Date',
  'Reference',
  'Code',
  'Amount',
  'Sort Code',
  'Account Number',
  'Account Name',
  'Original Processing Date',
] as const;
const MAY_BE_MISSING = ['New Sort Code', 'New Account Number', 'New Account Name', 'Service User Name'] as const;
type Column = (typeof COLUMNS)[number] | (typeof MAY_BE_MISSING)[number];

const SERVICES: readonly CodeMeaning['service'][] = ['ARUCS', 'AWACS', 'INPUT'];

export function isReportHeading(cells: readonly string[]): boolean {
  return COLUMNS.every((column) => cells.some((cell) => cell.trim() === column));
}

/** Reads a table: one item a row, and a row `Totals` with count and sum at the end, without which nobody could tell that it was cut off. */
export async function* reportCsvEvents(content: FileContent, report: GatheredReport): AsyncGenerator<readonly ReportEvent[]> {
  const table = new ReportTable(report);
  const rows = new CutRows(',', READING_LIMITS, (row) => table.row(row));
  for await (const text of textOf(content, 'text')) {
    rows.write(text);
    yield report.take();
  }
  rows.end();
  table.end(rows.lineNumber);
  yield report.take();
}

class ReportTable {
  readonly #report: GatheredReport;
  #places: ReadonlyMap<Column, number> | undefined;
  #opened = '';
  #ended = false;

  constructor(report: GatheredReport) {
    this.#report = report;
  }

  row({ cells, lineNumber: line }: CsvRow): void {
    if (cells.every((cell) => cell.trim() === '')) return;
    if (this.#places === undefined) {
      this.#places = placesOf(cells, line);
      return;
    }
    const cell = (column: Column) => cells[this.#places?.get(column) ?? -1]?.trim() ?? '';
    if (cells[0]?.trim() === 'Totals') {
      this.#report.totals(Number(cells[1]), readPounds(cells[2]?.trim() ?? '', line), line);
      this.#ended = true;
      return;
    }
    if (this.#ended) throw new UnreadablePaymentFile('field-out-of-place', line, 'A row stands behind the row "Totals".');
    this.#head(cell, line);
    const amount = cell('Amount');
    const processed = cell('Original Processing Date');
    const account = readAccount(cell('Sort Code'), cell('Account Number'), cell('Account Name'), line);
    if (account === undefined) throw new UnreadablePaymentFile('field-missing', line, 'The row does not say which account was paid.');
    const newAccount = readAccount(cell('New Sort Code'), cell('New Account Number'), cell('New Account Name'), line);
    this.#report.item({
      line,
      code: cell('Code'),
      reference: cell('Reference'),
      account,
      ...(amount !== '' && { amountPence: readPounds(amount, line) }),
      ...(processed !== '' && { originalProcessingDate: readReportDate(processed, line) }),
      ...(newAccount !== undefined && { newAccount }),
    });
  }

  end(line: number): void {
    if (!this.#ended)
      throw new UnreadablePaymentFile(
        'file-cut-off',
        line,
        'The row "Totals" is missing at the end: the file was cut off. Export it again.',
      );
  }

  /** Every row says its report; a new one begins where that changes. */
  #head(cell: (column: Column) => string, line: number): void {
    const said = [cell('Report'), cell('Service User Number'), cell('Report Date')];
    if (said.join('|') === this.#opened) return;
    const service = SERVICES.find((each) => each === said[0]);
    if (service === undefined)
      throw new UnreadablePaymentFile('field-not-understood', line, `${quoted(said[0] ?? '')} is none of ${SERVICES.join(', ')}.`);
    this.#opened = said.join('|');
    const name = cell('Service User Name');
    this.#report.open({
      service,
      line,
      serviceUserNumber: said[1] ?? '',
      reportedOn: readReportDate(said[2] ?? '', line),
      ...(name !== '' && { serviceUserName: name }),
    });
  }
}

function placesOf(cells: readonly string[], line: number): ReadonlyMap<Column, number> {
  const missing = COLUMNS.filter((column) => !cells.some((cell) => cell.trim() === column));
  if (missing.length > 0)
    throw new UnreadablePaymentFile('columns-not-known', line, `The table has no column ${missing.map(quoted).join(', ')}.`);
  return new Map([...COLUMNS, ...MAY_BE_MISSING].map((column) => [column, cells.findIndex((cell) => cell.trim() === column)]));
}
