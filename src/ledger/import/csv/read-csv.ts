import { fault, type ImportEntry, type ImportFault, type ImportReading } from '../import-entry.ts';
import { type Columns, columnsOf } from './columns.ts';
import { type CsvLine, readLine } from './read-line.ts';
import { readRows } from './read-rows.ts';

/**
 * One row for each posting, the columns named in the first row, the rows of an entry together. Cells are text: nothing is calculated, and
 * the apostrophe that our exports put before what a spreadsheet would run is taken off again.
 */
export function readCsv(lines: Iterable<string>): ImportReading {
  const entries: ImportEntry[] = [];
  const faults: ImportFault[] = [];
  const firstLineOf = new Map<string, number>();
  let columns: Columns | undefined;
  let open: CsvLine[] = [];

  const close = () => {
    const [first] = open;
    if (first === undefined) return;
    const earlier = firstLineOf.get(first.entry);
    if (earlier === undefined) firstLineOf.set(first.entry, first.line);
    const wrong = earlier === undefined ? faultsOf(open) : [entryRepeated(first, earlier)];
    faults.push(...wrong);
    if (wrong.length === 0 && open.every(({ sound }) => sound)) entries.push(entryOf(open));
    open = [];
  };

  const rows = readRows(lines);
  let row = rows.next();
  for (; row.done !== true; row = rows.next()) {
    if (!row.value.ok) {
      faults.push(row.value.refusal);
      continue;
    }
    const { line, cells } = row.value.value;
    if (columns === undefined) {
      const named = columnsOf(line, cells);
      columns = named.columns;
      faults.push(...named.faults);
      // Without its columns no row says anything: one fault for the file, and not one more for each line.
      if (named.faults.length > 0) return { lines: line, entries, faults };
      continue;
    }
    const read = readLine(columns, cells, line);
    faults.push(...read.faults);
    if (open[0] !== undefined && open[0].entry !== read.line.entry) close();
    open.push(read.line);
  }
  close();
  return { lines: row.value, entries, faults };
}

function faultsOf(lines: readonly CsvLine[]): ImportFault[] {
  const [first] = lines as [CsvLine];
  const seen = new Map<string, number>();
  return lines.flatMap((each) => {
    if (each.date !== first.date && each.date !== undefined) {
      return [
        fault(
          each.line,
          'date-malformed',
          `The entry has another date than on line ${first.line}.`,
          'Give an entry one date, or number the lines as two entries.',
        ),
      ];
    }
    if (each.posting === undefined) return [];
    const content = JSON.stringify([each.posting.account, each.posting.amount.toString(), each.number, each.posting.dimension ?? {}]);
    const earlier = seen.get(content);
    seen.set(content, each.line);
    if (earlier === undefined) return [];
    return [
      fault(each.line, 'duplicate-line', `It says the same as line ${earlier}.`, 'Take one of them out; if both are meant, add them up.'),
    ];
  });
}

function entryOf(lines: readonly CsvLine[]): ImportEntry {
  const [first] = lines as [CsvLine];
  const description = lines.find((each) => each.description !== '')?.description ?? 'Imported';
  const reference = lines.find((each) => each.reference !== '')?.reference;
  return {
    line: first.line,
    effectiveDate: first.date ?? '1900-01-01',
    description,
    ...(reference !== undefined && { reference }),
    originalId: first.entry,
    postings: lines.flatMap(({ posting }) => (posting === undefined ? [] : [posting])),
    assertions: [],
  };
}

function entryRepeated({ line, entry }: CsvLine, earlier: number): ImportFault {
  return fault(
    line,
    'duplicate-entry',
    `The entry “${entry.slice(0, 60)}” stands already on line ${earlier}.`,
    'Put the lines of an entry together; give another entry another number.',
  );
}
