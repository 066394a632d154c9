import { TextDecoder } from 'node:util';
import { quoted, UnreadableStatement } from './unreadable-statement.ts';

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
    throw new UnreadableStatement('encoding-not-readable', 1, 'The file is in UTF-32, which we do not read. Ask the bank for UTF-8.');
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
    throw new UnreadableStatement(
      'encoding-not-readable',
      1,
      `The file says it is in ${quoted(declared)}, and is not or cannot be read so. Ask the bank for UTF-8.`,
    );
  }
  return known;
}

/** Decodes a plain text file: proven, else UTF-8 where all of it is valid UTF-8, else the Western European code page older systems write. */
export function decodeTextFile(bytes: Uint8Array): { text: string; encoding: string } {
  const proven = provenEncoding(bytes);
  if (proven !== undefined) return { text: new StatementDecoder(proven).decode(bytes), encoding: proven };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new StatementDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** The characters of windows-1252 from 0x80 to 0x9F; a full stop where it has none. */
const WINDOWS_1252 = '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ';

/** Decodes a file chunk by chunk. Bytes that its encoding does not have refuse the file: a replacement character would stand for a name. */
export class StatementDecoder {
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  /** Without a chunk, ends the file. */
  decode(chunk?: Uint8Array): string {
    try {
      const text = chunk === undefined ? this.#decoder.decode() : this.#decoder.decode(chunk, { stream: true });
      return this.#decoder.encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, windows1252Character) : text;
    } catch {
      const reason = `The file says it is in ${this.#decoder.encoding} and holds bytes that are not. It was damaged or changed on its way; ask the bank for it again.`;
      throw new UnreadableStatement('encoding-not-readable', undefined, reason);
    }
  }
}

/** Node 20 decodes windows-1252 as ISO-8859-1 and makes control characters of the euro sign and of quotation marks; this mends them. */
function windows1252Character(control: string): string {
  const character = WINDOWS_1252[control.charCodeAt(0) - 0x80];
  return character === undefined || character === '.' ? control : character;
}
