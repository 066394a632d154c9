import type { PolicyRows } from './policy-row.ts';
import { casework, each, helpers, ownDetails, ownRecord, readsFamilies, rulesBooks } from './usual-rows.ts';

/** Officers who deal with a family's payments. */
const paysFamilies = each(['caseworker', 'finance-officer'], 'purpose-given');
/** A family reads its own agreement, its notice and its calendar; a helper what the family lets them see. */
const readsAgreements = { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-budget') };
/** Who may sign is the notice's to say: whoever belongs to the family may try, and an officer records a paper. */
const signs = { ...paysFamilies, ...ownRecord, ...each(['nominee', 'third-party'], 'own-family', 'lets-see-budget') };

const readsRuns = { roles: each(['finance-officer', 'approver', 'auditor']) };
const makesRuns = { roles: each(['finance-officer']) };

/** Agreements, payees and payment runs. */
export const rowsForPayments: PolicyRows = {
  'payments.plan-run': makesRuns,
  'payments.list-runs': readsRuns,
  'payments.show-run': readsRuns,
  'payments.list-run-payments': readsRuns,
  'payments.follow-run': readsRuns,
  'payments.exclude-payment': makesRuns,
  'payments.submit-run': makesRuns,
  'payments.withdraw-run': { roles: each(['finance-officer', 'approver']) },
  'payments.close-run': makesRuns,
  'payments.approve-run': { roles: each(['approver'], 'second-factor-fresh') },
  /** No operation: the approval asks for it by name once the run is read and locked, and its makers, total and accounts are known. */
  'payments.approve-payment-run': { roles: each(['approver'], 'second-factor-fresh', 'not-the-maker', 'within-limit', 'cooled-off') },

  // Of bank details each person of a family sees and gives their own; helpers see none. The use cases know who proposed and who may confirm.
  'payments.list-family-payees': { roles: { ...readsFamilies, ...each(['young-person', 'parent'], 'own-family') } },
  'payments.add-payee': { roles: each(['finance-officer'], 'purpose-given') },
  'payments.propose-own-account': { roles: { ...each(['caseworker', 'finance-officer'], 'purpose-given'), ...ownDetails } },
  'payments.list-organisation-payees': { roles: each(['finance-officer', 'approver', 'auditor']) },
  'payments.add-organisation-payee': { roles: each(['finance-officer']) },
  'payments.list-shared-accounts': { roles: each(['finance-officer', 'caseworker', 'auditor'], 'purpose-given') },
  'payments.propose-account': { roles: each(['finance-officer'], 'purpose-given', 'second-factor-fresh') },
  'payments.confirm-account': { roles: each(['finance-officer', 'approver'], 'purpose-given', 'second-factor-fresh') },
  'payments.withdraw-account': { roles: each(['finance-officer', 'approver'], 'purpose-given') },
  'payments.read-account-details': { roles: each(['finance-officer', 'approver'], 'purpose-given', 'second-factor-fresh') },
  'payments.stop-payee': { roles: each(['finance-officer', 'caseworker'], 'purpose-given') },
  'payments.record-death': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.list-family-deaths': { roles: readsFamilies },
  'payments.list-death-steps': { roles: readsFamilies },
  'payments.settle-death-step': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.name-death-owner': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.resume-contact': { roles: each(['caseworker'], 'purpose-given') },
  'payments.correct-death': { roles: each(['caseworker', 'finance-officer'], 'purpose-given', 'second-factor-fresh') },
  'payments.report-missing-payment': {
    roles: { ...each(['caseworker', 'finance-officer'], 'purpose-given'), ...each(['young-person', 'parent'], 'own-family') },
  },
  'payments.list-missing-payments': { roles: { ...readsFamilies, ...each(['young-person', 'parent'], 'own-family') } },
  'payments.answer-missing-payment': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.list-open-missing-payments': { roles: readsFamilies },
  'payments.report-punctuality': { roles: readsFamilies },
  'payments.record-late-cause': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.ask-urgent-payment': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.decide-urgent-payment': { roles: each(['finance-officer', 'approver'], 'purpose-given', 'second-factor-fresh') },
  'payments.list-waived-checks': { roles: each(['auditor'], 'purpose-given') },
  'payments.ask-claim': {
    roles: { ...each(['caseworker', 'finance-officer'], 'purpose-given'), ...each(['young-person', 'parent'], 'own-family') },
  },
  'payments.list-claims': { roles: { ...readsFamilies, ...each(['young-person', 'parent'], 'own-family') } },
  'payments.decide-claim': { roles: each(['finance-officer', 'approver'], 'purpose-given', 'second-factor-fresh') },
  'payments.list-payee-policies': { roles: each(['finance-officer', 'approver', 'auditor']) },
  'payments.set-payee-policy': rulesBooks,
  'payments.list-own-accounts': { roles: each(['finance-officer', 'approver', 'auditor']) },
  'payments.add-own-account': rulesBooks,
  'payments.remove-own-account': rulesBooks,
  'payments.load-modulus-table': rulesBooks,
  'payments.list-modulus-tables': { roles: each(['finance-officer', 'approver', 'auditor']) },

  'payments.draft-agreement': { roles: paysFamilies },
  'payments.give-notice': { roles: paysFamilies },
  'payments.record-consent': { roles: signs },
  'payments.withdraw-consent': { roles: signs },
  'payments.record-head-agreement': { roles: paysFamilies },
  'payments.record-recipient-check': { roles: paysFamilies },
  'payments.list-agreements': { roles: readsAgreements },
  'payments.read-agreement': { roles: readsAgreements },
  'payments.read-calendar': { roles: readsAgreements },
  'payments.list-attention': { roles: each(['caseworker', 'finance-officer', 'auditor'], 'purpose-given') },
  // Money is promised or stopped by an officer; families see beforehand what it would come to from the notice and the calendar.
  'payments.start-agreement': { roles: paysFamilies },
  'payments.change-agreement': { roles: paysFamilies },
  'payments.stop-agreement': { roles: paysFamilies },
  'payments.pause-agreement': { roles: paysFamilies },
  'payments.restart-agreement': { roles: paysFamilies },
  'payments.preview-start': { roles: readsFamilies },
  'payments.preview-change': { roles: readsFamilies },
  'payments.preview-stop': { roles: readsFamilies },
  'payments.preview-restart': { roles: readsFamilies },
  'payments.ask-reconsideration': { roles: { ...paysFamilies, ...ownRecord } },
  'payments.answer-reconsideration': { roles: casework },
  'payments.record-absence': { roles: { ...paysFamilies, ...ownRecord } },
  'payments.change-absence': { roles: paysFamilies },
  'payments.list-rails': readsRuns,
  'payments.set-up-rail': rulesBooks,
  'payments.open-card': { roles: each(['finance-officer'], 'purpose-given') },
  'payments.stop-card': { roles: each(['caseworker', 'finance-officer'], 'purpose-given') },
  'payments.set-card-rules': rulesBooks,
  'payments.list-card-purchases': { roles: { ...readsFamilies, ...ownRecord } },
  'payments.list-parked': readsRuns,
  'payments.settle-parked': makesRuns,
  'payments.list-name-checks': readsRuns,
  'payments.acknowledge-name': { roles: each(['finance-officer', 'approver'], 'second-factor-fresh') },
  'payments.record-payment-by-hand': makesRuns,
  'payments.confirm-payment-by-hand': { roles: each(['finance-officer', 'approver'], 'second-factor-fresh') },
  'payments.record-return': makesRuns,
  'payments.list-returns': readsRuns,

  // What a payment is for is the family's to know, and of whoever holds the money for them.
  'payments.list-family-payments': {
    roles: { ...readsFamilies, ...ownRecord, ...each(['nominee', 'third-party'], 'own-family', 'lets-see-record') },
  },
};
