import { TextDecoder } from 'node:util';

/** Where and why a file stops being a table that can be read; nothing behind it is looked at. */
export class UnreadableTable extends Error {
  readonly code: 'encoding-not-readable' | 'table-malformed' | 'row-too-long';
  readonly line: number;

  constructor(code: UnreadableTable['code'], line: number) {
    super(`${code} on line ${line}`);
    this.code = code;
    this.line = line;
  }
}

export interface TableRow {
  /** Where the row begins in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const LONGEST_ROW = 64 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Cuts a CSV file (RFC 4180, UTF-8) into rows as it arrives, holding no more than one row and one piece of it. The header row says whether
 * commas, semicolons or tabs divide the cells. Empty lines are passed over.
 */
export async function* tableRows(content: AsyncIterable<Uint8Array>): AsyncGenerator<TableRow> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 1;
  let delimiter: string | undefined;
  const decoded = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new UnreadableTable('encoding-not-readable', line);
    }
  };
  function* cut(text: string, isEnd: boolean): Generator<TableRow> {
    let at = 0;
    while (at < text.length) {
      const end = endOfRow(text, at);
      if (end === undefined && !isEnd) break;
      if (end === undefined && text.slice(at).split('"').length % 2 === 0) throw new UnreadableTable('table-malformed', line);
      const raw = text.slice(at, end ?? text.length).replace(/\r$/, '');
      if (raw.length > LONGEST_ROW) throw new UnreadableTable('row-too-long', line);
      delimiter ??= delimiterOf(raw);
      if (raw.trim() !== '') yield { line, cells: cellsOf(raw, delimiter, line) };
      line += raw.split('\n').length;
      at = (end ?? text.length) + 1;
    }
    rest = text.slice(at);
    if (rest.length > LONGEST_ROW) throw new UnreadableTable('row-too-long', line);
  }
  for await (const bytes of content) {
    const piece = decoded(bytes);
    if (piece.includes('\0')) throw new UnreadableTable('encoding-not-readable', line);
    yield* cut(rest + piece, false);
  }
  yield* cut(rest + decoded(undefined), true);
}

/** The line end that ends a row: one with an even number of quotation marks before it. */
function endOfRow(text: string, start: number): number | undefined {
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) isQuoted = !isQuoted;
    else if (code === 10 && !isQuoted) return at;
  }
  return undefined;
}

function delimiterOf(header: string): string {
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}

function cellsOf(raw: string, delimiter: string, line: number): string[] {
  if (!raw.includes('"')) return raw.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; at <= raw.length; ) {
    if (raw[at] !== '"') {
      const end = raw.indexOf(delimiter, at);
      cells.push(raw.slice(at, end === -1 ? raw.length : end));
      at = end === -1 ? raw.length + 1 : end + 1;
      continue;
    }
    let close = raw.indexOf('"', at + 1);
    while (close !== -1 && raw[close + 1] === '"') close = raw.indexOf('"', close + 2);
    if (close === -1 || (close + 1 < raw.length && raw[close + 1] !== delimiter)) throw new UnreadableTable('table-malformed', line);
    cells.push(raw.slice(at + 1, close).replaceAll('""', '"'));
    at = close + 2;
  }
  return cells;
}
