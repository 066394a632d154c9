import { showPounds } from '../../../platform/money/show-pounds.ts';
import type { PaymentFileRefusal } from '../bank-files/unreadable-payment-file.ts';

export type PaymentFileFormat = 'bacs' | 'bacs-report' | 'pain.001' | 'pain.002' | 'bank-csv';

/** What a file says, told line by line to somebody who does not know its format. */
export type Explanation =
  | { readonly kind: 'format'; readonly format: PaymentFileFormat; readonly words: string }
  /** A heading, a total, or anything a person must act on. */
  | { readonly kind: 'line'; readonly line: number; readonly words: string }
  /** One payment or answer of many. */
  | { readonly kind: 'item'; readonly line: number; readonly words: string }
  | { readonly kind: 'end'; readonly words: string }
  /** The file is not sound; what was told before may not be used. */
  | { readonly kind: 'refused'; readonly refusal: PaymentFileRefusal };

/** Enough to compare with a record, and not enough to be of use to whoever reads over a shoulder. */
export function accountInWords({ sortCode, accountNumber }: { readonly sortCode: string; readonly accountNumber: string }): string {
  return `the account ending ${accountNumber.slice(-4)} at ${sortCode.slice(0, 2)}-${sortCode.slice(2, 4)}-${sortCode.slice(4)}`;
}

export function poundsInWords(pence: bigint): string {
  return `£${showPounds(pence)}`;
}

export function paymentsInWords(payments: number | bigint): string {
  return `${payments.toLocaleString('en-GB')} ${BigInt(payments) === 1n ? 'payment' : 'payments'}`;
}
