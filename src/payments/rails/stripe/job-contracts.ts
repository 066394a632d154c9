import { z } from 'zod';
import { defineJob, plannedWindow } from '../../../platform/queue/job-contract.ts';

/** Events are waiting: told once when the first arrives, and every few minutes for what a failure left waiting. */
export const readStripeEvents = defineJob({ topic: 'payments.read-stripe-events', payload: z.object({}) });
export const sweepStripeEvents = defineJob({ topic: 'payments.sweep-stripe-events', payload: plannedWindow });
/** Nightly: lists what Stripe has told and looks at every payment that has not ended, so that a lost event costs a day and no money. */
export const sweepStripe = defineJob({ topic: 'payments.sweep-stripe', payload: plannedWindow });
/** Every morning: Stripe's own books of the day before, held against ours. */
export const compareStripeBooks = defineJob({ topic: 'payments.compare-stripe-books', payload: plannedWindow });
/** Told to whoever alerts officers: something from Stripe was parked. */
export const stripeNeedsLook = defineJob({ topic: 'payments.stripe-needs-look', payload: z.object({ sourceRef: z.string() }) });
