import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export const nextSteps = ['look', 'choose', 'chase-payer', 'record-return', 'ask-bank', 'ask-colleague', 'wait'] as const;
export type NextStep = (typeof nextSteps)[number];

/** What the engine proposes for a line, as it is kept: pence as text. */
export interface StoredSuggestion {
  readonly lineIds: readonly string[];
  readonly parts: readonly { readonly lineId?: string; readonly kind: string; readonly target: string; readonly amountMinor: string }[];
  readonly stage: string;
  readonly score: number;
  readonly margin: number;
  readonly reasons: readonly string[];
}

export interface OpenLineWork {
  readonly lineId: string;
  readonly accountId: string;
  readonly bookingDate: PlainDate;
  readonly owner?: string;
  readonly nextStep: NextStep;
  /** Why it was not matched by itself. */
  readonly reason: string;
  readonly suggestions: readonly StoredSuggestion[];
  readonly waitUntil?: PlainDate;
  readonly version: number;
}
