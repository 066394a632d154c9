import type { Role } from '../../platform/http/operation.ts';
import type { Condition } from './conditions.ts';
import type { PolicyRow, PolicyRows } from './policy-row.ts';

/**
 * Who may call what, and when: the one table, for the API, the pages and the command line. A role that a row does not name may not; an
 * operation without a row stops the start. Machines come in by the scope that the operation asks of a key.
 */

type Roles = PolicyRow['roles'];
const each = (roles: readonly Role[], ...conditions: readonly Condition[]): Roles =>
  Object.fromEntries(roles.map((role) => [role, conditions]));

const staff = ['finance-officer', 'approver', 'caseworker', 'auditor', 'administrator'] as const;
const machinesOnly: PolicyRow = { roles: {} };

/** People of the authority who read the books as their work. */
const readsBooks: PolicyRow = { roles: each(['finance-officer', 'approver', 'auditor']) };
/** A partner sees the accounts of what it funds, and of nothing else. */
const readsAccount: PolicyRow = { roles: { ...readsBooks.roles, partner: ['funds-the-line'] } };
const keepsBooks: PolicyRow = { roles: each(['finance-officer']) };
/** Limits, periods and watches decide what the books will let happen: no step for an unattended desk. */
const rulesBooks: PolicyRow = { roles: each(['finance-officer'], 'second-factor-fresh') };

const ledger: PolicyRows = {
  'ledger.post-entry': keepsBooks,
  'ledger.post-entries': keepsBooks,
  'ledger.reverse-entry': keepsBooks,
  'ledger.sweep': keepsBooks,
  'ledger.place-hold': keepsBooks,
  'ledger.post-hold': keepsBooks,
  'ledger.void-hold': keepsBooks,
  'ledger.describe-entry': keepsBooks,
  'ledger.assert-balance': keepsBooks,
  'ledger.list-entries': readsBooks,
  'ledger.read-entry': readsBooks,
  'ledger.read-hold': readsBooks,
  'ledger.list-accounts': { roles: { ...readsBooks.roles, partner: [] } },
  'ledger.read-account': readsAccount,
  'ledger.read-balance': readsAccount,
  'ledger.read-statement': readsAccount,
  'ledger.read-trial-balance': readsBooks,
  'ledger.list-periods': readsBooks,
  'ledger.list-crossings': readsBooks,
  'ledger.open-account': rulesBooks,
  'ledger.change-account': rulesBooks,
  'ledger.open-periods': rulesBooks,
  'ledger.set-period-state': rulesBooks,
  'ledger.add-watch': rulesBooks,
  'ledger.remove-watch': rulesBooks,
  'ledger.verify': { roles: each(['finance-officer', 'auditor', 'administrator']) },
  'ledger.preview-import': keepsBooks,
  'ledger.import-file': rulesBooks,
  'ledger.undo-import': rulesBooks,
  'ledger.list-imports': readsBooks,
  'ledger.read-import': readsBooks,
};

const reconciliation: PolicyRows = {
  'reconciliation.register-bank-account': rulesBooks,
  'reconciliation.change-bank-account': rulesBooks,
  'reconciliation.list-bank-accounts': readsBooks,
  'reconciliation.show-bank-account': readsBooks,
  'reconciliation.send-statement-file': keepsBooks,
  'reconciliation.list-statement-files': readsBooks,
  'reconciliation.show-statement-file': readsBooks,
  'reconciliation.open-import': keepsBooks,
  'reconciliation.commit-import': keepsBooks,
  'reconciliation.undo-import': keepsBooks,
  'reconciliation.follow-import': readsBooks,
  'reconciliation.list-imports': readsBooks,
  'reconciliation.show-import': readsBooks,
  'reconciliation.list-bank-statements': readsBooks,
  'reconciliation.show-bank-statement': readsBooks,
  'reconciliation.list-bank-lines': readsBooks,
  'reconciliation.report-gaps': readsBooks,
  'reconciliation.save-csv-mapping': keepsBooks,
  'reconciliation.change-csv-mapping': keepsBooks,
  'reconciliation.remove-csv-mapping': keepsBooks,
  'reconciliation.list-csv-mappings': readsBooks,
  'reconciliation.show-csv-mapping': readsBooks,
};

