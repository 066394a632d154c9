import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import type { BankFileRefusal } from '../bank-files/bank-file-refusal.ts';
import { bankText, saysSomething } from '../bank-files/bank-text.ts';
import { REFERENCE_CHARACTERS } from '../bank-files/check-payment.ts';
import { faultOfPayer, notUnderstood } from '../bank-files/check-submission.ts';
import type { DayTotal, PayingAccount } from '../bank-files/payment-to-send.ts';
import { faultOfProcessingDate } from './bacs-cycle.ts';
import type { BacsProfile } from './bacs-profiles.ts';
import { type Days, LARGEST_RECORD_PENCE, LARGEST_TOTAL_PENCE, MOST_RECORDS } from './standard-18.ts';

/** What a submission to Bacs is, beside its payments. The same facts and payments make the same bytes. */
export interface BacsSubmission {
  /** Six letters or digits, never used before by this service user: Bacs takes a file with a serial it has seen for the same file again. */
  readonly serial: string;
  /** Six digits. */
  readonly serviceUserNumber: string;
  /** As payees read it on their bank statements, 18 characters. */
  readonly serviceUserName: string;
  readonly account: PayingAccount;
  /** The day the file is made and submitted. */
  readonly submittedOn: PlainDate;
  /** What was approved, day by day in order; several days need the multi-day layout. */
  readonly approved: readonly DayTotal[];
  readonly days: Days;
  readonly profile: BacsProfile;
  /** The bank's limits for this service user, where they are below the scheme's. */
  readonly itemLimitPence?: bigint;
  readonly fileLimitPence?: bigint;
}

/** Why Bacs would not take it, before any payment is looked at; undefined when nothing is wrong. */
export function refusalOfSubmission(submission: BacsSubmission): BankFileRefusal | undefined {
  const { serial, serviceUserNumber, serviceUserName, account, approved, days, submittedOn, fileLimitPence } = submission;
  if (!/^[0-9A-Z]{6}$/.test(serial) || /^0+$/.test(serial))
    return notUnderstood('serial', 'The serial is six letters or digits and not all zeros.');
  if (!/^[0-9]{6}$/.test(serviceUserNumber)) return notUnderstood('serviceUserNumber', 'The service user number is six digits.');
  if (!saysSomething(bankText(serviceUserName, REFERENCE_CHARACTERS).text))
    return notUnderstood('serviceUserName', 'The service user has no name a bank carries.');
  const payer = faultOfPayer(account, approved);
  if (payer !== undefined) return payer;
  if (days === 'single-day' && approved.length > 1)
    return notUnderstood('days', 'Payments of several processing days need the multi-day layout, or one file for each day.');
  for (const { processingDate } of approved) {
    const fault = faultOfProcessingDate(processingDate, submittedOn);
    if (fault !== undefined) return { code: 'processing-date-not-possible', field: 'approved', reason: fault.reason };
  }
  return overLimit(approved, fileLimitPence ?? LARGEST_TOTAL_PENCE);
}

function overLimit(approved: readonly DayTotal[], fileLimitPence: bigint): BankFileRefusal | undefined {
  const total = approved.reduce((sum, { amountPence }) => sum + amountPence, 0n);
  if (total > fileLimitPence)
    return {
      code: 'file-over-limit',
      reason: `The file pays ${formatPounds(total)}; the most for one file is ${formatPounds(fileLimitPence)}. Make two files.`,
    };
  const day = approved.find(({ amountPence }) => amountPence > LARGEST_RECORD_PENCE);
  if (day !== undefined) {
    const reason = `${formatPounds(day.amountPence)} on ${day.processingDate} does not fit into one contra record. Make two files.`;
    return { code: 'file-over-limit', reason };
  }
  const payments = approved.reduce((sum, each) => sum + each.payments, 0);
  return payments > MOST_RECORDS
    ? { code: 'file-over-limit', reason: `${payments} payments are more than a file counts. Make two files.` }
    : undefined;
}
