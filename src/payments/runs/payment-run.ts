import type { ShareAmount } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Offset } from '../rules/offsets.ts';
import type { PaymentKind, PaymentRunState, PaymentState } from './states.ts';

/** One payment to be made, in the terms of whoever owes it. */
export interface PlannedLine {
  /** What is paid: `L1:instalment:5`. It is paid once, unless it came back. */
  readonly dueRef: string;
  readonly kind: PaymentKind;
  /** The payee's opaque code, as its account in the books has it. */
  readonly payee: string;
  readonly payeeId?: string;
  readonly accountId?: string;
  /** `••••1234` */
  readonly paidTo?: string;
  readonly accountChangedOn?: PlainDate;
  readonly familyId?: string;
  readonly parts: readonly ShareAmount[];
  readonly offsets?: readonly Offset[];
  /** The day that the payee was promised. */
  readonly dueOn?: PlainDate;
  readonly coverFrom?: PlainDate;
  readonly coverUntil?: PlainDate;
}

export interface PaymentInstruction extends PlannedLine {
  readonly instructionId: string;
  readonly runId: string;
  readonly number: bigint;
  /** Our 18 characters: what comes back on the bank statement. */
  readonly reference: string;
  readonly offsets: readonly Offset[];
  /** What is sent, in pence: the parts less the offsets. */
  readonly amount: bigint;
  readonly payDate: PlainDate;
  readonly rail: string;
  readonly state: PaymentState;
  readonly settledOn?: PlainDate;
  readonly bankReference?: string;
}

export interface RunHead {
  readonly runId: string;
  readonly payDate: PlainDate;
  readonly rail: string;
  readonly state: PaymentRunState;
  readonly plannedBy: string;
  readonly submittedBy?: string;
  readonly approvedBy?: string;
  readonly approvedHash?: string;
}

export interface PaymentRun extends RunHead {
  /** In the order of their numbers. */
  readonly instructions: readonly PaymentInstruction[];
}

/** What was due and is not paid by a run, and why. */
export interface Exclusion {
  readonly dueRef: string;
  readonly reason: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
