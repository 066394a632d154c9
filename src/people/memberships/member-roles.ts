/** Roles for a whole authority, or for what a partner funds there. */
export const memberRoles = ['finance-officer', 'approver', 'caseworker', 'auditor', 'administrator', 'provider-staff', 'partner'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** Roles that a person of a family takes up. */
export const familyRoles = ['parent', 'young-person'] as const;
export type FamilyRole = (typeof familyRoles)[number];
