import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** What pages read from. They only ever read. */
export interface PageSources {
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'balances'>;
  readonly clock: Clock;
}
