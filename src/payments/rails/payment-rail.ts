import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { RailEntry } from './rail-entry.rules.ts';

/** Where money goes, in the clear: known only while a payment is being sent, never kept or logged. */
export interface RailAccount {
  readonly accountName: string;
  /** A person unless it says otherwise. */
  readonly holder?: 'person' | 'organisation';
  readonly sortCode?: string;
  readonly accountNumber?: string;
  readonly rollNumber?: string;
  readonly iban?: string;
}

export interface RailInstruction {
  /** The same in every attempt at one payment: a rail that remembers keys pays it once. */
  readonly key: string;
  /** Our 18 characters, shown to the payee and on the bank statement. */
  readonly reference: string;
  /** Pence. */
  readonly amount: bigint;
  readonly payDate: PlainDate;
  readonly account: RailAccount;
  /** The payee's account by our own opaque id, for a rail that keeps whom it pays; missing for a payee whose details are not ours. */
  readonly accountId?: string;
}

/** `taken`: the rail has it and will pay it. `refused`: it will never pay it; the reason is a code such as `account-closed`. */
export type SendAnswer =
  | { readonly answer: 'taken'; readonly railReference: string }
  | { readonly answer: 'refused'; readonly reason: string };

/** What the rail knows of a payment, asked by our reference. */
export type AskAnswer = SendAnswer | { readonly answer: 'absent' };

export type RailStatus =
  | { readonly status: 'under-way' | 'paid' | 'refused' | 'unknown' }
  | { readonly status: 'returned'; readonly returnedOn: PlainDate; readonly reason: string };

export interface RailReturn {
  readonly reference: string;
  readonly amount: bigint;
  readonly returnedOn: PlainDate;
  readonly reason: string;
  readonly bankReference: string;
}

export interface RailStatementLine {
  readonly bookedOn: PlainDate;
  /** Pence; below zero it left us. */
  readonly amount: bigint;
  readonly reference: string;
  readonly bankReference: string;
}

/**
 * A way by which money leaves. A rail may do what it was told and not answer: whoever calls must then ask by reference before sending
 * again. Answers are values; whatever is thrown means that nothing is known.
 */
export interface PaymentRail {
  /** As runs and accounts name it: `sandbox`. */
  readonly code: string;
  /** Money is there within seconds of the call, so a run is not sent before its day. */
  readonly paysAtOnce?: true;
  send(instruction: RailInstruction, options: { readonly signal: AbortSignal }): Promise<SendAnswer>;
  askByReference(reference: string): Promise<AskAnswer>;
  status(railReference: string): Promise<RailStatus>;
  /** Everything that came back after `readTo` of an earlier answer, oldest first; the same return may be told twice. */
  returnsSince(readTo: string | undefined): Promise<{ readonly returns: readonly RailReturn[]; readonly readTo: string }>;
  /** The rail's own statement, in the same way. */
  statementSince(readTo: string | undefined): Promise<{ readonly lines: readonly RailStatementLine[]; readonly readTo: string }>;
  /** Of a rail that holds our money: its own books of one day, for whoever holds them against ours. */
  listRailEntries?(day: PlainDate): Promise<readonly RailEntry[]>;
  /** Which day it is for the rail. */
  today(): Promise<PlainDate>;
}

/** Rails that are called, by code. Those that are not in it are paid by hand. */
export type PaymentRails = ReadonlyMap<string, PaymentRail>;

/** Cheques, the bank's own screen, a prepaid card that is there already: an officer makes the payment and a second one confirms it. */
export const MANUAL_RAIL = 'manual';
