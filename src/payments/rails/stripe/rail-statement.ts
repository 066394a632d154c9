import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import type { RailReturn, RailStatementLine } from '../payment-rail.ts';
import { type OutboundPaymentSeen, referenceOf } from './outbound-payment.rules.ts';
import { readOutboundPayment } from './read-outbound-payment.ts';
import type { StripeDesk } from './stripe-connection.ts';
import { codeOf } from './stripe-refusals.ts';

/** A review may hold a payment back for days; what takes longer is found by its event or by the nightly look at what is open. */
const POSTS_WITHIN_DAYS = 7;
/** Banks give back within weeks. */
const RETURNS_WITHIN_DAYS = 60;
const PAGE = 100;

/** What posted after a moment, from the list of payments, which is newest first. */
export async function linesSince(desk: StripeDesk, readTo: string | undefined) {
  const { seen, next } = await movedSince(desk, readTo, {
    status: ['posted', 'returned'],
    within: POSTS_WITHIN_DAYS,
    when: (each) => each.status_transitions?.posted_at,
  });
  const lines = seen.map(({ payment, at }): RailStatementLine => {
    const { id, amount } = payment;
    return { bookedOn: dateInLondon(at), amount: -amount.value, reference: referenceOf(payment), bankReference: id };
  });
  return { lines, readTo: next };
}

export async function returnsSince(desk: StripeDesk, readTo: string | undefined) {
  const { seen, next } = await movedSince(desk, readTo, {
    status: ['returned'],
    within: RETURNS_WITHIN_DAYS,
    when: (each) => each.status_transitions?.returned_at,
  });
  const returns = seen.map(({ payment, at }): RailReturn => {
    const { id, amount, status_details: details } = payment;
    const reason = codeOf(details?.returned?.reason ?? 'unknown');
    return { reference: referenceOf(payment), amount: amount.value, returnedOn: dateInLondon(at), reason, bankReference: id };
  });
  return { returns, readTo: next };
}

interface Moved {
  readonly payment: OutboundPaymentSeen;
  readonly at: Date;
}

/** Oldest first. What cannot be read is left to the look at single payments, which parks it. */
async function movedSince(
  { stripe, clock, financialAccount, liveMode }: StripeDesk,
  readTo: string | undefined,
  {
    status,
    within,
    when,
  }: {
    readonly status: ('posted' | 'returned')[];
    readonly within: number;
    readonly when: (payment: OutboundPaymentSeen) => Date | null | undefined;
  },
): Promise<{ readonly seen: readonly Moved[]; readonly next: string }> {
  const from = readTo === undefined ? new Date(0) : new Date(readTo);
  const oldest = addDays(dateInLondon(readTo === undefined ? clock.now() : from), -within);
  const seen: Moved[] = [];
  for await (const object of stripe.v2.moneyManagement.outboundPayments.list({ status, limit: PAGE })) {
    const payment = readOutboundPayment(object);
    if (payment === undefined) continue;
    if (dateInLondon(payment.created) < oldest) break;
    const at = when(payment);
    const isOurs =
      payment.livemode === liveMode &&
      payment.from.financial_account === financialAccount &&
      payment.amount.currency.toLowerCase() === 'gbp';
    if (isOurs && at && at > from) seen.push({ payment, at });
  }
  seen.sort((one, other) => one.at.getTime() - other.at.getTime());
  return { seen, next: (seen.at(-1)?.at ?? from).toISOString() };
}
