import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Dimension } from '../rules/entry-draft.ts';

export const importFormats = ['hledger', 'csv'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** An entry as a file has it: accounts by the names the file uses, amounts in pence, a debit positive. */
export interface ImportEntry {
  /** Line of the file on which it begins. */
  readonly line: number;
  readonly effectiveDate: PlainDate;
  readonly description: string;
  readonly reference?: string;
  /** The id that it had in the book it was exported from. */
  readonly originalId?: string;
  readonly postings: readonly ImportPosting[];
  readonly assertions: readonly ImportAssertion[];
}

export interface ImportPosting {
  readonly line: number;
  readonly account: string;
  readonly amount: bigint;
  readonly dimension?: Dimension;
}

/** "After this line the account stands at": pence, a debit balance positive. */
export interface ImportAssertion {
  readonly line: number;
  readonly account: string;
  readonly balance: bigint;
  /** How many of the entry's postings come before it. */
  readonly after: number;
}

/** One line of a file that cannot go in: why, and what to do about it. */
export interface ImportFault {
  readonly line: number;
  readonly code: ImportFaultCode;
  readonly reason: string;
  readonly advice: string;
}

/** Codes are part of the API and never change their meaning. */
export const importFaultCodes = [
  'file-empty',
  'file-too-large',
  'line-not-understood',
  'column-missing',
  'column-unknown',
  'date-malformed',
  'amount-malformed',
  'amount-missing',
  'amount-too-large',
  'text-malformed',
  'currency-foreign',
  'account-missing',
  'account-unknown',
  'account-not-open',
  'account-closed',
  'entry-unbalanced',
  'entry-incomplete',
  'entry-too-large',
  'duplicate-entry',
  'duplicate-line',
  'period-unknown',
  'period-closed',
  'balance-differs',
  'floor-broken',
  'ceiling-broken',
  'not-supported',
  'refused-by-the-book',
] as const;
export type ImportFaultCode = (typeof importFaultCodes)[number];

export function fault(line: number, code: ImportFaultCode, reason: string, advice: string): ImportFault {
  return { line, code, reason, advice };
}

/** What a reader makes of a file: every entry that could be read, and every line that could not. */
export interface ImportReading {
  readonly lines: number;
  readonly entries: readonly ImportEntry[];
  readonly faults: readonly ImportFault[];
}
