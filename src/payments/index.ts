/** What the other rooms may know of payments: runs from plan to bank, when and how much is paid, and the entries of its events. */
export type { AgreementDesk } from './agreements/agreement-desk.ts';
export { draftAgreement, type NewAgreement } from './agreements/draft-agreement.ts';
export { giveNotice } from './agreements/give-notice.ts';
export { agreementDeskOf } from './agreements/open-desk.ts';
export { viewAgreement } from './agreements/read-agreements.ts';
export { recordRecipientCheck } from './agreements/record-checks.ts';
export { recordConsent } from './agreements/record-consent.ts';
export { stoppedAgreements } from './agreements/stopped-agreements.ts';
export {
  closedRunOf,
  lockPaymentsToSee,
  markPaymentsSeen,
  markPaymentsUnseen,
  type PaymentToSee,
  paymentsToSee,
  returnEntries,
} from './bank-items/payments-to-see.ts';
export * from './cards/index.ts';
export { tellClocksOfPayments } from './clocks/tell-clocks-of-payments.ts';
export * from './deaths/index.ts';
export { alertOfReturn, askRails, followRails, monitorDaily, planRuns, releaseRun, sendRun, tellOfReturn } from './job-contracts.ts';
export { recheckPayeeBook } from './modulus/job-contracts.ts';
export { loadModulusTable, recheckByTable } from './modulus/load-table.ts';
export { madeUpTable } from './modulus/made-up-table.ts';
export { type AnswerAwaited, receiptsAwaited, returnsAwaited } from './monitoring/answers-awaited.ts';
export { returnsDue, type WorkedOffReturns, workOffReturns } from './monitoring/work-on-returns.ts';
export { paymentOperations } from './operations/index.ts';
export { type BankFileFormatName, bankFileFormatOf, type OriginatorSettings } from './originators/originator-settings.ts';
export { listOriginators } from './originators/originators.ts';
export { confirmOriginator, proposeOriginator } from './originators/propose-originator.ts';
export { addPayee } from './payees/add-payee.ts';
export { confirmAccount } from './payees/confirm-account.ts';
export * from './payees/index.ts';
export { addOwnAccount } from './payees/own-accounts.ts';
export { familyPayees } from './payees/payee-view.ts';
export { proposeAccount } from './payees/propose-account.ts';
export type { PaymentDesk } from './payment-desk.ts';
export { paymentProblems } from './problems.ts';
export * from './punctuality/index.ts';
export { BACS_PROFILES } from './rails/bacs/bacs-profiles.ts';
export { meaningOf } from './rails/bacs/reports/report-codes.ts';
export { type BankCsvProfile, bankCsvProfileSchema } from './rails/bank-csv/bank-csv-profile.ts';
export { BANK_CSV_PROFILES } from './rails/bank-csv/bank-csv-profiles.ts';
export { fetchPaymentFile, fileNameOf } from './rails/files/hand-out-file.ts';
export { makeRunFiles } from './rails/files/make-run-files.ts';
export { recordSubmission } from './rails/files/record-submission.ts';
export type { PaymentFile } from './rails/files/store.ts';
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
export { type AskedRecovery, previewRecovery } from './recovery/open-case.ts';
export { rebindOffsets } from './recovery/rebind-offsets.ts';
export { recoveryGrounds } from './recovery/rules/kinds.ts';
export type { AnswersDesk } from './returns/answers/answers-desk.ts';
export { followAnswers } from './returns/answers/follow-answers.ts';
export { type ImportedAnswers, importBankAnswers, LARGEST_ANSWER_BYTES } from './returns/answers/import-answers.ts';
export { bankAnswersWait, followBankAnswers, payeeDiedSaysBank } from './returns/answers/job-contracts.ts';
export { countParkedAnswers, listParkedAnswers, paymentOfAnswer } from './returns/answers/parked-answers.ts';
export { type PaymentGoneWrong, paymentsGoneWrong } from './returns/payments-gone-wrong.ts';
export { findPayment, type RecordReturn, recordReturn } from './returns/record-return.ts';
export { tellFamilyOfReturn } from './returns/tell-family.ts';
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
export { findPaymentRun, listPaymentRuns } from './runs/list-payments.ts';
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
export { startPayments } from './schedules/start-payments.ts';
export { agreementToMonitor, type MonitoredAgreement, type SpendingToMatch, spendingsToMatch } from './spending/spendings-to-match.ts';
export { type StandsOut, spendingThatStandsOut } from './spending/what-stands-out.ts';
