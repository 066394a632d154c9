import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** How a bank names an account. UK accounts are told by sort code and account number, also when the bank gives them as one number. */
export interface AccountIdentification {
  readonly iban?: string;
  readonly sortCode?: string;
  readonly accountNumber?: string;
  readonly other?: string;
}

/** What a bank says of one payment, alone or inside a batch. Absent means the bank did not say, also where it wrote `NOTPROVIDED`. */
export interface PaymentDetails {
  readonly bankReference?: string;
  readonly endToEndId?: string;
  readonly counterpartyName?: string;
  readonly counterpartyAccount?: AccountIdentification;
  readonly remittance: string;
  /** The bank's reason code for a returned payment, such as `AC04` (closed account). */
  readonly returnReason?: string;
}

/** One payment inside a batch. Its amount may stand in another currency than the line, or be missing. */
export interface BatchItem extends PaymentDetails {
  readonly amountMinor?: bigint;
  readonly currency?: string;
}

/**
 * One movement on a bank account, the same whatever format it came in.
 * `amountMinor` is in the currency's smallest unit and signed: above zero, money came in. A reversal already has its own sign.
 */
export interface BankLine extends PaymentDetails {
  /** Where the line begins in the file, counted from 1, so that an officer can find it. */
  readonly lineNumber: number;
  readonly bookingDate: PlainDate;
  readonly valueDate?: PlainDate;
  /** The value date as the bank wrote it, kept where our calendar has no such day (30 February of a 30/360 year). */
  readonly valueDateAsWritten?: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The account's balance after this line, where the bank prints it beside each. */
  readonly balanceAfterMinor?: bigint;
  readonly typeCode?: string;
  readonly rawText?: string;
  readonly state: 'booked' | 'pending';
  readonly reversal: boolean;
  /** The payments of a batch booking: one line at the bank, several payments behind it. */
  readonly batchItems?: readonly BatchItem[];
}
