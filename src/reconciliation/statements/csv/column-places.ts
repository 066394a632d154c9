import type { CsvRow } from '../../../platform/files/cut-rows.ts';
import { UnreadableStatement } from '../unreadable-statement.ts';
import { unknownColumns } from './choose-mapping.ts';
import type { CsvColumn, CsvMapping } from './csv-mapping.ts';

/** Where each meaning stands in a row, counted from 0; -1 where the table does not have it. */
export interface ColumnPlaces {
  readonly date: number;
  readonly valueDate: number;
  readonly amount: number;
  readonly side: number;
  readonly paidOut: number;
  readonly paidIn: number;
  readonly balance: number;
  readonly description: readonly number[];
  readonly reference: number;
  readonly bankReference: number;
  readonly counterparty: number;
  readonly counterpartyAccount: number;
  readonly type: number;
  readonly sortCode: number;
  readonly account: number;
  readonly currency: number;
  readonly pending: number;
  /** How many cells a row has. */
  readonly width: number;
}

/** Finds a mapping's columns in a table by its header row, or by number in its first row. */
export function findColumns({ columns, headerRow }: CsvMapping, row: CsvRow): ColumnPlaces {
  const names = row.cells.map((cell) => cell.trim().toLowerCase());
  const width = widthOf(row.cells);
  const place = (column: CsvColumn | undefined): number => {
    if (column === undefined) return -1;
    const found = typeof column === 'number' ? column - 1 : names.indexOf(column.toLowerCase());
    if (found === -1 || found >= width) throw unknownColumns(row, `The table has no column ${JSON.stringify(column)}`);
    if (typeof column === 'string' && names.indexOf(column.toLowerCase(), found + 1) !== -1) {
      const reason = `The table has two columns ${JSON.stringify(column)}, and nobody can tell which one is meant. Say it by number.`;
      throw new UnreadableStatement('columns-not-known', row.lineNumber, reason);
    }
    return found;
  };
  const description = columns.description.filter(
    (column) => headerRow === 'none' || typeof column === 'number' || names.includes(column.toLowerCase()),
  );
  return {
    date: place(columns.date),
    valueDate: place(columns.valueDate),
    amount: place(columns.amount),
    side: place(columns.side?.column),
    paidOut: place(columns.paidOut),
    paidIn: place(columns.paidIn),
    balance: place(columns.balance),
    description: (description.length > 0 ? description : columns.description).map(place),
    reference: place(columns.reference),
    bankReference: place(columns.bankReference),
    counterparty: place(columns.counterparty),
    counterpartyAccount: place(columns.counterpartyAccount),
    type: place(columns.type),
    sortCode: place(columns.sortCode),
    account: place(columns.account),
    currency: place(columns.currency),
    pending: place(columns.pending?.column),
    width,
  };
}

/** Some banks end every row with a delimiter: empty cells at the end are none. */
export function widthOf(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width -= 1;
  return width;
}
