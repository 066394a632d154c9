/** The fixed words of clocks: rows, requests and rules use the same. */

export const streams = ['EDUCATION', 'HEALTH', 'CARE'] as const;
export type Stream = (typeof streams)[number];

/**
 * `payment-review`: the review of direct payments in one stream; `own-right`: rights pass to the young person, whose own consent is then
 * needed; `transfer-letter`: a family that moved in must be told when its plan is reviewed; `order-deadline`: a tribunal has ordered something.
 */
export const clockKinds = [
  'plan-review',
  'payment-review',
  'own-right',
  'school-leaving',
  'adult-care',
  'plan-age-limit',
  'phase-transfer',
  'transfer-letter',
  'reconsideration-answer',
  'order-deadline',
] as const;
export type ClockKind = (typeof clockKinds)[number];

/** `missed`: its last day is over and it is not done; it can still be done late. */
export const clockStates = ['open', 'done', 'missed', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

export const clockEventKinds = ['opened', 'moved', 'missed', 'done', 'cancelled', 'opened-again'] as const;
export type ClockEventKind = (typeof clockEventKinds)[number];

/** What payments tell is told of one stream. */
export const paymentFactKinds = ['first-payment', 'payments-ended', 'payment-review'] as const;

/** `seen-to`: a clock that nothing else in the record answers was seen to by an officer. */
export const clockFactKinds = [
  ...paymentFactKinds,
  'reconsideration-asked',
  'reconsideration-answered',
  'order-made',
  'order-due',
  'seen-to',
] as const;
export type ClockFactKind = (typeof clockFactKinds)[number];
