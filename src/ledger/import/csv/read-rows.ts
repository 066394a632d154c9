import { accepted, type Result, refused } from '../../../platform/result.ts';
import { fault, type ImportFault } from '../import-entry.ts';

export interface CsvRow {
  /** Line of the file on which the row begins: a quoted cell may run over several. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** RFC 4180, row by row. A quote that never closes would swallow the rest of the file, so it ends the reading with its line. */
export function* readRows(lines: Iterable<string>): Generator<Result<CsvRow, ImportFault>, number> {
  let number = 0;
  let begun: { line: number; text: string } | undefined;
  for (const line of lines) {
    number += 1;
    const text: string = begun === undefined ? line : `${begun.text}\n${line}`;
    const first = begun?.line ?? number;
    const cells = cellsOf(text);
    if (cells === undefined && text.length < LONGEST_ROW) {
      begun = { line: first, text };
      continue;
    }
    begun = undefined;
    if (cells === undefined) yield refused(unclosed(first));
    else if (cells === 'broken')
      yield refused(
        fault(first, 'line-not-understood', 'A quoted cell goes on after its closing quote.', 'Double the quotes inside a quoted cell.'),
      );
    else if (cells.some((cell) => cell.trim() !== '')) yield accepted({ line: first, cells });
  }
  if (begun !== undefined) yield refused(unclosed(begun.line));
  return number;
}

const LONGEST_ROW = 20_000;

/** Undefined while a quoted cell is still open. */
function cellsOf(text: string): string[] | 'broken' | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) return undefined;
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== ',') return 'broken';
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return cells;
    at += 1;
  }
}

function unclosed(line: number): ImportFault {
  return fault(
    line,
    'line-not-understood',
    'A quoted cell is never closed.',
    'Close the quotation mark; double the quotes inside a quoted cell.',
  );
}
