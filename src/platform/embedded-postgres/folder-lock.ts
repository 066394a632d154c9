import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { processIdentity } from './process-identity.ts';

export interface FolderLock {
  release(): void;
}

/**
 * One Threefold per data folder. PostgreSQL has its own lock, but that one only says that a server runs; this one says whose it is, and
 * so whether a server we find running is somebody's or was left by a run that was killed.
 */
export function lockFolder(lockFile: string): FolderLock {
  const own = `${process.pid} ${processIdentity(process.pid) ?? ''}\n`;
  const candidate = `${lockFile}.${process.pid}`;
  // Written first and linked second, so that nobody ever reads a lock that is still empty.
  writeFileSync(candidate, own, { mode: 0o600 });
  try {
    while (!link(candidate, lockFile)) removeStaleLock(lockFile);
  } finally {
    rmSync(candidate, { force: true });
  }
  return { release: () => read(lockFile) === own && rmSync(lockFile, { force: true }) };
}

function removeStaleLock(lockFile: string): void {
  const found = read(lockFile);
  if (found === undefined) return;
  refuseIfHeld(found, lockFile);
  // Two starters may both find it stale. A rename is won by one of them; should it win the lock the other has just taken, it is given back.
  const aside = `${lockFile}.stale-${process.pid}`;
  if (!attempt(() => renameSync(lockFile, aside))) return;
  const taken = read(aside) ?? '';
  if (taken !== found) attempt(() => linkSync(aside, lockFile));
  rmSync(aside, { force: true });
  if (taken !== found) refuseIfHeld(taken, lockFile);
}

function refuseIfHeld(content: string, lockFile: string): void {
  const [pid = '', identity = ''] = content.trim().split(/ (.*)/s);
  if (identity === '' || processIdentity(Number(pid)) !== identity) return;
  throw new EmbeddedPostgresError(
    'data-folder-in-use',
    `Another Threefold (process ${pid}) is using this data folder: ${lockFile} is its lock. Stop it first, or give this one a folder of its own with THREEFOLD_DATA.`,
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
