/** The fixed words of agreements and their instalments: rows, requests and rules use the same. */

export const recipientKinds = ['parent', 'young-person', 'nominee', 'third-party'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

export const agreementStates = ['draft', 'notice-given', 'consented', 'live', 'paused', 'stopped', 'ended'] as const;
export type AgreementState = (typeof agreementStates)[number];

export const paymentTimings = ['advance', 'arrears'] as const;
export type PaymentTiming = (typeof paymentTimings)[number];

/** `nomination`: who holds the right names somebody to be paid for them, in writing (SI 2014/1652 reg 5). */
export const consentKinds = ['consent', 'nomination', 'withdrawal'] as const;
export type ConsentKind = (typeof consentKinds)[number];

export const decisionKinds = [
  'start',
  'change',
  'stop',
  'pause',
  'restart',
  'end',
  'carry-on',
  'reconsideration-asked',
  'reconsidered',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Why payments stop (SI 2014/1652 reg 14; SI 2013/1617 reg 17): a stop without one of these is not made. */
export const stopGrounds = [
  'consent-withdrawn',
  'recipient-no-longer-qualifies',
  'not-used-for-agreed-provision',
  'cannot-secure-agreed-provision',
  'adverse-impact-or-inefficient',
  'young-person-has-not-consented',
  'plan-ended',
  'asked-by-recipient',
  'died',
] as const;
export type StopGround = (typeof stopGrounds)[number];

export const instalmentKinds = ['regular', 'first-part', 'last-part', 'arrears', 'back-payment', 'one-off', 'outlay'] as const;
export type InstalmentKind = (typeof instalmentKinds)[number];

/** `held` is an officer's decision; what the law or a missing fact holds back is worked out when payments are planned. */
export const instalmentStates = ['planned', 'held', 'in-run', 'paid', 'returned', 'cancelled'] as const;
export type InstalmentState = (typeof instalmentStates)[number];

export const holdReasons = [
  'agreement-not-live',
  'consent-missing',
  'consent-withdrawn',
  'stopped',
  'paused',
  'head-agreement-missing',
  'recipient-not-checked',
  'payee-missing',
  /** A decision on the agreement is being booked. */
  'change-under-way',
] as const;
export type HoldReason = (typeof holdReasons)[number];
