/** The fixed words of family records: rows, requests and rules use the same. */

/** `order-denies-access`: a court order that keeps this adult from the child's affairs; `order-gives-access`: one that opens them. */
export const relationshipKinds = ['parental-responsibility', 'order-denies-access', 'order-gives-access'] as const;
export type RelationshipKind = (typeof relationshipKinds)[number];

/** What a mark hides: where somebody lives, a child's school or provider, who is paid, or how to reach somebody. */
export const confidentialKinds = ['address', 'contact', 'school', 'provider', 'payee'] as const;
export type ConfidentialKind = (typeof confidentialKinds)[number];

export const grantRoles = ['nominee', 'supporter', 'third-party'] as const;
export type GrantRole = (typeof grantRoles)[number];

export const grantable = ['see-record', 'see-log', 'see-budget', 'send-receipts', 'change-contact'] as const;
export type Grantable = (typeof grantable)[number];

export const signalKinds = ['fraud', 'safeguarding'] as const;
