import type { PolicyRows } from './policy-row.ts';
import { administers, casework, each, helpers, keepsBooks, ownRecord, readsBooks, readsFamilies, rulesBooks, staff } from './usual-rows.ts';

/** Whoever reads a family's record reads its plans: the plan is what the record is about. */
const readsPlans = { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-record') };

const plans: PolicyRows = {
  'budgets.list-plans': { roles: readsPlans },
  'budgets.read-plan': { roles: readsPlans },
  'budgets.list-plan-kinds': { roles: each(staff) },
  'budgets.open-plan': { roles: casework },
  'budgets.change-plan': { roles: casework },
  'budgets.write-section': { roles: casework },
  'budgets.add-outcome': { roles: casework },
  'budgets.change-outcome': { roles: casework },
  'budgets.note-progress': { roles: casework },
  'budgets.add-provision': { roles: casework },
  'budgets.change-provision': { roles: casework },
  'budgets.finalise-plan': { roles: casework },
  'budgets.review-plan': { roles: casework },
  'budgets.cease-plan': { roles: casework },
  'budgets.plan-phase-transfer': { roles: casework },
  'budgets.decide-phase-transfer': { roles: casework },

  'budgets.send-handover': { roles: casework },
  'budgets.read-handover': { roles: readsFamilies },
  'budgets.accept-handover': { roles: casework },
  'budgets.show-handover-key': administers,
  'budgets.list-handover-senders': { roles: each(staff) },
  'budgets.trust-handover-sender': administers,
  'budgets.distrust-handover-sender': administers,

  'budgets.list-clocks': { roles: readsFamilies },
  'budgets.list-family-clocks': { roles: readsPlans },
  'budgets.read-clock': { roles: readsPlans },
  'budgets.complete-clock': { roles: casework },
  'budgets.record-order': { roles: casework },
  'budgets.list-review-rules': { roles: each(staff) },
  'budgets.list-policies': { roles: each(staff) },
  'budgets.set-policy': administers,
};

/** What funders put up, and every decision on a budget. Whoever wrote the lines down never agrees them. */
const readsBudgets = {
  ...readsFamilies,
  ...each(['approver'], 'purpose-given'),
  ...ownRecord,
  ...each(helpers, 'own-family', 'lets-see-record'),
};
const writesBudgets = each(['caseworker', 'finance-officer'], 'purpose-given');
const approvesBudgets = each(['approver'], 'purpose-given', 'second-factor-fresh');

const budgets: PolicyRows = {
  'budgets.list-funding-rules': { roles: { ...readsBooks.roles, ...each(['caseworker', 'partner']) } },
  'budgets.list-sources': { roles: { ...readsBooks.roles, ...each(['caseworker', 'partner']) } },
  'budgets.register-source': rulesBooks,
  'budgets.change-source': rulesBooks,
  'budgets.set-source-year': rulesBooks,

  'budgets.request-budget': { roles: { ...casework, ...ownRecord } },
  'budgets.list-budgets': { roles: readsBudgets },
  'budgets.read-budget': { roles: readsBudgets },
  'budgets.set-lines': { roles: writesBudgets },
  'budgets.agree-budget': { roles: approvesBudgets },
  'budgets.go-live': { roles: { ...writesBudgets, ...approvesBudgets } },
  'budgets.refuse-budget': { roles: approvesBudgets },
  'budgets.write-agreement': { roles: casework },
  'budgets.draft-change': { roles: writesBudgets },
  'budgets.approve-change': { roles: approvesBudgets },
  'budgets.decline-change': { roles: approvesBudgets },
  /** A supporter may help a family to write; to move its money is the family's own. */
  'budgets.move-within-outcome': { roles: { ...casework, ...ownRecord } },
  'budgets.propose-use': { roles: { ...casework, ...ownRecord, ...each(['nominee', 'supporter'], 'own-family', 'lets-see-record') } },
  'budgets.answer-proposal': { roles: writesBudgets },
  'budgets.ask-review': { roles: { ...casework, ...ownRecord } },
  'budgets.answer-review': { roles: approvesBudgets },
  'budgets.list-funded-lines': { roles: { ...readsBooks.roles, partner: [] } },
  'budgets.preview-recharge': readsBooks,
  'budgets.seal-recharge': rulesBooks,
  'budgets.list-recharges': { roles: { ...readsBooks.roles, partner: [] } },
  'budgets.read-recharge': { roles: { ...readsBooks.roles, partner: [] } },
  'budgets.dispute-recharge-line': { roles: each(['finance-officer', 'partner']) },
  'budgets.settle-recharge-dispute': rulesBooks,
  'budgets.sign-agreement': { roles: { ...casework, ...each(['approver'], 'purpose-given'), ...ownRecord } },
  /** Asked by the use cases once the maker and the sum are known: no operation of the API. */
  'budgets.approve-money': { roles: each(['approver'], 'not-the-maker', 'within-limit') },
};

/** A family reads its own money and why it is there, and so does whoever it lets see the budget. */
const readsBudget = { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-budget') };
/** A partner sees what it funds, by source, and of nobody's family. */
const readsSource = { ...readsBooks.roles, caseworker: [], partner: ['funds-the-line'] } as const;

const positions: PolicyRows = {
  'budgets.read-family-position': { roles: readsBudget },
  'budgets.read-line-position': { roles: readsBudget },
  'budgets.read-explanation': { roles: readsBudget },
  'budgets.read-letter': { roles: readsBudget },
  'budgets.read-source-position': { roles: readsSource },
  'budgets.list-source-shares': { roles: readsSource },
  'budgets.read-authority-position': readsBooks,
};

/** A file gives money to many lines at once: one person sends it in, and another says yes, with a second factor at hand. */
const imports: PolicyRows = {
  'budgets.open-import': keepsBooks,
  'budgets.list-imports': readsBooks,
  'budgets.show-import': readsBooks,
  'budgets.show-import-errors': readsBooks,
  'budgets.commit-import': { roles: each(['approver'], 'second-factor-fresh') },
  'budgets.undo-import': { roles: each(['approver'], 'second-factor-fresh') },
};

/** Plans, sources, budgets and what a family may know of them. */
export const rowsForBudgets: PolicyRows = { ...plans, ...budgets, ...positions, ...imports };
