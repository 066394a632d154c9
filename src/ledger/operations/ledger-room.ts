import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Refusal } from '../../platform/result.ts';
import type { Actor, Ledger } from '../ledger.ts';

export interface LedgerOperationsOptions {
  readonly ledger: Ledger;
  readonly database: Database;
  readonly clock: Clock;
  /** What day it is for an authority; today in London when left out. */
  readonly businessDate?: (authorityId: number) => Promise<PlainDate>;
  /** Where the books' anchors are kept; without it a book is proved against itself alone. */
  readonly anchorFolder?: string;
  /** Why a person may not post beyond a limit; undefined when they may. Without it nobody may. */
  readonly mayOverride?: (caller: Caller) => Refusal | undefined;
}

/** What every operation of the ledger works with. */
export type LedgerRoom = LedgerOperationsOptions & Required<Pick<LedgerOperationsOptions, 'businessDate'>>;

/** `recordedAt` is the clock's, never the caller's: an operation has no way to say when it happened to be told. */
export function actorOf({ authorityId, principal }: Caller): Actor {
  return { authorityId, principal };
}
