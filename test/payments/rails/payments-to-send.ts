import fc from 'fast-check';
import { BACS_PROFILES } from '../../../src/payments/rails/bacs/bacs-profiles.ts';
import type { BacsSubmission } from '../../../src/payments/rails/bacs/bacs-submission.ts';
import type { DayTotal, PaymentToSend } from '../../../src/payments/rails/bank-files/payment-to-send.ts';
import type { BankFile } from '../../../src/payments/rails/bank-files/write-bank-file.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { addWorkingDays } from '../../../src/platform/calendar/working-days.ts';

/** A council as it submits: nobody's real account. */
export const OWN_ACCOUNT = { sortCode: '200000', accountNumber: '55779911', name: 'NORTHMOOR COUNCIL' };
const SUBMITTED_ON: PlainDate = '2027-03-25';
const PROCESSED_ON: PlainDate = '2027-03-30';

export function payment(changes: Partial<PaymentToSend> = {}): PaymentToSend {
  return {
    reference: 'TF000100000000427K',
    name: 'AMINA OSMAN',
    sortCode: '404784',
    accountNumber: '70872490',
    amountPence: 76_923n,
    processingDate: PROCESSED_ON,
    ...changes,
  };
}

export function totalsOf(payments: readonly PaymentToSend[]): DayTotal[] {
  const days = [...new Set(payments.map(({ processingDate }) => processingDate))].sort();
  return days.map((processingDate) => {
    const ofDay = payments.filter((each) => each.processingDate === processingDate);
    return { processingDate, payments: ofDay.length, amountPence: ofDay.reduce((sum, each) => sum + each.amountPence, 0n) };
  });
}

export function submission(payments: readonly PaymentToSend[], changes: Partial<BacsSubmission> = {}): BacsSubmission {
  const approved = totalsOf(payments);
  return {
    serial: 'A00042',
    serviceUserNumber: '654321',
    serviceUserName: 'NORTHMOOR COUNCIL',
    account: OWN_ACCOUNT,
    submittedOn: SUBMITTED_ON,
    approved,
    days: approved.length > 1 ? 'multi-day' : 'single-day',
    profile: BACS_PROFILES[0] as (typeof BACS_PROFILES)[number],
    ...changes,
  };
}

/** The bytes of a file that must come out whole. */
export async function bytesOf(file: BankFile): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.chunks) chunks.push(chunk);
  const outcome = file.outcome();
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return Buffer.concat(chunks);
}

const CARRIED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/-'.split('');
const carried = (min: number, max: number) =>
  fc.array(fc.constantFrom(...CARRIED), { minLength: min, maxLength: max }).map((letters) => letters.join(''));
const digits = (count: number) => fc.integer({ min: 0, max: 10 ** count - 1 }).map((number) => String(number).padStart(count, '0'));

/** Payments as a file carries them, unchanged, on up to three days behind one another. */
export const paymentsToSend = (submittedOn: PlainDate, { days = 3, most = 12 } = {}) =>
  fc.array(
    fc.record({
      reference: digits(12).map((number) => `TF${number}QX`),
      name: fc.tuple(carried(0, 8), fc.constantFrom('A', 'Z', '7'), carried(0, 8)).map((parts) => parts.join('')),
      sortCode: digits(6),
      accountNumber: digits(8),
      amountPence: fc.bigInt({ min: 1n, max: 2_000_000_000n }),
      processingDate: fc.integer({ min: 1, max: days }).map((count) => addWorkingDays(submittedOn, count)),
    }),
    { minLength: 1, maxLength: most },
  );

/** Days of submission over year ends, leap days and Easters whose bank holidays are known. */
export const submissionDays = fc.constantFrom<PlainDate>(
  '2026-12-29',
  '2026-12-31',
  '2027-12-30',
  '2027-12-31',
  '2028-02-25',
  '2028-02-28',
  '2028-02-29',
  '2027-03-25',
  '2028-12-01',
  '2027-06-01',
);
