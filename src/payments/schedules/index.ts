/** What payment runs, punctuality and positions may know of schedules. */
export { readAgreement } from '../agreements/store.ts';
export { addOutlay, bookOutlay, type NewOutlay } from './add-outlay.ts';
export type { Attention } from './attention.ts';
export { paymentBookingKinds } from './booking-kinds.ts';
export { carryOn } from './carry-on.ts';
export { agreementOfInstalment, type DueInstalment, dueInstalments, holdsFor } from './due-instalments.ts';
export type { ScheduledInstalment } from './instalment.ts';
export { agreementPastItsDate, carryOnPayments } from './job-contracts.ts';
export { markInRun, markPaid, reopenInstalment, reopenInstalments } from './mark-instalments.ts';
export { nextPaymentsOf } from './open-next-payments.ts';
