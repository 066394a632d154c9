import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ReportedAccount } from '../../rails/bacs/reports/report-events.ts';
import type { Consequence } from '../../rails/bank-files/consequence.ts';
import type { PaymentStanding } from '../../rails/pain001/status-codes.ts';
import type { AnswerKind } from './schema.ts';

/** One thing that a file of the bank says, in whichever format it stands. */
export interface ToldAnswer {
  readonly line: number;
  /** The same for the same answer however often and in whichever form it comes. */
  readonly key: string;
  readonly kind: AnswerKind;
  readonly code: string;
  readonly reference?: string;
  readonly amount?: bigint;
  readonly toldOn: PlainDate;
  readonly follows: readonly Consequence[];
  readonly words: string;
  readonly more: AnswerDetails;
}

/** What is kept sealed: accounts, and what the work on the answer needs beside the columns. */
export interface AnswerDetails {
  readonly account?: ReportedAccount;
  readonly newAccount?: ReportedAccount;
  readonly originalProcessingDate?: PlainDate;
  /** Of a pain.002: our message and how much of it the answer is about. */
  readonly messageId?: string;
  readonly of?: 'message' | 'payment';
  readonly standing?: PaymentStanding;
  /** Of an input report, in pence as text: what Bacs took and what it did not. */
  readonly counted?: {
    readonly serviceUserNumber: string;
    readonly payments: number;
    readonly pence: string;
    readonly rejectedPayments: number;
    readonly reportedOn: PlainDate;
  };
}
