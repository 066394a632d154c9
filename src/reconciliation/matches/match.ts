import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export const matchStates = ['posting', 'matched', 'refused', 'undoing', 'undone'] as const;
export type MatchState = (typeof matchStates)[number];

/** Whether a person looked. */
export const deciders = ['engine', 'officer'] as const;

/**
 * `item`: a payment, recharge or entry that is open. `line`: the bank's own correction of another line. `rule`: a charge of the bank.
 * `account`: an account of the books that an officer chose, such as `suspense`. `let-go`: what a payer left short and nobody asks for.
 */
export const allocationKinds = ['item', 'line', 'rule', 'account', 'let-go'] as const;

export interface MatchPart {
  /** Absent for what is let go. */
  readonly lineId?: string;
  readonly kind: (typeof allocationKinds)[number];
  readonly target: string;
  readonly amountMinor: bigint;
}

/** What somebody wants matched: the parts of each line, and why. */
export interface MatchDraft {
  readonly lineIds: readonly string[];
  readonly parts: readonly MatchPart[];
  readonly decidedBy: (typeof deciders)[number];
  readonly stage: string;
  readonly score?: number;
  readonly margin?: number;
  readonly reasons: readonly string[];
  readonly learningVersion: number;
}

export interface MatchRecord extends MatchDraft {
  readonly matchId: string;
  readonly accountId: string;
  readonly state: MatchState;
  readonly lastDay: PlainDate;
  readonly payeeId?: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly undoneBy?: string;
  readonly undoneAt?: Date;
  readonly undoReason?: string;
  readonly refusal?: { readonly code: string; readonly facts?: Readonly<Record<string, unknown>> };
  readonly entryIds: readonly string[];
}

/** Accounts of the books that an officer may put a line, or a part of it, on. */
export const openAccountsForLines = ['council-cash', 'suspense', 'bank-charges'] as const;

/** Where a line stands while nobody can say what it is: with no stream yet. */
export const SUSPENSE = 'suspense';
export const BANK_CHARGES = 'bank-charges';
