import { UnreadableFile } from './unreadable-file.ts';

const QUOTE = '"';
const CONTROLS = /[^\P{Cc}\t\r\n]/u;
const CONTROLS_IN_TEXT = /[^\P{Cc}\t\r\n]/gu;

/** What a table may cost to read. */
export interface RowLimits {
  readonly fieldCharacters: number;
  readonly rowCharacters: number;
  readonly rowCells: number;
}

export interface CsvRow {
  readonly cells: readonly string[];
  /** The line of the file on which the row begins. */
  readonly lineNumber: number;
  readonly raw: string;
}

/**
 * Cuts the text of a table, which comes in pieces, into rows of cells. Line ends of all kinds may be mixed, cells may be quoted and then
 * hold delimiters, line ends and doubled quotes. Rows and cells are bounded, so that no file makes one grow.
 */
export class CutRows {
  /** The line being read, counted from 1. */
  lineNumber = 1;
  readonly #delimiter: string;
  readonly #limits: RowLimits;
  readonly #onRow: (row: CsvRow) => void;
  #rest = '';
  #skipLineFeed = false;

  constructor(delimiter: string, limits: RowLimits, onRow: (row: CsvRow) => void) {
    this.#delimiter = delimiter;
    this.#limits = limits;
    this.#onRow = onRow;
  }

  write(piece: string): void {
    const text = this.#rest + this.#cleaned(piece);
    let start = 0;
    for (let next = this.#row(text, start); next !== undefined; next = this.#row(text, start)) start = next;
    this.#rest = text.slice(start);
    if (this.#rest.length > this.#limits.rowCharacters) throw tooLong(this.lineNumber);
  }

  /** The last row, where no line end follows it. */
  end(): void {
    if (this.#rest === '') return;
    const begun = this.lineNumber;
    if (this.#row(`${this.#rest}\n`, 0) === undefined) {
      const reason = 'A quotation mark opens here and is never closed: the file was cut off. Ask the bank for the whole file.';
      throw new UnreadableFile('statement-cut-off', begun, reason);
    }
    this.#rest = '';
  }

  /** Reads the row at `start` and answers where the next begins; nothing when the row does not end in the text. */
  #row(text: string, start: number): number | undefined {
    if (this.#skipLineFeed && start < text.length) {
      this.#skipLineFeed = false;
      if (text[start] === '\n') return start + 1;
    }
    const end = endOfLine(text, start);
    if (end === undefined) return undefined;
    const raw = text.slice(start, end);
    if (raw.includes(QUOTE)) return this.#quotedRow(text, start);
    this.#tell({ cells: raw.split(this.#delimiter), lineNumber: this.lineNumber, raw });
    return this.#afterLineEnd(text, end);
  }

  #quotedRow(text: string, start: number): number | undefined {
    const cells: string[] = [];
    let lines = 0;
    let at = start;
    for (;;) {
      const cell = this.#cell(text, at);
      if (cell === undefined) return undefined;
      cells.push(cell.text);
      if (cells.length > this.#limits.rowCells) throw tooLong(this.lineNumber);
      lines += cell.lines;
      const after = text[cell.end];
      if (after !== this.#delimiter) {
        this.#tell({ cells, lineNumber: this.lineNumber, raw: text.slice(start, cell.end) });
        this.lineNumber += lines;
        return this.#afterLineEnd(text, cell.end);
      }
      at = cell.end + 1;
    }
  }

  /** One cell and where it ends, at a delimiter or a line end; nothing when the text ends first. */
  #cell(text: string, start: number): { text: string; end: number; lines: number } | undefined {
    if (text[start] !== QUOTE) {
      let end = start;
      while (end < text.length && text[end] !== this.#delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
      return end === text.length ? undefined : { text: text.slice(start, end), end, lines: 0 };
    }
    for (let close = text.indexOf(QUOTE, start + 1); close !== -1; close = text.indexOf(QUOTE, close + 2)) {
      const after = text[close + 1];
      // The text may end between two quotes that stand for one.
      if (after === undefined) return undefined;
      if (after === QUOTE) continue;
      const content = text.slice(start + 1, close);
      if (after === this.#delimiter || after === '\n' || after === '\r') {
        return {
          text: content.replaceAll('""', QUOTE),
          end: close + 1,
          lines: content.includes('\n') || content.includes('\r') ? countLines(content) : 0,
        };
      }
      const reason = 'A cell has text behind its closing quotation mark, so nobody can tell where the next cell begins.';
      throw new UnreadableFile('field-not-understood', this.lineNumber, reason);
    }
    return undefined;
  }

  #tell(row: CsvRow): void {
    const { cells, raw, lineNumber } = row;
    if (cells.length > this.#limits.rowCells || raw.length > this.#limits.rowCharacters) throw tooLong(lineNumber);
    if (raw.length > this.#limits.fieldCharacters && cells.some((cell) => cell.length > this.#limits.fieldCharacters))
      throw tooLong(lineNumber);
    this.#onRow(row);
  }

  #afterLineEnd(text: string, end: number): number {
    this.lineNumber += 1;
    if (text[end] === '\r') {
      if (end + 1 === text.length) this.#skipLineFeed = true;
      else if (text[end + 1] === '\n') return end + 2;
    }
    return end + 1;
  }

  #cleaned(piece: string): string {
    if (!CONTROLS.test(piece)) return piece;
    const nul = piece.indexOf('\0');
    if (nul !== -1) {
      const reason =
        'The table holds a NUL character, which no bank writes: the file was damaged, or it is no table. Export it from the bank again.';
      throw new UnreadableFile('field-not-understood', this.lineNumber + countLines(this.#rest + piece.slice(0, nul)), reason);
    }
    return piece.replace(CONTROLS_IN_TEXT, '');
  }
}

function endOfLine(text: string, start: number): number | undefined {
  const feed = text.indexOf('\n', start);
  if (feed > start && text[feed - 1] === '\r') {
    const carriage = text.indexOf('\r', start);
    return carriage;
  }
  const line = feed === -1 ? text.slice(start) : text.slice(start, feed);
  const carriage = line.indexOf('\r');
  if (carriage !== -1) return start + carriage;
  return feed === -1 ? undefined : feed;
}

function countLines(content: string): number {
  return content.split(/\r\n|\r|\n/).length - 1;
}

function tooLong(line: number): UnreadableFile {
  return new UnreadableFile('too-long', line, 'One row or cell of the file is longer than any bank writes it.');
}
