import type { Role } from '../../platform/http/operation.ts';
import type { Condition } from './conditions.ts';
import type { PolicyRow } from './policy-row.ts';

/** Who usually may: the groups that the rows of the table are made of. */

export type Roles = PolicyRow['roles'];
export const each = (roles: readonly Role[], ...conditions: readonly Condition[]): Roles =>
  Object.fromEntries(roles.map((role) => [role, conditions]));

export const staff = ['finance-officer', 'approver', 'caseworker', 'auditor', 'administrator'] as const;
export const machinesOnly: PolicyRow = { roles: {} };

/** People of the authority who read the books as their work. */
export const readsBooks: PolicyRow = { roles: each(['finance-officer', 'approver', 'auditor']) };
/** A partner sees the accounts of what it funds, and of nothing else. */
export const readsAccount: PolicyRow = { roles: { ...readsBooks.roles, partner: ['funds-the-line'] } };
export const keepsBooks: PolicyRow = { roles: each(['finance-officer']) };
/** Limits, periods and watches decide what the books will let happen: no step for an unattended desk. */
export const rulesBooks: PolicyRow = { roles: each(['finance-officer'], 'second-factor-fresh') };

export const administers: PolicyRow = { roles: each(['administrator'], 'second-factor-fresh') };
export const keepsRecords: PolicyRow = { roles: each(['administrator'], 'purpose-given', 'second-factor-fresh') };
export const audits: PolicyRow = { roles: each(['auditor']) };
export const watchesOver: PolicyRow = { roles: each(['auditor', 'administrator']) };

export const casework: Roles = each(['caseworker'], 'purpose-given');
export const readsFamilies: Roles = each(['caseworker', 'finance-officer', 'auditor'], 'purpose-given');
export const writesToFamilies: Roles = each(['caseworker', 'finance-officer'], 'purpose-given');
/** The young person themselves, and a parent while a child's affairs are open to them. */
export const ownRecord: Roles = { 'young-person': ['own-family'], parent: ['own-family', 'access-not-ended-by-order'] };
export const helpers = ['nominee', 'supporter', 'third-party'] as const;
export const ownDetails: Roles = each(['young-person', 'parent'], 'own-family', 'own-person');
