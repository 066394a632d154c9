/** Budgets, from request to end: what the other parts and rooms may know of them. */
export { agreeBudget } from './agree-budget.ts';
export type { BudgetAsRead } from './budget-at-hand.ts';
export { listBudgets, readBudgetView } from './budget-view.ts';
export { goLive } from './go-live.ts';
export type { LineDraft } from './line-draft.ts';
export { lineTitles } from './line-titles.ts';
export { type BudgetLine, findLine, linesOfBudget, sharesOfLine } from './lines.ts';
export { type LineOfPlan, lineOfPlan, linesPaidOut } from './lines-paid-out.ts';
export { requestBudget } from './request-budget.ts';
export { setLines } from './set-lines.ts';
export { budgetDecisionKinds } from './stored-decision.ts';
export { signAgreement, writeAgreement } from './write-agreement.ts';
