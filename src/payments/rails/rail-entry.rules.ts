import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** One movement of the money that the rail holds for us, as the rail keeps it. */
export interface RailEntry {
  readonly entryId: string;
  readonly bookedOn: PlainDate;
  /** Pence; below zero it left what we may use. */
  readonly amount: bigint;
  readonly category: string;
  /** What it is for: the rail's own name of the payment. */
  readonly flow?: string;
}
