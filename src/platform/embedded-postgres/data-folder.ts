import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** Everything the embedded database leaves on a disk lies in one folder, which only its owner can enter. */
export interface DataFolder {
  readonly path: string;
  readonly cluster: string;
  readonly lockFile: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly socketDirectory: string;
}

export function openDataFolder(directory: string): DataFolder {
  const path = resolve(directory);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const owner = statSync(path).uid;
  if (process.geteuid !== undefined && owner !== process.geteuid()) {
    throw new EmbeddedPostgresError(
      'data-folder-of-another-user',
      `${path} belongs to another user (number ${owner}). Start Threefold as that user, hand the folder over with chown -R, or choose another with THREEFOLD_DATA.`,
    );
  }
  chmodSync(path, 0o700);
  return {
    path,
    cluster: join(path, 'cluster'),
    lockFile: join(path, 'threefold.lock'),
    passwordFile: join(path, 'superuser-password'),
    logFile: join(path, 'postgres.log'),
    socketDirectory: join(path, 'socket'),
  };
}

export function hasCluster(folder: DataFolder): boolean {
  return existsSync(join(folder.cluster, 'PG_VERSION'));
}

/** Drawn once, before the cluster it opens: a cluster without its password is a mistake somebody made with files, not a first run. */
export function superuserPassword(folder: DataFolder): string {
  if (existsSync(folder.passwordFile)) return readFileSync(folder.passwordFile, 'utf8').trim();
  if (hasCluster(folder)) {
    throw new EmbeddedPostgresError(
      'superuser-password-missing',
      `${folder.cluster} is a database, but its password file ${folder.passwordFile} is gone. Bring the file back from a backup of the folder; the two belong together.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(folder.passwordFile, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/**
 * Sockets never go to /tmp, where other users are. The kernel takes about a hundred characters for the name of a socket, so a folder that lies
 * deep gets none and the service uses 127.0.0.1, as it does anyway; the socket is for psql. Leftovers of killed runs are cleared.
 */
export function openSocketDirectory(folder: DataFolder): string | undefined {
  const fits = Buffer.byteLength(join(folder.socketDirectory, '.s.PGSQL.65535')) <= 103;
  if (process.platform === 'win32' || !fits || !/^[\w./-]+$/.test(folder.socketDirectory)) return undefined;
  rmSync(folder.socketDirectory, { recursive: true, force: true });
  mkdirSync(folder.socketDirectory, { mode: 0o700 });
  return folder.socketDirectory;
}
