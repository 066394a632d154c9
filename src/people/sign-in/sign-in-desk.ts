import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ServiceKey } from '../../platform/secrets/service-key.ts';

/** What signing in works with. */
export interface SignInDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly serviceKey: ServiceKey;
  /** Links in mails and the names of passkeys are made from it, never from a header of a request. */
  readonly publicUrl: string;
}
