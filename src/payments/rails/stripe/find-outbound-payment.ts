import type { Stripe } from 'stripe';
import { referenceOf } from './outbound-payment.rules.ts';
import type { StripeConnection } from './stripe-connection.ts';

export type OutboundPayment = Stripe.V2.MoneyManagement.OutboundPayment;

/** Stripe's clock and ours need not agree to the second. */
const CLOCKS_DIFFER_MS = 600_000;
const PAGE = 100;

/**
 * Every payment to the recipient that carries our reference, oldest first: Stripe finds none by reference, but it lists a recipient's, newest
 * first. More than one would be money sent twice, and whoever asks must hear of it.
 */
export async function findOutboundPayments(
  { stripe }: Pick<StripeConnection, 'stripe'>,
  { reference, recipient, intendedAt }: { readonly reference: string; readonly recipient: string; readonly intendedAt: Date },
): Promise<OutboundPayment[]> {
  const found: OutboundPayment[] = [];
  for await (const each of stripe.v2.moneyManagement.outboundPayments.list({ recipient, limit: PAGE })) {
    if (Date.parse(each.created) < intendedAt.getTime() - CLOCKS_DIFFER_MS) break;
    if (referenceOf(each) === reference) found.unshift(each);
  }
  return found;
}
