import type { PaymentRefusal } from '../../problems.ts';
import { meaningOf } from '../../rails/bacs/reports/report-codes.ts';
import type { AnswerRow } from './store.ts';

/** ISO 20022 names it, and a family knows what to do about it. */
const ISO_REASONS: Readonly<Record<string, string>> = { ac01: 'no-such-account', ac04: 'account-closed' };

/** The bank's code in the words that returns are kept and told in; one that has none stays as the bank wrote it. */
export function reasonOf({ kind, code }: Pick<AnswerRow, 'kind' | 'code'>): string {
  if (kind === 'credit-returned') return meaningOf('ARUCS', code)?.reason ?? `arucs-${code.toLowerCase()}`;
  return ISO_REASONS[code.toLowerCase()] ?? `bank-${code.toLowerCase()}`;
}

/** For whoever reads the list of what is parked. */
export function whyNotBooked({ code, facts }: PaymentRefusal): string {
  return code === 'no-open-period'
    ? 'no accounting period from that day on is open'
    : `the books do not take it (${facts?.['ledgerCode'] ?? code})`;
}
