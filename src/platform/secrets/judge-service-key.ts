import type { Database } from '../database/database.ts';
import type { ServiceKey } from './service-key.ts';

/**
 * With another key than before every authenticator app, recovery code and open link would fail one by one, and each would look like its
 * person's mistake. Undefined when the key is the one this database knows; otherwise what to do, for the terminal.
 */
export async function judgeServiceKey({ sql }: Database, serviceKey: ServiceKey): Promise<string | undefined> {
  const [row] = await sql<{ known: boolean }[]>`select platform.check_service_key(${markOf(serviceKey)}) as known`;
  if (row?.known === true) return undefined;
  return [
    'The service key is not the one that this database was used with.',
    'Put the right one back: THREEFOLD_SERVICE_KEY, or the file service-key in the data folder.',
    'If it is lost or was stolen, run "npm run --silent threefold -- service-key replace": people then set up their authenticator apps anew.',
  ].join('\n');
}

/** Follows from the key and gives nothing of it away. */
export function markOf(serviceKey: ServiceKey): Buffer {
  return serviceKey.mark('which-key', 'this one');
}
