import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { createDatabase, databaseUrl } from '../../src/platform/database/prepare-cluster.ts';
import { runAsAdmin, TEST_PASSWORDS } from './cluster.ts';

export interface TestDatabase {
  /** As the service sees it: role `threefold_app`. */
  readonly database: Database;
  readonly appUrl: string;
  /** Role `threefold_migrator`. */
  readonly ownerUrl: string;
  /** A superuser in this database: what only a tamperer or a nemesis may do. */
  readonly adminUrl: string;
  close(): Promise<void>;
}

/** A database of its own for a test file, copied from the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('adminUrl');
  const name = `threefold_test_${randomBytes(6).toString('hex')}`;
  await createDatabase(server, name, inject('templateDatabase'));
  const appUrl = databaseUrl(server, { database: name, user: 'threefold_app', password: TEST_PASSWORDS.app });
  const database = openDatabase({ url: appUrl, applicationName: 'threefold-test', maxConnections: 4 });
  return {
    database,
    appUrl,
    ownerUrl: databaseUrl(server, { database: name, user: 'threefold_migrator', password: TEST_PASSWORDS.migrator }),
    adminUrl: databaseUrl(server, { database: name }),
    close: async () => {
      await database.close();
      await runAsAdmin(server, `drop database if exists ${name} with (force)`);
    },
  };
}
