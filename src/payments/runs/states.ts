/**
 * How a run and its payments go on. The database holds the same order by trigger (`sql/only-forward.sql`): money is at stake, so both say it.
 */
export const runStates = ['draft', 'submitted', 'approved', 'released', 'sent', 'settled', 'part-returned', 'closed', 'withdrawn'] as const;
export type PaymentRunState = (typeof runStates)[number];

/**
 * `excluded` was taken out before the run was submitted, `withdrawn` went with its whole run; `held` was approved and then must not leave,
 * `refused` was turned down by the rail: of these nothing was paid, and what was due is due again.
 */
export const paymentStates = [
  'due',
  'excluded',
  'withdrawn',
  'approved',
  'held',
  'released',
  'refused',
  'sent',
  'settled',
  'returned',
] as const;
export type PaymentState = (typeof paymentStates)[number];

/** No longer claims what is due: another run may pay it. */
export const LET_GO = ['excluded', 'withdrawn', 'held', 'refused', 'returned'] as const satisfies readonly PaymentState[];
/** Nothing more is awaited. */
export const FINAL = [...LET_GO, 'settled'] as const satisfies readonly PaymentState[];
/** What an approver never saw. */
export const NEVER_SUBMITTED = ['excluded', 'withdrawn'] as const satisfies readonly PaymentState[];

/** An instalment is charged to the budget when it is released; an invoice was charged when it was approved. */
export const paymentKinds = ['instalment', 'invoice'] as const;
export type PaymentKind = (typeof paymentKinds)[number];
