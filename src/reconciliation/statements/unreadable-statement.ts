import { type FileFault, UnreadableFile } from '../../platform/files/unreadable-file.ts';
import type { Refusal } from '../../platform/result.ts';

export { quoted } from '../../platform/files/unreadable-file.ts';

export type StatementRefusalCode =
  | FileFault
  | 'amount-not-exact'
  | 'amount-not-understood'
  | 'amount-too-large'
  | 'columns-not-known'
  | 'currency-not-understood'
  | 'date-not-understood'
  | 'date-order-not-known'
  | 'file-compressed'
  | 'file-empty'
  | 'file-too-large'
  | 'format-not-known'
  | 'no-statement'
  | 'not-a-bank-statement'
  | 'too-many-lines'
  | 'version-not-known';

/** Why a file was refused, in words an officer can act on. */
export interface StatementRefusal extends Refusal {
  readonly code: StatementRefusalCode;
  readonly fileName: string;
  readonly line?: number;
  readonly reason: string;
}

/** A file that is no bank statement we can read. `parseStatementFile` catches it in one place and returns it as a value. */
export class UnreadableStatement extends UnreadableFile<StatementRefusalCode> {
  override readonly name = 'UnreadableStatement';
}
