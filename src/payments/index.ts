/** What the other rooms may know of payments: runs from plan to bank, when and how much is paid, and the entries of its events. */
export { agreementDeskOf } from './agreements/open-desk.ts';
export * from './cards/index.ts';
export * from './deaths/index.ts';
export { askRails, followRails, planRuns, releaseRun, sendRun } from './job-contracts.ts';
export { paymentOperations } from './operations/index.ts';
export * from './payees/index.ts';
export type { PaymentDesk } from './payment-desk.ts';
export { paymentProblems } from './problems.ts';
export * from './punctuality/index.ts';
export { type BankCsvProfile, bankCsvProfileSchema } from './rails/bank-csv/bank-csv-profile.ts';
export { BANK_CSV_PROFILES } from './rails/bank-csv/bank-csv-profiles.ts';
export { explainPaymentFile } from './rails/inspect/explain-payment-file.ts';
export type { Explanation } from './rails/inspect/explanation.ts';
export { confirmPaymentByHand, type PaymentByHand, recordPaymentByHand } from './rails/manual/pay-by-hand.ts';
export type {
  AskAnswer,
  PaymentRail,
  PaymentRails,
  RailAccount,
  RailInstruction,
  RailReturn,
  RailStatementLine,
  RailStatus,
  SendAnswer,
} from './rails/payment-rail.ts';
export { type RailSettings, setUpRail } from './rails/rail-settings.ts';
export { SANDBOX_RAIL, type SandboxRail, sandboxRail } from './rails/sandbox/sandbox-rail.ts';
export { type RunningSandbox, SandboxRefused, startSandbox } from './rails/sandbox/start-sandbox.ts';
export { sendRunPayments } from './rails/send-run.ts';
export * from './rails/stripe/index.ts';
export { askAllRails, followAllRails } from './rails/work-the-rails.ts';
export { type RecordReturn, recordReturn } from './returns/record-return.ts';
export {
  type InstalmentDates,
  instalmentDates,
  type Period,
  type Rhythm,
} from './rules/instalment-dates.ts';
export { type Instalment, instalmentsOf, sumsByFinancialYear } from './rules/instalments.ts';
export type { Offset } from './rules/offsets.ts';
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
export { recoveryDecided, recoveryPaidBack, recoveryTakenByOffset } from './rules/recovery-entries.ts';
export { approvePaymentRun } from './runs/approve-payment-run.ts';
export { councilPayees } from './runs/council-payees.ts';
export { instalmentsDue } from './runs/instalments-due.ts';
export { findPaymentRun, listPaymentRuns, listPaymentsAtTheBank } from './runs/list-payments.ts';
export { nothingDue } from './runs/nothing-due.ts';
export type { PaymentInstruction, PaymentRun, PlannedLine } from './runs/payment-run.ts';
export { planAllRuns } from './runs/plan-all-runs.ts';
export { type PlannedRun, planDueRun } from './runs/plan-due-run.ts';
export { type PlanPaymentRun, planPaymentRun } from './runs/plan-payment-run.ts';
export { releasePaymentRun } from './runs/release-payment-run.ts';
export type { DueLine, DueLines, Hold, PayablePayees, RunDesk, RunPayee } from './runs/run-desk.ts';
export { settlePayment } from './runs/settle-payment.ts';
export { submitPaymentRun } from './runs/submit-payment-run.ts';
export { withdrawPaymentRun } from './runs/withdraw-payment-run.ts';
export * from './schedules/index.ts';
