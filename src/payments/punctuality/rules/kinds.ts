/** The fixed words of what follows on a late payment: rows, requests and rules use the same. */

/** What a family hears when it asked where its payment is. */
export const missingAnswers = ['has-come', 'on-its-way', 'to-be-sent-again', 'sent-to-old-account', 'not-due-yet', 'not-agreed'] as const;
export type MissingAnswer = (typeof missingAnswers)[number];

export const urgentReasons = ['payment-late', 'payment-returned', 'wages-due', 'support-at-risk', 'hardship'] as const;
export type UrgentReason = (typeof urgentReasons)[number];

export const urgentStates = ['asked', 'approved', 'refused'] as const;

export const claimKinds = ['outlay', 'bank-charge'] as const;
export type ClaimKind = (typeof claimKinds)[number];

export const claimStates = ['asked', 'agreed', 'refused'] as const;
