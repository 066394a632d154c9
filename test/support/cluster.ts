import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { createDatabase, databaseUrl, prepareCluster } from '../../src/platform/database/prepare-cluster.ts';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start-embedded-postgres.ts';
import { migrateQueueBackEnd } from '../../src/platform/queue/back-end.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly adminUrl: string;
    readonly templateDatabase: string;
  }
}

export const TEST_PASSWORDS = { app: 'app-of-the-tests', migrator: 'migrator-of-the-tests' };

/**
 * One real PostgreSQL for the whole run and one migrated template database, which every test file copies. `TEST_DATABASE_URL` names a
 * superuser of a server to use instead of the embedded one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const cluster = given ? { adminUrl: given, stop: async () => undefined } : await startOwnCluster();
  const template = `threefold_template_${process.pid}`;
  await prepareCluster(cluster.adminUrl, TEST_PASSWORDS);
  await createDatabase(cluster.adminUrl, template);
  const ownerUrl = databaseUrl(cluster.adminUrl, { database: template, user: 'threefold_migrator', password: TEST_PASSWORDS.migrator });
  await migrate(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await migrateQueueBackEnd(client);
  await client.end();
  project.provide('adminUrl', cluster.adminUrl);
  project.provide('templateDatabase', template);
  return async () => {
    await runAsAdmin(cluster.adminUrl, `drop database if exists ${template} with (force)`);
    await cluster.stop();
  };
}

async function startOwnCluster(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'threefold-test-'));
  await chmod(directory, 0o700);
  const cluster = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres'), log: () => undefined, durability: 'test' });
  return {
    adminUrl: cluster.adminUrl,
    stop: async () => {
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function runAsAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
