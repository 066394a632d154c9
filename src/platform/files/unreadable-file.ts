/** What is wrong with a file before anybody asks what it means: these readers serve every format. */
export type FileFault =
  | 'doctype-forbidden'
  | 'encoding-not-readable'
  | 'field-missing'
  | 'field-not-understood'
  | 'field-out-of-place'
  | 'statement-cut-off'
  | 'too-deep'
  | 'too-long'
  | 'xml-broken';

/**
 * Carries a refusal out of the depth of a parser. The reader of a format catches it in one place and returns it as a value; nobody else
 * sees it thrown. Threading a Result through every reader of every element would hide the formats under their error handling.
 */
export class UnreadableFile<Code extends string = FileFault> extends Error {
  readonly code: Code;
  readonly line: number | undefined;

  constructor(code: Code, line: number | undefined, reason: string) {
    super(reason);
    this.name = 'UnreadableFile';
    this.code = code;
    this.line = line;
  }
}

const LONGEST_QUOTATION = 40;

/** Quotes what the file says, short and without control characters: the file is a stranger's and the words go to screens and logs. */
export function quoted(text: string): string {
  const shown = text.length > LONGEST_QUOTATION ? `${text.slice(0, LONGEST_QUOTATION)}…` : text;
  return `"${shown.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '�')}"`;
}
