import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/** What every operation of this room works with. */
export interface PeopleOperationsOptions {
  readonly database: Database;
  readonly clock: Clock;
}
