import type { ShareAmount } from '../budgets/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';

/** A run and its payments move forward through these states and never back. */
export type PaymentRunState = 'draft' | 'approved' | 'released' | 'sent' | 'settled';
export type PaymentState = 'due' | 'approved' | 'released' | 'sent' | 'settled' | 'returned';
/** An instalment is charged to the budget when it is released; an invoice was charged when it was approved. */
export type PaymentKind = 'instalment' | 'invoice';

export interface PaymentInstruction {
  readonly instructionId: string;
  readonly runId: string;
  readonly number: bigint;
  /** Our 18 characters: what comes back on the bank statement. */
  readonly reference: string;
  readonly dueRef: string;
  readonly kind: PaymentKind;
  readonly payee: string;
  readonly parts: readonly ShareAmount[];
  readonly amount: bigint;
  readonly payDate: PlainDate;
  readonly rail: string;
  readonly state: PaymentState;
  readonly settledOn?: PlainDate;
  readonly bankReference?: string;
}

export interface PaymentRun {
  readonly runId: string;
  readonly payDate: PlainDate;
  readonly rail: string;
  readonly state: PaymentRunState;
  readonly plannedBy: string;
  readonly approvedBy?: string;
  readonly approvedHash?: string;
  /** In the order of their numbers. */
  readonly instructions: readonly PaymentInstruction[];
}
