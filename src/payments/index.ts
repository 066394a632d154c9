/** What the other rooms may know of payments: runs from plan to bank, when and how much is paid, and the entries of its events. */
export { approvePaymentRun } from './approve-payment-run.ts';
export { releaseRun } from './job-contracts.ts';
export { findPaymentRun, listPaymentsAtTheBank } from './list-payments.ts';
export type { PaymentDesk } from './payment-desk.ts';
export type { PaymentInstruction, PaymentRun } from './payment-run.ts';
export { type PlannedLine, type PlanPaymentRun, planPaymentRun } from './plan-payment-run.ts';
export { releasePaymentRun } from './release-payment-run.ts';
export {
  type InstalmentDates,
  instalmentDates,
  type Period,
  type Rhythm,
} from './rules/instalment-dates.ts';
export { type Instalment, instalmentsOf, sumsByFinancialYear } from './rules/instalments.ts';
export {
  instalmentReleased,
  paymentReturned,
  paymentSeenAtBank,
  paymentSent,
  refundToFamilyShown,
  spendingShown,
} from './rules/payment-entries.ts';
export {
  parsePaymentReference,
  paymentReference,
} from './rules/payment-reference.ts';
export { rechargedToPartner } from './rules/recharge-entries.ts';
export { recoveryDecided, recoveryPaidBack, recoveryTakenByOffset } from './rules/recovery-entries.ts';
export { settlePayment } from './settle-payment.ts';
