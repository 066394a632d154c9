import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { createCluster, requireSameVersion } from './create-cluster.ts';
import { hasCluster, openDataFolder, superuserPassword } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { launchPostmaster } from './launch-postmaster.ts';
import { openLogFile } from './log-file.ts';
import { findPostgresTools } from './postgres-tools.ts';
import { clearLeftoverPostmaster, stopPostmaster } from './postmaster.ts';
import type { Durability } from './settings.ts';

export interface EmbeddedPostgresOptions {
  /** Made when missing; holds the cluster, its password, its log and our lock. */
  readonly dataDirectory: string;
  readonly log: (message: string) => void;
  readonly durability?: Durability;
}

export interface EmbeddedPostgres {
  /** The superuser's, for creating roles and databases: the service itself never connects with it. */
  readonly adminUrl: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** An orderly shutdown; the same one however often it is asked for. */
  stop(): Promise<void>;
}

/** A real PostgreSQL on 127.0.0.1 for an installation that brings none. Throws EmbeddedPostgresError with words for the terminal. */
export async function startEmbeddedPostgres({
  dataDirectory,
  log,
  durability = 'full',
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const tools = await findPostgresTools();
  const folder = openDataFolder(dataDirectory);
  const lock = lockFolder(folder.lockFile);
  const logFile = openLogFile(folder.logFile);
  const release = () => {
    logFile.stopRotating();
    closeSync(logFile.descriptor);
    lock.release();
  };
  try {
    requireSameVersion(folder, tools);
    const password = superuserPassword(folder);
    if (hasCluster(folder)) await clearLeftoverPostmaster(folder.cluster, tools, log);
    else await createCluster(folder, tools, durability);
    const postmaster = await launchPostmaster({ folder, tools, durability, logDescriptor: logFile.descriptor });

    let stopping: Promise<void> | undefined;
    postmaster.process.once('exit', () => {
      if (stopping === undefined) log(`PostgreSQL ended by itself; its log is ${folder.logFile}.`);
    });
    const stopOnce = async () => {
      // Until now the server did not keep a finished program alive; from here on its end is waited for.
      postmaster.process.ref();
      const ended =
        postmaster.process.exitCode === null && postmaster.process.signalCode === null ? once(postmaster.process, 'exit') : undefined;
      await stopPostmaster(folder.cluster, postmaster.pid, tools);
      await ended;
      release();
    };
    return {
      adminUrl: `postgres://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`,
      port: postmaster.port,
      dataDirectory: folder.path,
      stop: () => {
        stopping ??= stopOnce();
        return stopping;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
