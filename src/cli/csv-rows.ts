export interface CsvRow {
  /** Where the row begins in the file, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Where a file stops being CSV. */
export class CsvBroken extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

/** Reads RFC 4180: quoted fields may hold commas, line ends and doubled quotes. Empty lines are passed over; a quote left open is told. */
export function* csvRows(text: string): Generator<CsvRow> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const startLine = line;
    const fields: string[] = [];
    let ended = false;
    while (!ended) {
      let field: string;
      if (text[at] === '"') {
        let close = at + 1;
        while (true) {
          close = text.indexOf('"', close);
          if (close === -1) throw new CsvBroken(startLine, 'a quotation mark is opened and never closed');
          if (text[close + 1] !== '"') break;
          close += 2;
        }
        field = text.slice(at + 1, close).replaceAll('""', '"');
        for (const sign of field) if (sign === '\n') line += 1;
        at = close + 1;
        if (at < text.length && !',\r\n'.includes(text[at] as string))
          throw new CsvBroken(startLine, 'letters stand behind a closing quotation mark');
      } else {
        let end = at;
        while (end < text.length && text[end] !== ',' && text[end] !== '\n') end += 1;
        field = text.slice(at, text[end] !== ',' && text[end - 1] === '\r' && end > at ? end - 1 : end);
        at = end;
      }
      fields.push(field);
      if (text[at] === '\r') at += 1;
      ended = text[at] !== ',';
      at += 1;
    }
    line += 1;
    if (fields.length > 1 || fields[0] !== '') yield { line: startLine, fields };
  }
}

export function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
