import { createApiKey, type KeyScope } from '../../src/people/index.ts';
import type { Clock } from '../../src/platform/clock/clock.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';

export const DAY_MS = 86_400_000;

export async function keyFor(database: Database, clock: Clock, authorityId: number, scopes: readonly KeyScope[] = ['ledger:read']) {
  const expiresAt = new Date(clock.now().getTime() + DAY_MS);
  const created = await createApiKey(database, clock, { authorityId, name: 'a test', scopes, expiresAt });
  if (!created.ok) throw new Error(created.refusal.code);
  return created.value;
}

/** One connection of each driver, so that the next statement surely meets what the last one left. */
export function singleConnection(url: string): Database {
  return openDatabase({ url, applicationName: 'threefold-test', maxConnections: 1 });
}
