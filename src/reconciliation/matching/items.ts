import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** A booked bank line as matching sees it. Above zero, money came in. */
export interface BankItem {
  readonly id: string;
  readonly date: PlainDate;
  readonly amountMinor: bigint;
  /** Sterling when not said. */
  readonly currency?: string;
  /** What the bank printed. */
  readonly memo: string;
  readonly endToEndId?: string;
  readonly bankReference?: string;
  readonly payeeName?: string;
  /** Sort code and account number, or an IBAN. */
  readonly payeeAccount?: string;
  readonly typeCode?: string;
  /** The bank takes back a line of its own. */
  readonly reversal?: boolean;
}

/**
 * What may still come to the bank, or go from it. A `payment` is an instruction sent one by one; a `batch-item` is one of a run that the
 * bank books as one contra; a `batch-return` lessens its run's contra. `other` is what no more is known of.
 */
export type OpenItemKind =
  | 'payment'
  | 'batch-item'
  | 'batch-return'
  | 'invoice'
  | 'return'
  | 'refund'
  | 'receivable'
  | 'card-settlement'
  | 'other';

export interface OpenItem {
  readonly id: string;
  readonly kind: OpenItemKind;
  /** The day it is expected at the bank. */
  readonly date: PlainDate;
  /** What is still open of it, with the sign the bank line will have. */
  readonly amountMinor: bigint;
  readonly currency?: string;
  /** Our 18-character reference, or another that the payer was asked to give. */
  readonly reference?: string;
  /** The rail's or the bank's own id of the payment. */
  readonly railId?: string;
  /** Invoice numbers and the like that a payer writes into the memo. */
  readonly documents?: readonly string[];
  readonly payeeId?: string;
  readonly payeeName?: string;
  readonly payeeAccount?: string;
  /** The payment run, or the card scheme's day, that the bank books in one sum. */
  readonly batchId?: string;
  readonly memo?: string;
}

interface ItemWindow {
  /** Working days after the item's day on which a line may be matched with it by itself: from, to. */
  readonly alone: readonly [number, number];
  /** On which it is looked at at all; beyond `alone` only a reference or a person joins them. */
  readonly look: readonly [number, number];
}

/** Bacs and Faster Payments are exact to a day or two; people who owe money are not. */
export const windowOf: Readonly<Record<OpenItemKind, ItemWindow>> = {
  payment: { alone: [-1, 5], look: [-5, 25] },
  'batch-item': { alone: [-1, 3], look: [-3, 10] },
  'batch-return': { alone: [-5, 5], look: [-10, 10] },
  invoice: { alone: [-5, 15], look: [-15, 65] },
  return: { alone: [-1, 10], look: [-2, 30] },
  refund: { alone: [-5, 30], look: [-10, 65] },
  receivable: { alone: [-10, 45], look: [-20, 130] },
  'card-settlement': { alone: [0, 5], look: [-1, 15] },
  other: { alone: [-5, 15], look: [-10, 45] },
};
