import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);

/** A PostgreSQL with all its programs, as an installation of its own has it; the embedded one comes without those for backups. */
const BIN = ['15', '16', '17', '18']
  .map((version) => `/usr/lib/postgresql/${version}/bin`)
  .find((folder) => existsSync(join(folder, 'pg_basebackup')));
export const hasLocalPostgres = BIN !== undefined;

export interface LocalPostgres {
  readonly adminUrl: string;
  /** As when the machine is gone. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL does not run as root: there its programs run as the user that the package makes for it. */
const user = process.getuid?.() === 0 ? idsOf('postgres') : undefined;

export function newFolder(path: string): string {
  mkdirSync(path);
  chmodSync(path, 0o700);
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  return path;
}

export async function runTool(tool: string, words: readonly string[]): Promise<void> {
  const [command = '', ...rest] = called(tool, words);
  await execute(command, rest, { cwd: '/' });
}

export async function initLocalPostgres(folder: string): Promise<void> {
  await runTool('initdb', ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C']);
}

/** Starts on a folder and resolves when it takes work; throws what the server wrote when it ends instead. */
export async function startLocalPostgres(folder: string, settings: Readonly<Record<string, string>>): Promise<LocalPostgres> {
  const port = await freePort();
  const all = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const words = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...rest] = called('postgres', ['-D', folder, ...words]);
  const log = `${folder}.log`;
  const descriptor = openSync(log, 'a');
  const server = spawn(command, rest, { cwd: '/', stdio: ['ignore', descriptor, descriptor] });
  const adminUrl = `postgres://postgres@127.0.0.1:${port}/postgres`;
  for (const giveUp = Date.now() + 60_000; !(await takesWork(adminUrl)); await delay(100)) {
    if (Date.now() > giveUp) await endOf(server, 'SIGQUIT');
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(readFileSync(log, 'utf8').slice(-4_000));
  }
  const end = async (signal: NodeJS.Signals) => endOf(server, signal);
  return { adminUrl, kill: () => end('SIGKILL'), stop: () => end('SIGINT') };
}

async function endOf(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}

/** Not while it is still reading its log after a restore: it may stop where it should not. */
async function takesWork(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    return rows[0]?.recovering === false;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function called(tool: string, words: readonly string[]): string[] {
  const program = join(BIN ?? '', tool);
  if (user === undefined) return [program, ...words];
  return ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', program, ...words];
}

function idsOf(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name]).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
