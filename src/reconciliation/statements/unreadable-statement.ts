import type { Refusal } from '../../platform/result.ts';

export type StatementRefusalCode =
  | 'amount-not-exact'
  | 'amount-not-understood'
  | 'amount-too-large'
  | 'columns-not-known'
  | 'currency-not-understood'
  | 'date-not-understood'
  | 'date-order-not-known'
  | 'doctype-forbidden'
  | 'encoding-not-readable'
  | 'field-missing'
  | 'field-not-understood'
  | 'field-out-of-place'
  | 'file-compressed'
  | 'file-empty'
  | 'file-too-large'
  | 'format-not-known'
  | 'no-statement'
  | 'not-a-bank-statement'
  | 'statement-cut-off'
  | 'too-deep'
  | 'too-long'
  | 'too-many-lines'
  | 'version-not-known'
  | 'xml-broken';

/** Why a file was refused, in words an officer can act on. */
export interface StatementRefusal extends Refusal {
  readonly code: StatementRefusalCode;
  readonly fileName: string;
  readonly line?: number;
  readonly reason: string;
}

/**
 * Carries a refusal out of the depth of a parser. `parseStatementFile` catches it in one place and returns it as a value; nobody else
 * sees it thrown. Threading a Result through every reader of every element would hide the formats under their error handling.
 */
export class UnreadableStatement extends Error {
  readonly code: StatementRefusalCode;
  readonly line: number | undefined;

  constructor(code: StatementRefusalCode, line: number | undefined, reason: string) {
    super(reason);
    this.name = 'UnreadableStatement';
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
