import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AccountIdentification, BankLine } from './canonical-line.ts';

export type StatementFormat = 'camt.053' | 'mt940' | 'ofx' | 'qif' | 'bai2' | 'bankline' | 'csv';

export interface StatementBalance {
  readonly date: PlainDate;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly lineNumber: number;
}

/** What a bank says of a bank statement before its lines. */
export interface StatementHead {
  /** Where it begins in the file. */
  readonly lineNumber: number;
  /** Empty where the file does not name its account: a person says whose it is. */
  readonly account: AccountIdentification;
  readonly currency: string;
  readonly statementId?: string;
  readonly sequence?: string;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly opening?: StatementBalance;
}

/** A bank statement in whole: pages that the bank split are put together again. */
export interface BankStatement extends StatementHead {
  readonly closing?: StatementBalance;
  readonly lines: readonly BankLine[];
}

type FindingCode =
  | 'account-not-named'
  | 'batch-does-not-add-up'
  | 'cannot-be-proved'
  | 'closing-balance-missing'
  | 'control-total-differs'
  | 'currency-differs'
  | 'does-not-tie'
  | 'ends-not-proved'
  | 'formula-kept-as-text'
  | 'information-entry-left-out'
  | 'message-continues-elsewhere'
  | 'more-findings'
  | 'opening-balance-missing'
  | 'pages-do-not-join'
  | 'pages-missing'
  | 'running-balance-differs'
  | 'statement-twice'
  | 'value-date-not-in-calendar';

/** What was found in a file that could be read. An `error` means the statement may not be imported; a `warning` is for an officer to know. */
export interface StatementFinding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly reason: string;
}

export interface ParsedStatementFile {
  readonly fileName: string;
  readonly format: StatementFormat;
  /** The version or dialect, where the format has some: `camt.053.001.08`, the name of a bank's CSV. */
  readonly formatVersion?: string;
  readonly encoding: string;
  readonly statements: readonly BankStatement[];
  readonly findings: readonly StatementFinding[];
}

/** A file ties when nothing was found that forbids its import. */
export function fileTies(file: { readonly findings: readonly StatementFinding[] }): boolean {
  return file.findings.every((finding) => finding.severity !== 'error');
}
