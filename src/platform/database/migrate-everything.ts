import pg from 'pg';
import { migrateQueueBackEnd } from '../queue/back-end.ts';
import { migrate } from './migrate.ts';

/** Tables, functions, access and the queue's own tables, as `threefold_migrator`. Safe to repeat at every start. */
export async function migrateEverything(ownerUrl: string): Promise<readonly string[]> {
  const { functionsApplied } = await migrate(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'threefold-migrate' });
  await client.connect();
  try {
    await migrateQueueBackEnd(client);
  } finally {
    await client.end();
  }
  return functionsApplied;
}
