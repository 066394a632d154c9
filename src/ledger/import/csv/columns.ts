import { fault, type ImportFault } from '../import-entry.ts';

const NAMES = {
  date: 'date',
  effective_date: 'date',
  entry: 'entry',
  entry_id: 'entry',
  reference: 'reference',
  description: 'description',
  account: 'account',
  debit: 'debit',
  credit: 'credit',
  amount: 'amount',
  currency: 'currency',
  posting: 'posting',
  share: 'share',
  stream: 'stream',
  source: 'source',
  financial_year: 'financialYear',
  cost_centre: 'costCentre',
  subjective: 'subjective',
} as const;
export type Column = (typeof NAMES)[keyof typeof NAMES];

/** Columns of our own export which say how the other book came to the entry, and nothing about what is posted. */
const OF_THE_OTHER_BOOK = new Set(['kind', 'recorded_at', 'override', 'reverses']);

export interface Columns {
  readonly at: ReadonlyMap<Column, number>;
  readonly width: number;
}

/** Which cell is what, from the first row. A name nobody knows is refused: what it holds would be lost without a word. */
export function columnsOf(line: number, cells: readonly string[]): { columns: Columns; faults: ImportFault[] } {
  const columns = new Map<Column, number>();
  const faults: ImportFault[] = [];
  cells.forEach((cell, n) => {
    const name = cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_');
    if (OF_THE_OTHER_BOOK.has(name)) return;
    const column = NAMES[name as keyof typeof NAMES];
    if (column === undefined || !Object.hasOwn(NAMES, name)) {
      faults.push(
        fault(
          line,
          'column-unknown',
          `There is no column “${cell.trim().slice(0, 40)}”.`,
          `Take it out, or call it one of: ${Object.keys(NAMES).join(', ')}.`,
        ),
      );
    } else if (columns.has(column)) {
      faults.push(fault(line, 'column-unknown', `The column “${column}” stands there twice.`, 'Take one of the two out.'));
    } else {
      columns.set(column, n);
    }
  });
  const missing = (column: Column) => !columns.has(column);
  for (const column of ['date', 'account'] as const) if (missing(column)) faults.push(columnMissing(line, column));
  if (missing('entry') && missing('reference')) faults.push(columnMissing(line, 'entry'));
  const hasSides = !missing('debit') && !missing('credit');
  if (missing('amount') ? !hasSides : !missing('debit') || !missing('credit')) {
    faults.push(
      fault(
        line,
        'column-missing',
        'It is not said how much each line moves.',
        'Bring either debit and credit, or amount with a minus for credits.',
      ),
    );
  }
  return { columns: { at: columns, width: cells.length }, faults };
}

function columnMissing(line: number, column: string): ImportFault {
  return fault(line, 'column-missing', `There is no column “${column}”.`, `Name the columns in the first row, one of them ${column}.`);
}
