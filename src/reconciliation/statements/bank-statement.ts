import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { AccountIdentification, BankLine } from './canonical-line.ts';

export interface StatementBalance {
  readonly date: PlainDate;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly lineNumber: number;
}

/** A bank statement in whole: pages that the bank split are put together again. */
export interface BankStatement {
  /** Where it begins in the file. */
  readonly lineNumber: number;
  readonly account: AccountIdentification;
  readonly currency: string;
  readonly statementId?: string;
  readonly sequence?: string;
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  readonly opening?: StatementBalance;
  readonly closing?: StatementBalance;
  readonly lines: readonly BankLine[];
}

type FindingCode =
  | 'batch-does-not-add-up'
  | 'closing-balance-missing'
  | 'control-total-differs'
  | 'currency-differs'
  | 'does-not-tie'
  | 'information-entry-left-out'
  | 'message-continues-elsewhere'
  | 'opening-balance-missing'
  | 'pages-do-not-join'
  | 'pages-missing'
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
  readonly format: 'camt.053' | 'mt940';
  /** The version of the message, where the format has versions: `camt.053.001.08`. */
  readonly formatVersion?: string;
  readonly encoding: string;
  readonly statements: readonly BankStatement[];
  readonly findings: readonly StatementFinding[];
}

/** A file ties when nothing was found that forbids its import. */
export function fileTies(file: ParsedStatementFile): boolean {
  return file.findings.every((finding) => finding.severity !== 'error');
}
