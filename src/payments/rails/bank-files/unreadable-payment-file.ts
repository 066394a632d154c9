import { type FileFault, UnreadableFile } from '../../../platform/files/unreadable-file.ts';
import { accepted, type Refusal, type Result, refused } from '../../../platform/result.ts';

export type PaymentFileFault =
  | Exclude<FileFault, 'statement-cut-off'>
  | 'amount-not-understood'
  | 'code-not-known'
  | 'columns-not-known'
  | 'currency-not-pounds'
  | 'date-not-understood'
  | 'file-cut-off'
  | 'file-empty'
  | 'file-too-large'
  | 'format-not-known'
  | 'item-twice'
  | 'other-account'
  | 'other-service-user'
  | 'record-length'
  | 'too-many-items'
  | 'totals-differ';

/** Why a file of payments, or of answers to them, was refused: nothing of it was taken. */
export interface PaymentFileRefusal extends Refusal {
  readonly code: PaymentFileFault;
  readonly fileName: string;
  readonly line?: number;
  readonly reason: string;
}

/** A file that was refused while it was read; caught by `wholeOrRefused` and given back as a value. */
export class UnreadablePaymentFile extends UnreadableFile<PaymentFileFault> {}

/** Reads a file to its end: all of it, or nothing and the reason. */
export async function wholeOrRefused<Value>(fileName: string, read: () => Promise<Value>): Promise<Result<Value, PaymentFileRefusal>> {
  try {
    return accepted(await read());
  } catch (error) {
    return refused(refusalOf(error, fileName));
  }
}

/** Throws on what is no refusal of a file. */
export function refusalOf(error: unknown, fileName: string): PaymentFileRefusal {
  if (!(error instanceof UnreadableFile)) throw error;
  const { code, line, message } = error as UnreadableFile<PaymentFileFault | FileFault>;
  return {
    code: code === 'statement-cut-off' ? 'file-cut-off' : code,
    fileName,
    ...(line !== undefined && { line }),
    reason: message,
  };
}
