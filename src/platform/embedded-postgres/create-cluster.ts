import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, hasCluster } from './data-folder.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { type PostgresTools, wordsOf } from './postgres-tools.ts';
import type { Durability } from './settings.ts';

/** Made beside its place and renamed: a cluster that was interrupted half-way is never taken for one. */
export async function createCluster(folder: DataFolder, tools: PostgresTools, durability: Durability): Promise<void> {
  const unfinished = `${folder.cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  try {
    await tools.run('initdb', [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      `--pwfile=${folder.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own C.UTF-8: neither ICU nor the machine's libc, whose updates change the order of text and so break indexes.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(durability === 'test' ? ['--no-sync'] : []),
    ]);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      'cluster-not-created',
      `PostgreSQL could not make its database in ${folder.path}. It said: ${wordsOf(error)}`,
      error,
    );
  }
  renameSync(unfinished, folder.cluster);
}

/** The files of another major version are unreadable for this one; starting on them could only end in a worse message. */
export function requireSameVersion(folder: DataFolder, tools: PostgresTools): void {
  if (!hasCluster(folder)) return;
  const found = readFileSync(join(folder.cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === tools.majorVersion) return;
  throw new EmbeddedPostgresError(
    'cluster-version-differs',
    `The database in ${folder.cluster} was made by PostgreSQL ${found}; this Threefold brings PostgreSQL ${tools.majorVersion}. Dump it with the Threefold that made it and restore it here, or choose another folder with THREEFOLD_DATA.`,
  );
}
