/** Where a part of a line's amount goes. */
export type AllocationTarget =
  | { readonly kind: 'item'; readonly itemId: string }
  /** The bank's own correction: the two lines cancel each other. */
  | { readonly kind: 'line'; readonly lineId: string }
  | { readonly kind: 'rule'; readonly ruleId: string }
  /** More came than was open: this part stays on the line until a person says what it is. */
  | { readonly kind: 'remainder' };

export interface Allocation {
  readonly lineId: string;
  readonly to: AllocationTarget;
  readonly amountMinor: bigint;
}

export type MatchStage =
  | 'batch'
  | 'named-group'
  | 'one-to-one'
  | 'one-to-many'
  | 'many-to-one'
  | 'bank-reversal'
  | 'rule'
  | 'part-payment'
  | 'overpayment'
  | 'write-off';

/**
 * What belongs together, why, and how sure that is. The allocations of each line add up to the line's amount, always; in an automatic
 * match they also close the items to the penny.
 */
export interface MatchProposal {
  readonly lineIds: readonly string[];
  readonly itemIds: readonly string[];
  readonly allocations: readonly Allocation[];
  readonly stage: MatchStage;
  /** Log odds that this is right, all rivals heard; comparable within one run of the engine. */
  readonly score: number;
  /** Log odds against everything else that the line could be. */
  readonly margin: number;
  readonly reasons: readonly string[];
  readonly decision: 'auto' | 'suggested';
  /** By a write-off rule a person may let this part of the item go. */
  readonly difference?: { readonly itemId: string; readonly ruleId: string; readonly amountMinor: bigint };
}

export type ExceptionReason = 'nothing-like-it-open' | 'too-many-candidates' | 'group-too-large';

/** A line nobody could explain by itself, with the best three suggestions, or none and why. */
export interface OpenLine {
  readonly lineId: string;
  readonly suggestions: readonly MatchProposal[];
  readonly reason?: ExceptionReason;
}

export interface MatchingResult {
  readonly matched: readonly MatchProposal[];
  readonly open: readonly OpenLine[];
  /** What the engine knew of payees when it decided: the same lines, items and version give the same result. */
  readonly learningVersion: number;
  /** Counted work, so that its bounds can be tested without a watch. */
  readonly work: { readonly pairs: number; readonly groupSums: number };
}
