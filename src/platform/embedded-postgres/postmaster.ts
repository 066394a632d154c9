import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresTools } from './postgres-tools.ts';
import { commandLineOf, processIdentity } from './process-identity.ts';

/** What postmaster.pid says: line 1 is the server's process, line 8 becomes `ready` once it answers. */
export interface PostmasterFile {
  readonly pid: number;
  readonly isReady: boolean;
}

export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  const lines = linesOf(cluster);
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

/**
 * Clears what a killed run left behind; call it only while holding the folder's lock, so that no other Threefold can be the owner.
 *
 * A server that still runs on this cluster is stopped, not taken over: it may have another version's settings and port, and its open
 * sessions may be those of the killed service, holding locks for nobody. A fast shutdown ends them and costs a second.
 */
export async function clearLeftoverPostmaster(cluster: string, tools: PostgresTools, log: (message: string) => void): Promise<void> {
  const leftover = readPostmasterFile(cluster);
  if (leftover === undefined) return;
  if (processIdentity(leftover.pid) !== undefined && isServerOf(cluster, leftover.pid)) {
    log(`A PostgreSQL of an earlier run (process ${leftover.pid}) is still up; stopping it first.`);
    await stopPostmaster(cluster, leftover.pid, tools);
  }
  disownPostmasterFile(cluster);
}

/** Fast first; immediate, which is a crash that the write-ahead log repairs at the next start, when the deadline passes; then the kernel. */
export async function stopPostmaster(cluster: string, pid: number, tools: PostgresTools): Promise<void> {
  const identity = processIdentity(pid);
  const isGone = () => identity === undefined || processIdentity(pid) !== identity;
  for (const [mode, seconds] of [
    ['fast', 30],
    ['immediate', 10],
  ] as const) {
    if (isGone()) return;
    // pg_ctl, because on Windows Node's own kill would cut the server dead. Its failure is judged by whether the server is gone.
    await tools.run('pg_ctl', ['stop', '-D', cluster, '-m', mode, '-t', String(seconds), '-s']).catch(() => {});
    await waitUntil(isGone, 2_000);
  }
  if (isGone()) return;
  process.kill(pid, 'SIGKILL');
  await waitUntil(isGone, 5_000);
}

async function waitUntil(isDone: () => boolean, deadlineMs: number): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; !isDone() && Date.now() < deadline; ) await delay(20);
}

function isServerOf(cluster: string, pid: number): boolean {
  const commandLine = commandLineOf(pid);
  return commandLine === undefined || (commandLine.includes('postgres') && commandLine.includes(` ${cluster} `));
}

/**
 * The number in the file may have been handed out again and name a stranger, or a killed server that nobody has buried yet, which in a
 * container without an init stays so for ever; PostgreSQL would refuse to start for either. The file is not removed, because its line on
 * shared memory is how PostgreSQL notices sessions that outlived their server; only the number is replaced by ours, which PostgreSQL
 * disregards as its parent's.
 */
function disownPostmasterFile(cluster: string): void {
  const [pid, ...others] = linesOf(cluster);
  if (pid !== undefined) writeFileSync(join(cluster, 'postmaster.pid'), [String(process.pid), ...others].join('\n'));
}

function linesOf(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
