import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataFolder, openSocketDirectory } from './data-folder.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { type Lifeline, tieToThisProcess } from './lifeline.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { readPostmasterFile } from './postmaster.ts';
import { type Durability, settingsAsWords } from './settings.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly lifeline: Lifeline;
  readonly process: ChildProcess;
}

export interface Launch {
  readonly folder: DataFolder;
  readonly tools: PostgresTools;
  readonly durability: Durability;
  readonly logDescriptor: number;
}

/** Reading a long write-ahead log again after a power cut takes its time; giving up on it would only start it over. */
const readyWithinMs = 5 * 60 * 1000;
/** Two reasons to fail pass by themselves: somebody took the port between our look and the server's, and sessions of a killed server that have not ended yet. */
const passingReasons = /Address already in use|pre-existing shared memory block/;
const retryForMs = 30_000;

export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  for (const giveUp = Date.now() + retryForMs; ; await delay(250)) {
    const logStart = statSync(launch.folder.logFile).size;
    const postmaster = await launchOnce(launch);
    if (await becomesReady(launch.folder, postmaster)) return postmaster;
    const said = readFileSync(launch.folder.logFile).subarray(logStart).toString().trim();
    if (passingReasons.test(said) && Date.now() < giveUp) continue;
    throw new EmbeddedPostgresError(
      'cluster-not-started',
      `PostgreSQL did not start. The end of its log, ${launch.folder.logFile}:\n${said.slice(-2_000)}`,
    );
  }
}

async function launchOnce({ folder, tools, durability, logDescriptor }: Launch): Promise<Postmaster> {
  const port = await freePort();
  const settings = settingsAsWords({ port, socketDirectory: openSocketDirectory(folder), durability });
  const { command, words, env } = tools.call('postgres', ['-D', folder.cluster, ...settings]);
  // A session of its own: Ctrl-C goes to every process of the terminal's group, and the server must outlast the service that is still writing.
  const child = spawn(command, words, { env, detached: true, windowsHide: true, stdio: ['ignore', logDescriptor, logDescriptor] });
  child.unref();
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid as number));
  });
  const lifeline = tieToThisProcess(pid);
  child.once('exit', () => lifeline.cut());
  return { pid, port, lifeline, process: child };
}

async function becomesReady(folder: DataFolder, { pid, process: child, lifeline }: Postmaster): Promise<boolean> {
  for (const deadline = Date.now() + readyWithinMs; Date.now() < deadline; await delay(20)) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const file = readPostmasterFile(folder.cluster);
    if (file?.pid === pid && file.isReady) return true;
  }
  child.kill('SIGQUIT');
  lifeline.cut();
  return false;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
