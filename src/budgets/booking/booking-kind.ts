import type { AccountDraft, LedgerCommand } from '../../ledger/index.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';

/** What can wait for its booking: new entries, and the reversal of old ones. */
export type BookableCommand = Extract<LedgerCommand, { kind: 'entry' | 'reversal' }>;

export interface StepIntent {
  /** The caller's own: made of the request's key, or of what is decided, so that the same step is taken once for ever. */
  readonly stepId: string;
  readonly kind: string;
  readonly subjectId: string;
  /** Opened first, if they do not exist. */
  readonly accounts?: readonly AccountDraft[];
  /** All or none. Their ids follow from the step, so that booking twice books once. */
  readonly commands: readonly BookableCommand[];
  /** What the outcome needs to know: JSON of ids, codes, pence as text and sealed words as base64. */
  readonly details?: object;
  readonly fingerprint?: Buffer;
}

/** A step as it is kept, for whoever writes down its outcome. */
export interface BookingStep {
  readonly authorityId: number;
  readonly stepId: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly details: unknown;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: 'pending' | 'booked' | 'refused';
  readonly refusal?: StepRefusal;
}

/** Why the books said no: the ledger's code and facts. */
export interface StepRefusal {
  readonly code: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** How the outcome of one kind of step is written down, in the transaction that ends the step. Neither is called twice for one step. */
export interface BookingKind {
  onBooked(tx: Transaction, step: BookingStep, at: Date): Promise<void>;
  onRefused?(tx: Transaction, step: BookingStep, refusal: StepRefusal, at: Date): Promise<void>;
}

/** Every kind that the service can finish, from every room: the sweeper must know them all. */
export type BookingKinds = Readonly<Record<string, BookingKind>>;
