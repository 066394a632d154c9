/** White space and controls other than the line feed: old transmissions leave them in text, and no field means anything by them. */
const CONTROLS = /[^\P{Cc}\n]/u;
const CONTROLS_IN_TEXT = /[^\P{Cc}\n]/gu;

/**
 * Cuts text that comes in pieces into lines. Transfers between systems mix line ends, and a carriage return alone would otherwise hide the
 * field after it; tabs become spaces and other control characters go.
 */
export class LineCutter {
  /** The line being read, counted from 1. */
  lineNumber = 1;
  readonly #longest: number;
  readonly #onLine: (content: string, lineNumber: number) => void;
  readonly #tooLong: (lineNumber: number) => Error;
  #rest = '';
  #endedWithReturn = false;

  constructor(
    longest: number,
    { onLine, tooLong }: { onLine: (content: string, lineNumber: number) => void; tooLong: (lineNumber: number) => Error },
  ) {
    this.#longest = longest;
    this.#onLine = onLine;
    this.#tooLong = tooLong;
  }

  write(piece: string): void {
    const text = this.#cleaned(piece);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#line(this.#rest + text.slice(start, end));
      this.#rest = '';
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > this.#longest) throw this.#tooLong(this.lineNumber);
  }

  /** The last line, where no line end follows it. */
  end(): void {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
  }

  #line(content: string): void {
    if (content.length > this.#longest) throw this.#tooLong(this.lineNumber);
    this.#onLine(content, this.lineNumber);
    this.lineNumber += 1;
  }

  #cleaned(piece: string): string {
    // A line end of two characters may be cut between them: the first has ended the line already.
    const text = this.#endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#endedWithReturn = piece.endsWith('\r');
    const unixText = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
    return CONTROLS.test(unixText) ? unixText.replaceAll('\t', ' ').replace(CONTROLS_IN_TEXT, '') : unixText;
  }
}
