import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names one process for good: a number is handed out again after it ends, and in a container a new service often gets the number its
 * killed predecessor had. So the moment it started belongs to its name. Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isSignallable(pid)) return undefined;
  if (process.platform === 'win32') return String(pid);
  if (process.platform !== 'linux') return identityFrom(pid, ask('ps', ['-o', 'lstart=', '-p', String(pid)]));
  // The second field is the program's name in brackets and may hold spaces; the fields after it are counted from the last bracket.
  const stat = read(`/proc/${pid}/stat`);
  const [state, ...later] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  const bootId = read('/proc/sys/kernel/random/boot_id').trim();
  return identityFrom(pid, later[18] === undefined ? '' : `${bootId}/${later[18]}`);
}

/** The words a process was started with; undefined where the system does not say. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  const words =
    process.platform === 'linux' ? read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : ask('ps', ['-o', 'args=', '-p', String(pid)]);
  return words.trim() === '' ? undefined : words.trim();
}

function identityFrom(pid: number, started: string): string | undefined {
  return started.trim() === '' ? undefined : `${pid}@${started.trim()}`;
}

function isSignallable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function ask(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
