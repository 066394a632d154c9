/** What the rest of this room, and through its own index the rooms above, may know of late payments. */
export { paymentsNotThere } from './not-there-yet.ts';
export type { OutlayInstalments, PromisedPayments } from './promised-payments.ts';
export { waivedChecksOf } from './register-of-waived.ts';
export type { LateCause } from './rules/causes.ts';
export type { LatePayment, PromisedPayment, Punctuality } from './rules/lateness.ts';
