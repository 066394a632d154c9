import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { EmbeddedPostgresError } from '../embedded-postgres/embedded-postgres-error.ts';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres.ts';
import { createDatabase, databaseUrl, prepareCluster } from './prepare-cluster.ts';
import { rolePasswords } from './role-passwords.ts';

const DATABASE_NAME = 'threefold';

/** A database server that is there, ours or somebody's, with the log-ins for the service and (where we hold it) for migrations. */
export interface ProvidedDatabase {
  readonly kind: 'embedded' | 'external';
  readonly appUrl: string;
  readonly ownerUrl: string | undefined;
  /** Where the data lies, in words for the terminal. */
  readonly place: string;
  stop(): Promise<void>;
}

export type DatabaseChoice = Pick<Config, 'database' | 'dataDirectory'>;

/** Starts the embedded server, with its roles and its database, or takes the one that the configuration names. */
export async function provideDatabase(config: DatabaseChoice, log: (message: string) => void): Promise<ProvidedDatabase> {
  if (config.database.kind === 'external') {
    const { url, ownerUrl } = config.database;
    return { kind: 'external', appUrl: url, ownerUrl, place: `the PostgreSQL server at ${new URL(url).host}`, stop: async () => undefined };
  }
  const dataDirectory = join(config.dataDirectory, 'postgres');
  const cluster = await startEmbeddedPostgres({ dataDirectory, log });
  try {
    const passwords = rolePasswords(cluster.dataDirectory);
    await prepareCluster(cluster.adminUrl, passwords);
    await createDatabase(cluster.adminUrl, DATABASE_NAME);
    const urlFor = (user: string, password: string) => databaseUrl(cluster.adminUrl, { database: DATABASE_NAME, user, password });
    const urls = { appUrl: urlFor('threefold_app', passwords.app), ownerUrl: urlFor('threefold_migrator', passwords.migrator) };
    const addressFile = join(dataDirectory, ADDRESS_FILE);
    writeFileSync(addressFile, JSON.stringify(urls), { mode: 0o600 });
    return {
      kind: 'embedded',
      ...urls,
      place: cluster.dataDirectory,
      stop: async () => {
        rmSync(addressFile, { force: true });
        await cluster.stop();
      },
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** For commands: the server that a running service has started, or one of our own for as long as the command runs. */
export async function borrowDatabase(config: DatabaseChoice, log: (message: string) => void): Promise<ProvidedDatabase> {
  try {
    return await provideDatabase(config, log);
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'data-folder-in-use') throw error;
    const dataDirectory = join(config.dataDirectory, 'postgres');
    const urls = addresses.parse(JSON.parse(readFileSync(join(dataDirectory, ADDRESS_FILE), 'utf8')));
    return { kind: 'embedded', ...urls, place: dataDirectory, stop: async () => undefined };
  }
}

const ADDRESS_FILE = 'addresses.json';
const addresses = z.strictObject({ appUrl: z.string(), ownerUrl: z.string() });
