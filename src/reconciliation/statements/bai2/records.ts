import { LineCutter } from '../../../platform/files/line-cutter.ts';
import type { ReadingLimits } from '../reading-limits.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

/** A record with its continuations: what stands behind the code, one piece a line of the file. */
export interface Bai2Record {
  readonly code: string;
  readonly line: number;
  readonly pieces: string[];
}

const RECORD = /^([0-9]{2}),(.*)$/s;
const CONTINUATION = '88';
const CODES: ReadonlySet<string> = new Set(['01', '02', '03', '16', '49', '98', '99']);

/** Cuts a file into records; `88` goes on with the one before it. */
export class CutRecords {
  readonly #cutter: LineCutter;
  readonly #limits: ReadingLimits;
  readonly #onRecord: (record: Bai2Record) => void;
  #record: Bai2Record | undefined;
  #characters = 0;

  constructor(limits: ReadingLimits, onRecord: (record: Bai2Record) => void) {
    this.#limits = limits;
    this.#onRecord = onRecord;
    this.#cutter = new LineCutter(limits.fieldCharacters, { onLine: (content, line) => this.#line(content, line), tooLong });
  }

  get lineNumber(): number {
    return this.#cutter.lineNumber;
  }

  write(text: string): void {
    this.#cutter.write(text);
  }

  end(): void {
    this.#cutter.end();
    this.#endRecord();
  }

  #line(content: string, line: number): void {
    if (content.trim() === '') return;
    const [, code = '', rest = ''] = RECORD.exec(content) ?? [];
    this.#characters += content.length;
    if (code === CONTINUATION && this.#record !== undefined) {
      if (this.#characters > this.#limits.rowCharacters) throw tooLong(line);
      this.#record.pieces.push(rest);
      return;
    }
    if (!CODES.has(code)) {
      throw new UnreadableStatement('field-not-understood', line, `${quoted(content)} begins with no record code of a BAI2 file.`);
    }
    this.#endRecord();
    this.#characters = content.length;
    this.#record = { code, line, pieces: [rest] };
  }

  #endRecord(): void {
    const record = this.#record;
    this.#record = undefined;
    if (record !== undefined) this.#onRecord(record);
  }
}

/** Takes the fields of a record one by one, over its continuations, and what is left as text. */
export class RecordFields {
  readonly #record: Bai2Record;
  #piece = 0;
  #at = 0;

  constructor(record: Bai2Record) {
    this.#record = record;
  }

  get line(): number {
    return this.#record.line;
  }

  /** Whether the last field taken stood at the end of its line. */
  get atLineEnd(): boolean {
    return this.#at === 0;
  }

  /** The next field, or undefined behind the last one. */
  next(): string | undefined {
    const piece = this.#record.pieces[this.#piece];
    if (piece === undefined) return undefined;
    const comma = piece.indexOf(',', this.#at);
    if (comma !== -1) {
      const field = piece.slice(this.#at, comma).trim();
      this.#at = comma + 1;
      return field;
    }
    const field = withoutEnd(piece.slice(this.#at));
    this.#piece += 1;
    this.#at = 0;
    return field;
  }

  required(what: string): string {
    const field = this.next();
    if (field !== undefined && field !== '') return field;
    throw new UnreadableStatement('field-missing', this.line, `The record ${this.#record.code} has no ${what}.`);
  }

  /** Everything behind the fields taken so far, which may hold delimiters. */
  rest(): string[] {
    const [current, ...later] = this.#record.pieces.slice(this.#piece);
    this.#piece = this.#record.pieces.length;
    return current === undefined ? [] : [current.slice(this.#at), ...later].map(withoutEnd).filter((text) => text !== '');
  }
}

function withoutEnd(text: string): string {
  return text.trim().replace(/\/$/, '').trim();
}

function tooLong(line: number): UnreadableStatement {
  return new UnreadableStatement('too-long', line, 'One record of the file is longer than any bank statement has.');
}
