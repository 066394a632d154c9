import { type ShareAmount, splitOverShares, totalOf } from '../budgets/index.ts';
import { type InvoicePart, invoiceApproved, invoiceEffectiveDate } from '../commissioning/index.ts';
import { lastDayOfMonth, type Month } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { addWorkingDays, lastWorkingDayOfMonth } from '../platform/calendar/working-days.ts';
import { NIGHTS, PAYEES } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { NIGHTS_ORDERED, PRICE_OF_A_NIGHT } from './northmoor-promises.ts';

/** The short breaks: what was delivered month by month, and the provider's invoices for it, approved on the month's last working day. */

const DELIVERED: readonly (readonly [Month, bigint])[] = [
  ['2026-04', 2n],
  ['2026-05', 2n],
  ['2026-06', 3n],
  ['2026-07', 2n],
  ['2026-08', 4n],
  ['2026-09', 2n],
  ['2026-10', 2n],
  ['2026-11', 2n],
  ['2026-12', 3n],
];
const WORKING_DAYS_TO_PAY = 5;
/** December's undisputed nights are paid on the day of approval, so that the year's figures need no payment under way. */
const PAID_AT_ONCE: Month = '2026-12';

export interface MonthOfNights {
  readonly month: Month;
  readonly nights: bigint;
  readonly parts: readonly ShareAmount[];
  readonly approvedOn: PlainDate;
  readonly paidOn: PlainDate;
  readonly invoice: string;
  /** What each share still had committed when the invoice came. */
  readonly invoiceParts: readonly InvoicePart[];
}

export function monthsOfNights(): MonthOfNights[] {
  let before = 0n;
  let stillOrdered = splitOverShares(NIGHTS, { before: 0n, amount: NIGHTS_ORDERED * PRICE_OF_A_NIGHT });
  return DELIVERED.map(([month, nights]) => {
    const parts = splitOverShares(NIGHTS, { before, amount: nights * PRICE_OF_A_NIGHT });
    const invoiceParts = parts.map(({ share, amount }, index) => {
      return { share, cost: amount, vatReclaimed: 0n, stillCommitted: stillOrdered[index]?.amount ?? 0n };
    });
    before += totalOf(parts);
    stillOrdered = invoiceParts.map(({ share, cost, stillCommitted }) => ({ share, amount: stillCommitted - cost }));
    const approvedOn = lastWorkingDayOfMonth(month);
    const paidOn = month === PAID_AT_ONCE ? approvedOn : addWorkingDays(approvedOn, WORKING_DAYS_TO_PAY);
    return { month, nights, parts, approvedOn, paidOn, invoice: `NSB-${month}`, invoiceParts };
  });
}

export function northmoorInvoices(): NorthmoorEvent[] {
  return [
    ...monthsOfNights().map(approval),
    {
      date: '2026-12-31',
      what: "L4: December's invoice bills a fourth night; it is queried, nothing is booked and the night stays promised",
      kind: 'told',
      drafts: [],
    },
  ];
}

function approval({ month, nights, approvedOn, invoice, invoiceParts }: MonthOfNights): NorthmoorEvent {
  const effectiveDate = invoiceEffectiveDate({ endOfMonthOfService: lastDayOfMonth(month), approvedOn });
  const draft = invoiceApproved({ effectiveDate, payee: PAYEES.shortBreaks, parts: invoiceParts, reference: invoice });
  if (!draft.ok) throw new Error(`The demo's invoice ${invoice} is refused: ${draft.refusal.code}`);
  return {
    date: approvedOn,
    what: `L4: invoice ${invoice} for ${nights} nights approved`,
    kind: 'invoice-approved',
    drafts: [draft.value],
  };
}
