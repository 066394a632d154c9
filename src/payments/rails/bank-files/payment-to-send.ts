import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** One payment as a file to the bank takes it: in clear, so it lives only while the file is written. */
export interface PaymentToSend {
  /** Comes back with a returned payment, so a file carries it whole or refuses it. */
  readonly reference: string;
  readonly name: string;
  /** Six digits. */
  readonly sortCode: string;
  /** Eight digits. */
  readonly accountNumber: string;
  /** Of a building society account: it takes the place of the reference, for the society books by it. */
  readonly rollNumber?: string | undefined;
  readonly amountPence: bigint;
  /** The bank's working day: at Bacs the day before the money is there. */
  readonly processingDate: PlainDate;
}

/** What was approved for one processing day. A file whose payments make something else is refused. */
export interface DayTotal {
  readonly processingDate: PlainDate;
  readonly payments: number;
  readonly amountPence: bigint;
}

/** Our own account, as the bank knows it. */
export interface PayingAccount {
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly name: string;
}
