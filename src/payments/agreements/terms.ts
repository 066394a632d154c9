import { type Result, refused } from '../../platform/result.ts';
import type { PaymentTiming } from '../rules/agreement-kinds.ts';
import type { Period, Rhythm } from '../rules/instalment-dates.ts';
import { type PaymentSchedule, type PaymentTerms, paymentSchedule } from '../rules/payment-schedule.ts';
import type { AgreementRow } from './store.ts';

/** How a sum is to be paid, as it is asked for. */
export interface AskedTerms {
  readonly from: Period['first'];
  readonly until: Period['last'];
  /** In pence. */
  readonly amount: bigint;
  readonly rhythm: Rhythm;
  readonly timing: PaymentTiming;
  readonly partPayments: boolean;
  readonly smoothed: boolean;
  readonly terms?: readonly Period[] | undefined;
}

export type TermsRefusal =
  | { readonly code: 'terms-missing' }
  | { readonly code: 'terms-malformed'; readonly facts: { readonly reason: string } };

/** The calendar of terms, or which rule they break. */
export function scheduleOfTerms(asked: AskedTerms): Result<PaymentSchedule, TermsRefusal> {
  if (!asked.smoothed && asked.rhythm.kind !== 'termly' && asked.rhythm.kind !== 'one-off' && asked.terms === undefined)
    return refused({ code: 'terms-missing' });
  const schedule = paymentSchedule(paymentTerms(asked));
  return schedule.ok ? schedule : refused({ code: 'terms-malformed', facts: { reason: schedule.refusal.code } });
}

export function termsOf({ from, until, amount, timing, smoothed, rhythm }: AgreementRow): AskedTerms {
  return { from, until, amount, timing, smoothed, ...rhythm };
}

function paymentTerms({ from, until, amount, rhythm, timing, partPayments, smoothed, terms }: AskedTerms): PaymentTerms {
  const period = { first: from, last: until };
  return { period, amount, rhythm, timing, partPayments, ...(!smoothed && terms !== undefined && { terms }) };
}
