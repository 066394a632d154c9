import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { StatementBalance, StatementFinding, StatementFormat, StatementHead } from './bank-statement.ts';
import type { BankLine } from './canonical-line.ts';

/**
 * A bank statement file as it is read, one fact after the other. `index` counts the bank statements of the file from 0 and says to which
 * one a fact belongs: pages of several accounts may stand mixed, so the one begun last is not always the one that goes on.
 */
export type StatementEvent =
  /** First, and once. */
  | { readonly kind: 'file'; readonly format: StatementFormat; readonly formatVersion?: string; readonly encoding: string }
  /** At most once: a text file names no encoding, and its first letter beyond ASCII showed another than was said at first. */
  | { readonly kind: 'encoding'; readonly encoding: string }
  | { readonly kind: 'begin'; readonly index: number; readonly statement: StatementHead }
  | { readonly kind: 'line'; readonly index: number; readonly line: BankLine }
  | ({ readonly kind: 'end'; readonly index: number } & StatementEnd)
  | { readonly kind: 'finding'; readonly finding: StatementFinding };

/** What is known only when a bank statement ends; what stands here goes before what its beginning said. */
export interface StatementEnd {
  readonly opening?: StatementBalance;
  readonly closing?: StatementBalance;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  /** Every line, pending ones too. */
  readonly lineCount: number;
  /** Booked lines only: pending ones moved no money yet. */
  readonly sumMinor: bigint;
}
