import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';

/** What the use cases of this room work with. The books are never called inside a transaction: they have their own. */
export interface PaymentDesk {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
}
