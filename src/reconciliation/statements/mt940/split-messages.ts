import { LineCutter } from '../../../platform/files/line-cutter.ts';
import type { ReadingLimits } from '../reading-limits.ts';
import { UnreadableStatement } from '../unreadable-statement.ts';

/** A field such as `:61:`, with the lines it goes on over. */
export interface Mt940Field {
  readonly tag: string;
  readonly line: number;
  readonly lines: string[];
}

const COLON = ':'.charCodeAt(0);
const HYPHEN = '-'.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);

const FIELD = /^:([0-9]{2}[A-Z]?):/;
const END_OF_MESSAGE = /^-(?:\}.*)?$/;
const ENVELOPE = /^\{[1-4]:/;
const MESSAGE_TYPE = /\{2:[IO]([0-9]{3})/;

/**
 * Cuts a file into messages, each from `:20:` to its `-` or to the next `:20:`. Whatever banks print around messages (their name, the
 * SWIFT blocks, control characters of old transmissions) is passed over; a SWIFT envelope that is opened must be closed.
 */
export class SplitMessages {
  readonly #limits: ReadingLimits;
  readonly #onField: (field: Mt940Field) => void;
  readonly #onMessageEnd: () => void;
  readonly #cutter: LineCutter;
  #field: Mt940Field | undefined;
  #characters = 0;
  #envelopeLine: number | undefined;

  constructor(limits: ReadingLimits, { field, messageEnds }: { field: (field: Mt940Field) => void; messageEnds: () => void }) {
    this.#limits = limits;
    this.#onField = field;
    this.#onMessageEnd = messageEnds;
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
    if (this.#envelopeLine !== undefined) throw envelopeNotClosed(this.#envelopeLine);
    this.#endMessage();
  }

  #line(content: string, line: number): void {
    const first = content.charCodeAt(0);
    if ((first === BRACE && ENVELOPE.test(content)) || (first === HYPHEN && END_OF_MESSAGE.test(content))) {
      this.#envelope(content, line);
      this.#endMessage();
      return;
    }
    const tag = first === COLON ? FIELD.exec(content)?.[1] : undefined;
    if (tag !== undefined) {
      this.#endField();
      if (tag === '20') this.#onMessageEnd();
      this.#characters = content.length;
      this.#field = { tag, line, lines: [content.slice(tag.length + 2)] };
      return;
    }
    this.#characters += content.length;
    if (this.#characters > this.#limits.fieldCharacters) throw tooLong(line);
    // Before the first field this is what the bank prints above a message; after it, the field goes on.
    if (content !== '') this.#field?.lines.push(content);
    else this.#characters += 1;
  }

  #envelope(content: string, line: number): void {
    const goesOn = /^\{[234]:/.test(content);
    if (content.startsWith('-}')) this.#envelopeLine = undefined;
    else if (this.#envelopeLine !== undefined && !goesOn) throw envelopeNotClosed(this.#envelopeLine);
    if (content.includes('{1:') || goesOn) this.#envelopeLine ??= line;
    refuseOtherMessages(content, line);
  }

  #endField(): void {
    const field = this.#field;
    this.#field = undefined;
    if (field !== undefined) this.#onField(field);
  }

  #endMessage(): void {
    this.#endField();
    this.#characters = 0;
    this.#onMessageEnd();
  }
}

function refuseOtherMessages(content: string, line: number): void {
  const type = MESSAGE_TYPE.exec(content)?.[1];
  if (type === undefined || type === '940') return;
  const words =
    type === '942' ? 'a report of the running day (MT942), which has no closing balance' : `a message of another kind (MT${type})`;
  throw new UnreadableStatement('not-a-bank-statement', line, `The file is ${words}. Ask the bank for the MT940 bank statement.`);
}

function envelopeNotClosed(line: number): UnreadableStatement {
  return new UnreadableStatement(
    'statement-cut-off',
    line,
    'The SWIFT message that begins here does not end with "-}": the file was cut off. Ask the bank for the whole file.',
  );
}

function tooLong(line: number): UnreadableStatement {
  return new UnreadableStatement('too-long', line, 'One field of the file is longer than any bank statement has.');
}
