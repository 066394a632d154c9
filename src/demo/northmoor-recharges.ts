import { rechargedToPartner, type ShareAmount, totalOf } from '../budgets/index.ts';
import { isAfter, lastDayOfMonth, type Month, monthOf } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { formatPounds } from '../platform/money/pounds.ts';
import { NURSE, PARTNER } from './northmoor-budget.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { monthsOfNights } from './northmoor-nights.ts';
import { NURSE_INSTALMENTS } from './northmoor-promises.ts';

/**
 * The ICB's share of each month: L3 in the month of the payment's effective date (a month with an early payment has two, the next one none),
 * the health part of L4 in the month of delivery.
 */
export function northmoorRecharges(until: PlainDate): NorthmoorEvent[] {
  return monthsOfNights().map(({ month, parts }) => {
    const nurse = NURSE_INSTALMENTS.filter(({ payDate }) => monthOf(payDate) === month && !isAfter(payDate, until));
    const health = parts.filter(({ share }) => share.stream === 'HEALTH');
    const nurseAmount = nurse.reduce((sum, { amount }) => sum + amount, 0n);
    return recharge(month, [{ share: NURSE, amount: nurseAmount }, ...health]);
  });
}

function recharge(month: Month, parts: readonly ShareAmount[]): NorthmoorEvent {
  const date = lastDayOfMonth(month);
  const draft = rechargedToPartner({ effectiveDate: date, partner: PARTNER, parts, reference: `ICB-${month}` });
  return { date, what: `L3 and L4: ${formatPounds(totalOf(parts))} recharged to the ICB for ${month}`, kind: 'recharged', drafts: [draft] };
}