const administers: PolicyRow = { roles: each(['administrator'], 'second-factor-fresh') };
const keepsRecords: PolicyRow = { roles: each(['administrator'], 'purpose-given', 'second-factor-fresh') };
const audits: PolicyRow = { roles: each(['auditor']) };
const watchesOver: PolicyRow = { roles: each(['auditor', 'administrator']) };

const casework: Roles = each(['caseworker'], 'purpose-given');
const readsFamilies: Roles = each(['caseworker', 'finance-officer', 'auditor'], 'purpose-given');
/** The young person themselves, and a parent while a child's affairs are open to them. */
const ownRecord: Roles = { 'young-person': ['own-family'], parent: ['own-family', 'access-not-ended-by-order'] };
const helpers = ['nominee', 'supporter', 'third-party'] as const;
const ownDetails: Roles = each(['young-person', 'parent'], 'own-family', 'own-person');

const people: PolicyRows = {
  'people.list-authorities': { roles: each(staff) },
  'people.create-authority': machinesOnly,
  'people.list-api-keys': administers,
  'people.create-api-key': administers,
  'people.rotate-api-key': administers,
  'people.revoke-api-key': administers,
  'people.list-machine-clients': administers,
  'people.register-machine-client': administers,
  'people.revoke-machine-client': administers,

  'people.list-families': { roles: readsFamilies },
  'people.open-family': { roles: casework },
  'people.read-family': { roles: { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-record') } },
  'people.add-person': { roles: casework },
  'people.change-person': { roles: { ...casework, ...ownDetails, ...each(helpers, 'own-family', 'own-person', 'lets-change-contact') } },
  'people.record-relationship': { roles: casework },
  'people.end-relationship': { roles: casework },
  'people.mark-confidential': { roles: { ...casework, ...ownDetails } },
  'people.lift-mark': { roles: casework },
  'people.invite-to-family': { roles: casework },

  'people.grant-access': { roles: { ...casework, ...ownRecord } },
  'people.list-grants': { roles: { ...readsFamilies, ...ownRecord } },
  'people.revoke-grant': { roles: { ...casework, ...each(['young-person', 'parent'], 'own-family') } },
  'people.read-access-log': { roles: { ...readsFamilies, ...ownRecord, ...each(helpers, 'own-family', 'lets-see-log') } },
  'people.export-family': { roles: { ...casework, ...ownRecord } },

  'people.raise-signal': { roles: readsFamilies },
  'people.list-signals': { roles: each(['caseworker', 'auditor'], 'purpose-given') },
  'people.start-retention-clock': keepsRecords,
  'people.place-legal-hold': keepsRecords,
  'people.lift-legal-hold': keepsRecords,
  'people.erase-family': keepsRecords,

  'people.invite': administers,
  'people.withdraw-invitation': administers,
  'people.list-memberships': watchesOver,
  'people.end-membership': administers,
  'people.claim-invitation': { roles: {}, anyoneSignedIn: true },
  'people.list-places': { roles: {}, anyoneSignedIn: true },

  'people.list-audit-events': audits,
  'people.check-audit': watchesOver,
  'people.list-unusual-pulls': watchesOver,
  'people.list-conflicting-duties': watchesOver,
  'people.list-staff-changes': watchesOver,
  'people.list-overrides': audits,
  'people.draw-sample': audits,
};

/** Steps that are no operation of the API yet: the use case asks for them by name. */
const steps: PolicyRows = {
  'payments.plan-payment-run': { roles: each(['finance-officer']) },
  'payments.approve-payment-run': { roles: each(['approver'], 'second-factor-fresh', 'not-the-maker', 'within-limit', 'cooled-off') },
};

export const policyRows: PolicyRows = { ...ledger, ...people, ...reconciliation, ...steps };
