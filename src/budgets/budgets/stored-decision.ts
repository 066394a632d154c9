import type { BookingKind, BookingKinds } from '../booking/index.ts';
import { applyDecision, type Decision, type LineOutcome } from './decision.ts';
import type { FundedShare } from './rules/line-money.ts';

/** A decision that waits for its money, as the step keeps it: pence as text, sealed words as base64. */

interface StoredShare extends Omit<FundedShare, 'amount' | 'weight'> {
  readonly amount: string;
  readonly weight: string;
}
type Pence = 'amount' | 'contingency' | 'rate' | 'cost';
type StoredLine = Omit<LineOutcome, Pence | 'shares'> & { readonly [Name in Pence]?: string } & {
  readonly shares?: readonly StoredShare[];
};
type StoredDecision = Omit<Decision, 'sealed' | 'lines'> & { readonly sealed: string; readonly lines: readonly StoredLine[] };

/** What the caller is answered when it is booked, now or when they ask again. */
export interface DecisionDetails {
  readonly decision: StoredDecision;
  readonly revision: number;
}

const DECISION = 'budgets.decision';

const decisionBooking: BookingKind = {
  onBooked: async (tx, { authorityId, details }, at) => {
    await applyDecision(tx, authorityId, fromStored((details as DecisionDetails).decision), at);
  },
};
export const budgetDecisionKinds: BookingKinds = { [DECISION]: decisionBooking };
export { DECISION };

export function toStored(decision: Decision): StoredDecision {
  return {
    ...decision,
    sealed: decision.sealed.toString('base64'),
    lines: decision.lines.map(({ amount, contingency, rate, cost, shares, ...line }) => ({
      ...line,
      ...(amount !== undefined && { amount: `${amount}` }),
      ...(contingency !== undefined && { contingency: `${contingency}` }),
      ...(rate !== undefined && { rate: `${rate}` }),
      ...(cost !== undefined && { cost: `${cost}` }),
      ...(shares !== undefined && { shares: shares.map((share) => ({ ...share, amount: `${share.amount}`, weight: `${share.weight}` })) }),
    })),
  };
}

function fromStored(stored: StoredDecision): Decision {
  return {
    ...stored,
    sealed: Buffer.from(stored.sealed, 'base64'),
    lines: stored.lines.map(({ amount, contingency, rate, cost, shares, ...line }) => ({
      ...line,
      ...(amount !== undefined && { amount: BigInt(amount) }),
      ...(contingency !== undefined && { contingency: BigInt(contingency) }),
      ...(rate !== undefined && { rate: BigInt(rate) }),
      ...(cost !== undefined && { cost: BigInt(cost) }),
      ...(shares !== undefined && {
        shares: shares.map((share) => ({ ...share, amount: BigInt(share.amount), weight: BigInt(share.weight) })),
      }),
    })),
  };
}
