/** The fixed words of money to return: rows, requests and rules use the same. Each ground is another matter, in another tone. */

export const recoveryGrounds = [
  'more-than-needed',
  'paid-in-error',
  'spent-outside-agreement',
  'change-of-circumstances',
  'fraud',
  'death',
] as const;
export type RecoveryGround = (typeof recoveryGrounds)[number];

/** The sum is counted from what the account holds, and not from what somebody says was paid or spent. */
const COUNTED_FROM_THE_ACCOUNT: readonly RecoveryGround[] = ['more-than-needed', 'death'];
export const isCountedFromAccount = (ground: RecoveryGround): boolean => COUNTED_FROM_THE_ACCOUNT.includes(ground);

/** What the money was: held and not needed, or a spend that was taken as shown and is refused after all. */
export const heldAsKinds = ['advance', 'expense'] as const;
export type HeldAs = (typeof heldAsKinds)[number];

/** Why money was not used. No worker found is a care concern before it is anything else; what is saved for an agreed plan is not asked for. */
export const unusedReasons = ['no-worker-found', 'support-changed', 'away', 'costs-less', 'saved-for-agreed-plan', 'other'] as const;
export type UnusedReason = (typeof unusedReasons)[number];

export const recoveryStates = ['draft', 'noticed', 'decided', 'settled', 'written-off', 'withdrawn'] as const;
export type RecoveryState = (typeof recoveryStates)[number];

export const careConcernStates = ['none', 'open', 'seen'] as const;

export const payerKinds = ['recipient', 'personal-representatives'] as const;
export type PayerKind = (typeof payerKinds)[number];

export const challengeRoutes = ['reconsideration', 'complaint'] as const;
export type ChallengeRoute = (typeof challengeRoutes)[number];

export const takingKinds = ['payment', 'offset'] as const;
export type TakingKind = (typeof takingKinds)[number];
export const takingStates = ['planned', 'in-run', 'taken', 'cancelled'] as const;

export const recoveryEventKinds = [
  'opened',
  'care-concern-seen',
  'noticed',
  'challenged',
  'answered',
  'decided',
  'paid-back',
  'taken-by-offset',
  'write-off-proposed',
  'written-off',
  'withdrawn',
] as const;
export type RecoveryEventKind = (typeof recoveryEventKinds)[number];
