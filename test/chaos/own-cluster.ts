import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/platform/database/migrate.ts';
import { createDatabase, databaseUrl, prepareCluster } from '../../src/platform/database/prepare-cluster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { TEST_PASSWORDS } from '../support/cluster.ts';

const DATABASE = 'threefold';

export interface OwnCluster {
  readonly folder: string;
  readonly dataDirectory: string;
  readonly postgres: EmbeddedPostgres;
  close(): Promise<void>;
}

/** A PostgreSQL that the test may kill, with the durability a service has: the shared one of the suite gives that up for speed. */
export async function startOwnCluster(folder = mkdtempSync(join(tmpdir(), 'threefold-chaos-'))): Promise<OwnCluster> {
  const dataDirectory = join(folder, 'postgres');
  const postgres = await startAgain(dataDirectory);
  await prepareCluster(postgres.adminUrl, TEST_PASSWORDS);
  await createDatabase(postgres.adminUrl, DATABASE);
  await migrate(urlsOf(postgres).ownerUrl);
  return {
    folder,
    dataDirectory,
    postgres,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function startAgain(dataDirectory: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDirectory, log: () => undefined, durability: 'full' });
}

export function urlsOf(postgres: EmbeddedPostgres): { appUrl: string; ownerUrl: string; adminUrl: string } {
  return {
    appUrl: databaseUrl(postgres.adminUrl, { database: DATABASE, user: 'threefold_app', password: TEST_PASSWORDS.app }),
    ownerUrl: databaseUrl(postgres.adminUrl, { database: DATABASE, user: 'threefold_migrator', password: TEST_PASSWORDS.migrator }),
    adminUrl: databaseUrl(postgres.adminUrl, { database: DATABASE }),
  };
}
