import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { isOutage } from '../../platform/database/outage.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import type { Scope } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { apiKeyAuthenticator, type KeyHolder, type KeyRefusal } from '../api-key-authenticator.ts';
import { readMachineToken } from './machine-secrets.ts';

const DEADLINE_MS = 5_000;

/** Whoever bears an API key, or a token that a machine has fetched. Both are read from the database each time. */
export function bearerAuthenticator(database: Database, clock: Clock) {
  const byKey = apiKeyAuthenticator(database, clock);
  return async function authenticate(header: string | undefined): Promise<Result<KeyHolder, KeyRefusal>> {
    const token = readMachineToken(/^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '');
    if (token === undefined) return byKey(header);
    try {
      const [row] = await withDeadline(
        DEADLINE_MS,
        database.sql<{ client_id: string; scopes: Scope[] }[]>`
          select * from people.find_machine_token(${token.authorityId}, ${token.digest}, ${clock.now()})`,
      );
      if (row === undefined) return refused({ code: 'credentials-invalid' });
      return accepted({ principal: `client:${row.client_id}`, authorityId: token.authorityId, scopes: row.scopes });
    } catch (error) {
      if (isOutage(error)) return refused({ code: 'service-busy' });
      throw error;
    }
  };
}
