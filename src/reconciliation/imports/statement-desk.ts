import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** What keeping and importing bank statements works with. */
export interface StatementDesk {
  readonly database: Database;
  readonly clock: Clock;
}
