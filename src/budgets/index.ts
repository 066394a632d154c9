/** What the other rooms may know of budgets: shares and how they are cut, the names of the accounts, and the entries of a promise. */

export * from './booking/index.ts';
export { budgetBookingKinds } from './booking-kinds.ts';
export type { BudgetRoom } from './budget-room.ts';
export * from './budgets/index.ts';
export { type DueClock, dueList } from './clocks/due-list.ts';
export { firstDayOfEffect, judgeNotice, type PaymentNotice } from './clocks/rules/notices.ts';
export { policyOf } from './clocks/set-policy.ts';
export type { Settling } from './clocks/settle-clocks.ts';
export { askReconsideration, type FactAbout, type ToldFact, tellClocks, tellClocksOfMany } from './clocks/tell-clocks.ts';
export { type WorkedOff, workOffClocks } from './clocks/work-off-clocks.ts';
export { type BudgetExplanation, explainBudget } from './explanation/explain-budget.ts';
export type { LineExplanation } from './explanation/rules/explain-line.ts';
export { spokenFigures, spokenPassages } from './explanation/rules/in-words.ts';
export { pounds as poundsInWords } from './explanation/rules/show.ts';
export { type Catalogue, say } from './explanation/rules/words/catalogue.ts';
export { enGb } from './explanation/rules/words/en-gb.ts';
export type { BudgetImport, ImportDesk } from './import/budget-import.ts';
export { commitImport as commitBudgetImport } from './import/commit-import.ts';
export { budgetImportRequested } from './import/job-contracts.ts';
export { openImport as openBudgetImport } from './import/open-import.ts';
export { runImport as runBudgetImport } from './import/run-import.ts';
export { explanationOperations, openedOf } from './operations/explanation.ts';
export { budgetOperations } from './operations/index.ts';
export { findPlan, type PlanFacts, type ProvisionFacts, provisionFacts } from './plans/find-plan.ts';
export type { HandoverFigures, HandoverLine } from './plans/handovers/figures.ts';
export { openPlan } from './plans/open-plan.ts';
export { addOutcome, type NewOutcome } from './plans/outcomes.ts';
export { finalisePlan, reviewPlan } from './plans/plan-life.ts';
export { listPlans, readPlan } from './plans/plan-view.ts';
export { addProvision, type NewProvision } from './plans/provisions.ts';
export type { PlanSection } from './plans/rules/plan-words.ts';
export { writeSection } from './plans/write-section.ts';
export { type LineInForce, linesInForce } from './position/lines-in-force.ts';
export type { NextPayment, NextPayments, PositionRoom } from './position/position-room.ts';
export {
  authorityPosition,
  type FamilyPosition,
  familyPosition,
  type LinePosition,
} from './position/read-position.ts';
export type { Figures } from './position/rules/figures.ts';
export { budgetProblems } from './problems.ts';
export { type OpenRecharge, openRecharges } from './recharges/open-recharges.ts';
export * from './rules/account-codes.ts';
export {
  type AccountDraft,
  accountForPayee,
  accountForRail,
  accountForRecoverableVat,
  accountForRecovery,
  accountForWriteOffs,
  accountsForBank,
  accountsForPartner,
  accountsForRailBalance,
  accountsForShare,
  accountsForSource,
} from './rules/account-drafts.ts';
export { ACCOUNTS_OPEN_ON } from './rules/accounts-open-on.ts';
export { allocatedToLine, cashReceived, committed, fundsPutUp, releasedFromCommitment } from './rules/budget-entries.ts';
export { rechargedToPartner } from './rules/recharge-entries.ts';
export {
  dimensionOf,
  type FundingStream,
  type Share,
  type ShareAmount,
  shareKey,
  splitOverShares,
  totalOf,
  type WeightedShare,
} from './rules/share.ts';
export { registerSource } from './sources/register-source.ts';
export { setSourceYear } from './sources/set-source-year.ts';
