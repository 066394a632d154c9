import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { quoted, UnreadableFile } from './unreadable-file.ts';

/** Encodings banks use. A label outside the table is refused rather than guessed at: a wrong guess changes names and amounts silently. */
const KNOWN_LABELS: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  ['utf-16', 'utf-16le'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
]);

const DECLARED = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/** The encoding that the file's first bytes prove: a byte order mark, or the zero bytes around the first character of UTF-16. */
export function provenEncoding(head: Uint8Array): string | undefined {
  const [first, second, third, fourth] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (
    (first === 0xff && second === 0xfe && third === 0 && fourth === 0) ||
    (first === 0 && second === 0 && third === 0xfe && fourth === 0xff)
  ) {
    throw new UnreadableFile('encoding-not-readable', 1, 'The file is in UTF-32, which we do not read. Ask the bank for UTF-8.');
  }
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return undefined;
}

/** An XML file's encoding: proven, else declared, else UTF-8 as the XML standard says. */
export function xmlEncoding(head: Uint8Array): string {
  const proven = provenEncoding(head);
  if (proven !== undefined) return proven;
  const declared = DECLARED.exec(String.fromCharCode(...head.subarray(0, 300)))?.[1] ?? 'utf-8';
  const known = KNOWN_LABELS.get(declared.toLowerCase());
  if (known === undefined || known.startsWith('utf-16')) {
    throw new UnreadableFile(
      'encoding-not-readable',
      1,
      `The file says it is in ${quoted(declared)}, and is not or cannot be read so. Ask the bank for UTF-8.`,
    );
  }
  return known;
}

/** The characters of windows-1252 from 0x80 to 0x9F; a full stop where it has none. */
const WINDOWS_1252 = '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ';

const LONGEST_UTF_8_SEQUENCE = 4;

/**
 * Decodes a file chunk by chunk. Bytes that its encoding does not have refuse the file: a replacement character would stand for a name.
 * A text file that proves no encoding is UTF-8 or the Western European code page that older systems write: its first bytes beyond ASCII
 * decide, wherever the chunks were cut, and hold for the rest of the file.
 */
export class FileDecoder {
  #encoding: string;
  #decided: boolean;
  #decoder: TextDecoder | undefined;
  /** The beginning of a UTF-8 character whose end has not come. */
  #held: Buffer = Buffer.alloc(0);
  #begun = false;
  #broken = false;

  constructor(encoding: string | undefined) {
    this.#encoding = encoding ?? 'utf-8';
    this.#decided = encoding !== undefined;
    const byThePlatform = this.#encoding !== 'utf-8' && this.#encoding !== 'windows-1252';
    this.#decoder = byThePlatform ? new TextDecoder(this.#encoding, { fatal: true }) : undefined;
  }

  get encoding(): string {
    return this.#encoding;
  }

  /** Without a chunk, ends the file. */
  decode(chunk?: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#decodeByThePlatform(this.#decoder, chunk);
    const bytes = chunk === undefined ? Buffer.alloc(0) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#encoding === 'windows-1252') return fromWindows1252(bytes);
    return this.#decodeUtf8(bytes, chunk === undefined);
  }

  #decodeByThePlatform(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw this.#notReadable();
    }
  }

  #decodeUtf8(chunk: Buffer, last: boolean): string {
    if (this.#broken) throw this.#notReadable();
    if (this.#held.length === 0 && this.#begun && isAscii(chunk)) return chunk.toString('latin1');
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    const start = this.#begun ? 0 : byteOrderMarkLength(bytes);
    const end = last ? bytes.length : lengthOfWholeCharacters(bytes);
    if (end > 0) this.#begun = true;
    const firstBeyondAscii = this.#decided ? -1 : bytes.findIndex((byte, index) => index >= start && byte > 0x7f);
    if (firstBeyondAscii !== -1 && firstBeyondAscii < end) {
      this.#decided = true;
      if (!beginsWithUtf8Character(bytes.subarray(firstBeyondAscii, end))) {
        this.#encoding = 'windows-1252';
        return fromWindows1252(bytes);
      }
    }
    const whole = bytes.subarray(start, end);
    if (!isUtf8(whole)) {
      if (last) throw this.#notReadable();
      // What stands before the damage is read first, so that the line of the damage can be told.
      this.#broken = true;
      return whole.subarray(0, lengthOfUtf8(whole)).toString('utf8');
    }
    this.#held = Buffer.from(bytes.subarray(end));
    return whole.toString('utf8');
  }

  #notReadable(): UnreadableFile {
    const reason = `The file says it is in ${this.#encoding} and holds bytes that are not. It was damaged or changed on its way; ask the bank for it again.`;
    return new UnreadableFile('encoding-not-readable', undefined, reason);
  }
}

function byteOrderMarkLength(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Leaves the last bytes for later when they begin a UTF-8 character that the chunk does not end. */
function lengthOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back < LONGEST_UTF_8_SEQUENCE && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xf5) return bytes.length;
    if (byte >= 0xc0) return utf8SequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** How many bytes are UTF-8 before the first that are not. */
function lengthOfUtf8(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, lengthOfWholeCharacters(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  return lengthOfWholeCharacters(bytes.subarray(0, good));
}

function utf8SequenceLength(firstByte: number): number {
  return firstByte >= 0xf0 ? 4 : firstByte >= 0xe0 ? 3 : 2;
}

function beginsWithUtf8Character(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return first >= 0xc2 && isUtf8(bytes.subarray(0, utf8SequenceLength(first)));
}

/** Node 20 decodes windows-1252 as ISO-8859-1 and makes control characters of the euro sign and of quotation marks; this mends them. */
function fromWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, windows1252Character);
}

function windows1252Character(control: string): string {
  const character = WINDOWS_1252[control.charCodeAt(0) - 0x80];
  return character === undefined || character === '.' ? control : character;
}
