import type { ReadingLimits } from '../reading-limits.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

/** What an OFX file is made of: `<NAME>`, the text behind it, `</NAME>`. Tags of the SGML version need not be closed. */
export interface TagListener {
  opened(name: string, lineNumber: number): void;
  text(text: string, lineNumber: number): void;
  closed(name: string, lineNumber: number): void;
}

const LONGEST_NAME = 80;
const NAME = /^[A-Za-z][A-Za-z0-9._]*$/;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/** Cuts the text of an OFX file, which comes in pieces, into tags and texts. Declarations that could name other files are refused. */
export class CutTags {
  /** The line being read, counted from 1. */
  lineNumber = 1;
  readonly #limits: ReadingLimits;
  readonly #listener: TagListener;
  #rest = '';

  constructor(listener: TagListener, limits: ReadingLimits) {
    this.#listener = listener;
    this.#limits = limits;
  }

  write(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    for (let open = text.indexOf('<', at); open !== -1; open = text.indexOf('<', at)) {
      const close = text.indexOf('>', open);
      if (close === -1) break;
      this.#tellText(text.slice(at, open));
      this.#tellTag(text.slice(open + 1, close));
      at = close + 1;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > this.#limits.fieldCharacters) throw this.#tooLong();
  }

  end(): void {
    this.#tellText(this.#rest);
    this.#rest = '';
  }

  #tellText(raw: string): void {
    if (raw.length > this.#limits.fieldCharacters) throw this.#tooLong();
    const text = raw.trim();
    if (text !== '') this.#listener.text(decoded(text), this.lineNumber + linesIn(raw.slice(0, raw.indexOf(text[0] ?? ''))));
    this.lineNumber += linesIn(raw);
  }

  #tellTag(raw: string): void {
    if (raw.startsWith('!')) {
      const reason =
        'The file holds a declaration ("<!"). No bank statement needs one and it can carry an attack, so the file was not read.';
      throw new UnreadableStatement('doctype-forbidden', this.lineNumber, reason);
    }
    const isClosing = raw.startsWith('/');
    const name = (isClosing ? raw.slice(1) : raw).trim();
    if (!raw.startsWith('?')) {
      if (name.length > LONGEST_NAME || !NAME.test(name)) {
        throw new UnreadableStatement('field-not-understood', this.lineNumber, `${quoted(`<${raw}>`)} is no tag of an OFX file.`);
      }
      if (isClosing) this.#listener.closed(name.toUpperCase(), this.lineNumber);
      else this.#listener.opened(name.toUpperCase(), this.lineNumber);
    }
    this.lineNumber += linesIn(raw);
  }

  #tooLong(): UnreadableStatement {
    return new UnreadableStatement('too-long', this.lineNumber, 'One field of the file is longer than any bank statement has.');
  }
}

function linesIn(text: string): number {
  if (!text.includes('\n')) return text.includes('\r') ? text.split('\r').length - 1 : 0;
  return text.split('\n').length - 1;
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#([0-9]{1,6})|([A-Za-z]{2,5}));/g, (whole, number: string | undefined, name: string | undefined) => {
    if (number !== undefined) return Number(number) <= 0x10ffff ? String.fromCodePoint(Number(number)) : whole;
    return ENTITIES.get(name ?? '') ?? whole;
  });
}
