import type { Database } from '../../platform/database/database.ts';
import { markOf } from '../../platform/secrets/judge-service-key.ts';
import type { ServiceKey } from '../../platform/secrets/service-key.ts';

/** How many people have lost what was sealed or marked with the key before. */
export interface ReplacedServiceKey {
  readonly authenticators: number;
  readonly recoveryCodes: number;
}

/** Begins anew with another service key: what only the one before could read is removed, so that nobody is asked for what can never be right. */
export async function replaceServiceKey({ sql }: Database, serviceKey: ServiceKey): Promise<ReplacedServiceKey> {
  const [row] = await sql<{ authenticators: number; recovery_codes: number }[]>`
    select * from people.replace_service_key(${markOf(serviceKey)})`;
  if (row === undefined) throw new Error('people.replace_service_key answered nothing');
  return { authenticators: row.authenticators, recoveryCodes: row.recovery_codes };
}
