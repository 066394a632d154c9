import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { type CsvRow, CutRows } from '../../../platform/files/cut-rows.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { findMapping, isHeader, unknownTable } from './choose-mapping.ts';
import { type ColumnPlaces, findColumns, widthOf } from './column-places.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { RowReader } from './read-row.ts';
import { endByRunningBalance, RunningBalance } from './running-balance.ts';

/** A text that a spreadsheet would run when the line is exported and opened there. */
const FORMULA = /^[=@]/;

interface OpenAccount {
  readonly open: OpenStatement;
  readonly currency: string;
  readonly running: RunningBalance;
  from: PlainDate;
  to: PlainDate;
  lastLine: number;
}

/**
 * Reads a table row by row: one bank statement for each account that it names. A table has no balances of its own; where it has a running
 * balance, that proves the lines, and what lies before the first and after the last stays to be proved by other bank statements.
 */
export class CsvReader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #mapping: CsvMapping;
  readonly #header: readonly string[] | undefined;
  readonly #rows: CutRows;
  #places: ColumnPlaces | undefined;
  #reader: RowReader | undefined;
  #rowsRead = 0;
  #footerLine: number | undefined;
  #formulaTold = false;
  readonly #accounts = new Map<string, OpenAccount>();

  constructor({ stream, limits, choices, head }: ReaderSetting) {
    const found = findMapping(head, choices);
    if (found === undefined) throw unknownTable(head);
    this.#stream = stream;
    this.#mapping = found.mapping;
    this.#header = found.header;
    this.#rows = new CutRows(found.mapping.delimiter, limits, (row) => this.#row(row));
    stream.says(found.mapping.name);
  }

  get lineNumber(): number {
    return this.#rows.lineNumber;
  }

  write(text: string): void {
    this.#rows.write(text);
  }

  end(): void {
    this.#rows.end();
    if (this.#accounts.size === 0) {
      throw new UnreadableStatement(
        'no-statement',
        1,
        'The table holds no lines. Export the bank statement again, for days with payments.',
      );
    }
    for (const { open, ...account } of this.#accounts.values()) endByRunningBalance(this.#stream, open, account);
  }

  #row(row: CsvRow): void {
    this.#rowsRead += 1;
    const { places, reader } = this.#columns(row) ?? {};
    if (places === undefined || reader === undefined) return;
    const { cells, lineNumber } = row;
    if (this.#footerLine !== undefined && cells.length >= places.width) {
      throw new UnreadableStatement('field-out-of-place', lineNumber, `The table goes on behind its footer of line ${this.#footerLine}.`);
    }
    if (cells.every((cell) => cell.trim() === '')) return;
    const { footer } = this.#mapping;
    if (footer !== undefined && cells[0]?.trim() === footer) this.#footerLine = lineNumber;
    if (this.#footerLine !== undefined) return;
    this.#judgeWidth(row, places.width);
    this.#line(row, reader);
  }

  /** Columns and reader once they are known, which the header row itself is not a line of. */
  #columns(row: CsvRow): { places: ColumnPlaces; reader: RowReader } | undefined {
    if (this.#places !== undefined && this.#reader !== undefined) return { places: this.#places, reader: this.#reader };
    const { headerRow } = this.#mapping;
    const isTheHeader = this.#header === undefined ? this.#rowsRead === headerRow : isHeader(row.cells, this.#header);
    if (headerRow !== 'none' && !isTheHeader) return undefined;
    const places = findColumns(this.#mapping, row);
    const reader = new RowReader(this.#mapping, places);
    this.#places = places;
    this.#reader = reader;
    return headerRow === 'none' ? { places, reader } : undefined;
  }

  #judgeWidth({ cells, lineNumber }: CsvRow, width: number): void {
    if (cells.length === width || (cells.length >= width && widthOf(cells) <= width)) return;
    const reason = `The row has ${cells.length} cells where the table has ${width} columns: it was cut off or damaged. Ask the bank for the file again.`;
    throw new UnreadableStatement(cells.length < width ? 'statement-cut-off' : 'field-out-of-place', lineNumber, reason);
  }

  #line(row: CsvRow, reader: RowReader): void {
    const currency = reader.currency(row);
    const account = this.#account(row, reader, currency);
    const balance = reader.balance(row, currency);
    if (reader.isOpening(row)) {
      if (balance !== undefined) account.running.opensWith(balance, account.from, row.lineNumber);
      return;
    }
    const line = reader.line(row, currency, balance);
    if (line.state === 'booked') account.running.add(line.amountMinor, balance, line.bookingDate, row.lineNumber);
    if (line.bookingDate < account.from) account.from = line.bookingDate;
    if (line.bookingDate > account.to) account.to = line.bookingDate;
    account.lastLine = row.lineNumber;
    if (!this.#formulaTold && (FORMULA.test(line.remittance) || FORMULA.test(line.counterpartyName ?? '')))
      this.#tellFormula(row.lineNumber);
    this.#stream.line(account.open, line);
  }

  #account(row: CsvRow, reader: RowReader, currency: string): OpenAccount {
    const text = reader.accountText(row);
    const known = this.#accounts.get(text);
    if (known !== undefined) return known;
    const date = reader.date(row);
    const { lineNumber } = row;
    const open = this.#stream.open({ lineNumber, account: reader.account(text), currency });
    const account: OpenAccount = { open, currency, running: new RunningBalance(), from: date, to: date, lastLine: lineNumber };
    this.#accounts.set(text, account);
    if (text === '') {
      const reason = 'The file does not say which account it is of. Make sure that it is imported for the right one.';
      this.#stream.finding({ code: 'account-not-named', severity: 'warning', line: lineNumber, reason });
    }
    return account;
  }

  #tellFormula(line: number): void {
    this.#formulaTold = true;
    const reason = `A text begins like a spreadsheet formula (${quoted('=')} or ${quoted('@')}); it was kept as text and not run.`;
    this.#stream.finding({ code: 'formula-kept-as-text', severity: 'warning', line, reason });
  }
}
