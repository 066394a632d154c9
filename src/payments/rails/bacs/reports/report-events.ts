import type { PlainDate } from '../../../../platform/calendar/plain-date.ts';
import type { Consequence } from '../../bank-files/consequence.ts';
import type { CodeMeaning } from './report-codes.ts';

/** Which report, of whom and of which day. */
export interface ReportHead {
  readonly service: CodeMeaning['service'];
  readonly line: number;
  readonly serviceUserNumber: string;
  readonly serviceUserName?: string;
  readonly reportedOn: PlainDate;
  readonly adviceNumber?: string;
}

export interface ReportedAccount {
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly name?: string;
}

/** One item of ours that a report speaks of. */
export interface ReportedItem {
  readonly line: number;
  /** The same for the same item however often, and in whichever form, its report is read; equal items of one report are counted apart. */
  readonly key: string;
  readonly code: string;
  /** As we sent it; empty where a roll number stood in its place or the report left it out. */
  readonly reference: string;
  readonly amountPence?: bigint;
  /** The account we paid to. */
  readonly account: ReportedAccount;
  readonly originalProcessingDate?: PlainDate;
  /** Where the bank says the account is now. */
  readonly newAccount?: ReportedAccount;
}

export type ReportEvent =
  /** Said before anything of its report. */
  | { readonly kind: 'report'; readonly head: ReportHead }
  | (ReportedItem & {
      readonly kind: 'credit-returned' | 'account-changed' | 'item-not-as-sent';
      readonly meaning: string;
      readonly follows: readonly Consequence[];
    })
  /** A code nobody here knows: nothing follows until a person has looked. */
  | (ReportedItem & { readonly kind: 'parked'; readonly reason: string })
  /** Input report: what Bacs took of a submission, and what it did not. */
  | {
      readonly kind: 'input-counted';
      readonly line: number;
      readonly acceptedPayments: number;
      readonly acceptedPence: bigint;
      readonly rejectedPayments: number;
      readonly rejectedPence: bigint;
    };

export interface BacsReports {
  readonly reports: readonly ReportHead[];
  readonly events: readonly ReportEvent[];
}
