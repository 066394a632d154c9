import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';

/** What the use cases on families' records work with. */
export interface RecordRoom {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
}
