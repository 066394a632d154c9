import type { Role } from '../../platform/http/operation.ts';
import type { Condition } from './conditions.ts';
import type { PolicyRow, PolicyRows } from './policy-row.ts';

const forRoles = (roles: readonly Role[], ...conditions: readonly Condition[]): PolicyRow['roles'] =>
  Object.fromEntries(roles.map((role) => [role, conditions]));

/** People of the authority who read the books as their work. */
const readsBooks: PolicyRow = { roles: forRoles(['finance-officer', 'approver', 'auditor']) };
const _readsShares: PolicyRow = { roles: { ...readsBooks.roles, partner: ['funds-the-line'] } };
const _keepsBooks: PolicyRow = { roles: forRoles(['finance-officer']) };
/** Limits, periods and watches decide what the books will let happen: no step for an old session. */
const _rulesBooks: PolicyRow = { roles: forRoles(['finance-officer'], 'second-factor-fresh') };
const _administers: PolicyRow = { roles: forRoles(['administrator'], 'second-factor-fresh') };
const _audits: PolicyRow = { roles: forRoles(['auditor', 'administrator']) };

const _ledger: PolicyRows = {
  'ledger.list-accounts': readsBooks,
  'ledger.read-account': readsBooks,
  'ledger.read-balance': readsBooks,
  'ledger.read-statement': readsBooks,
};

const _staffOnFamilies = forRoles(['caseworker', 'finance-officer', 'auditor', 'administrator'], 'purpose-given');
const _caseworkers = forRoles(['caseworker'], 'purpose-given');
