import type { AccountDraft } from '../budgets/index.ts';
import { compareDates } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { northmoorAccounts } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { northmoorInvoices } from './northmoor-nights.ts';
import { northmoorPayments } from './northmoor-payments.ts';
import { northmoorPromises } from './northmoor-promises.ts';
import { northmoorRecharges } from './northmoor-recharges.ts';
import { northmoorReview } from './northmoor-review.ts';

/** The demo's date: the story is told up to the end of this day. */
export const NORTHMOOR_TODAY: PlainDate = '2026-12-31';

export interface NorthmoorYear {
  readonly accounts: readonly AccountDraft[];
  /** In the order in which they are to be posted: by date, and within a day a promise before a payment before a receipt. */
  readonly events: readonly NorthmoorEvent[];
}

/** One family's year as accounts and entries, built by the same rules the service uses; posting them is another layer's work. */
export function northmoorYear(
  { authorityId, toldUntil }: { readonly authorityId: number; readonly toldUntil?: PlainDate } = { authorityId: 1 },
): NorthmoorYear {
  const events = [
    ...northmoorPromises(toldUntil),
    ...northmoorInvoices(),
    ...northmoorPayments(authorityId, NORTHMOOR_TODAY),
    ...northmoorReview(),
    ...northmoorRecharges(NORTHMOOR_TODAY),
  ];
  // Sorting is stable, so the order of the list above holds within a day.
  return { accounts: northmoorAccounts(), events: events.sort((one, other) => compareDates(one.date, other.date)) };
}
