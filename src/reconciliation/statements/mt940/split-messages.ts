import type { ReadingLimits } from '../reading-limits.ts';
import { UnreadableStatement } from '../unreadable-statement.ts';

/** A field such as `:61:`, with the lines it goes on over. */
export interface Mt940Field {
  readonly tag: string;
  readonly line: number;
  readonly lines: string[];
}

/** Each line is a `:61:` with an `:86:`; the fields around them are few. */
const FIELDS_OF_A_LINE = 2;

const FIELD = /^:([0-9]{2}[A-Z]?):/;
const END_OF_MESSAGE = /^-(?:\}.*)?$/;
const ENVELOPE = /^\{[1-4]:/;
const MESSAGE_TYPE = /\{2:[IO]([0-9]{3})/;

/**
 * Cuts a file into messages, each from `:20:` to its `-` or to the next `:20:`. Whatever banks print around messages (their name, the
 * SWIFT blocks, control characters of old transmissions) is passed over; a SWIFT envelope that is opened must be closed.
 */
export function* splitMessages(text: string, limits: ReadingLimits): Generator<readonly Mt940Field[]> {
  let fields: Mt940Field[] = [];
  let characters = 0;
  let fieldsRead = 0;
  let envelopeLine: number | undefined;
  for (const { line, content } of linesOf(text)) {
    if (content.length > limits.fieldCharacters) throw tooLong(line);
    if (ENVELOPE.test(content) || END_OF_MESSAGE.test(content)) {
      const goesOn = /^\{[234]:/.test(content);
      if (content.startsWith('-}')) envelopeLine = undefined;
      else if (envelopeLine !== undefined && !goesOn) throw envelopeNotClosed(envelopeLine);
      if (content.includes('{1:') || goesOn) envelopeLine ??= line;
      refuseOtherMessages(content, line);
      if (fields.length > 0) yield fields;
      fields = [];
      continue;
    }
    const tag = FIELD.exec(content)?.[1];
    if (tag !== undefined) {
      if (tag === '20' && fields.length > 0) {
        yield fields;
        fields = [];
      }
      characters = content.length;
      fieldsRead += 1;
      if (fieldsRead > FIELDS_OF_A_LINE * limits.lines) throw tooMany(line, limits);
      fields.push({ tag, line, lines: [content.slice(tag.length + 2)] });
      continue;
    }
    characters += content.length;
    if (characters > limits.fieldCharacters) throw tooLong(line);
    // Before the first field this is what the bank prints above a message; after it, the field goes on.
    if (content !== '') fields.at(-1)?.lines.push(content);
  }
  if (envelopeLine !== undefined) throw envelopeNotClosed(envelopeLine);
  if (fields.length > 0) yield fields;
}

function* linesOf(text: string): Generator<{ line: number; content: string }> {
  // Transfers between systems mix line ends; a carriage return alone would otherwise hide the field after it.
  const unixText = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  let line = 1;
  for (let start = 0; start < unixText.length; line += 1) {
    const found = unixText.indexOf('\n', start);
    const end = found === -1 ? unixText.length : found;
    yield {
      line,
      content: unixText
        .slice(start, end)
        .replaceAll('\t', ' ')
        .replace(/\p{Cc}/gu, ''),
    };
    start = end + 1;
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

function tooMany(line: number, { lines }: ReadingLimits): UnreadableStatement {
  return new UnreadableStatement('too-many-lines', line, `The file holds more than ${lines} lines. Ask the bank for a shorter period.`);
}
