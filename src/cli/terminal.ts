/** Where commands write: plain text for people, one JSON document for programs. */
export interface Terminal {
  readonly json: boolean;
  /** `value` is printed with --json, `text` without. */
  print(value: unknown, text: string): void;
  /** For people only, beside the result: never mixed into JSON. */
  note(text: string): void;
}

export function terminal(
  json: boolean,
  out: NodeJS.WritableStream = process.stdout,
  err: NodeJS.WritableStream = process.stderr,
): Terminal {
  return {
    json,
    print: (value, text) => {
      out.write(`${json ? JSON.stringify(value, bigintsAsText, 2) : text}\n`);
    },
    note: (text) => {
      err.write(`${text}\n`);
    },
  };
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

export type Cell = string | { readonly right: string };

/** Columns as wide as their widest cell, two spaces apart; `{ right }` aligns amounts. */
export function table(heading: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => textOf(row[column]).length)));
  const line = (row: readonly Cell[]) =>
    row
      .map((cell, column) => (typeof cell === 'string' ? cell.padEnd(widths[column] ?? 0) : cell.right.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heading), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.right;
}
