/** What the composition root and the jobs may know of Stripe. */
export type { StripeBooks } from './apply-outbound-payment.ts';
export { compareBooks } from './compare-books.ts';
export { compareStripeBooks, readStripeEvents, stripeNeedsLook, sweepStripe, sweepStripeEvents } from './job-contracts.ts';
export { readParked } from './park.ts';
export type { RailDifference } from './rail-books.rules.ts';
export { type EventReader, PAYMENT_EVENTS, readWaitingEvents } from './read-events.ts';
export { connectStripe, STRIPE_RAIL, type StripeDesk } from './stripe-connection.ts';
export { stripeRail } from './stripe-rail.ts';
export { sweepStripeAccount } from './sweep.ts';
export { stripeWebhooks, type WebhookQuestion } from './webhook-route.ts';
