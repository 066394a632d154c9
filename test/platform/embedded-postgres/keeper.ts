import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('keep-a-cluster.ts', import.meta.url));
const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));
const typescript = (process.features as { typescript?: unknown }).typescript ? [] : ['--import', 'tsx'];

export interface Keeper {
  readonly process: ChildProcess;
  readonly adminUrl: string;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  /** What it has written since, on both outputs. */
  output(): string;
}

/** Runs keep-a-cluster.ts in a process group of its own, as a terminal would, and waits until its database answers. */
export async function keepCluster(dataDirectory: string, user: { uid?: number; gid?: number; home?: string } = {}): Promise<Keeper> {
  const { home, ...ids } = user;
  const env = home === undefined ? process.env : { PATH: process.env['PATH'], HOME: home, TMPDIR: home };
  const child = spawn(process.execPath, [...typescript, program, dataDirectory], {
    ...ids,
    env,
    cwd: projectFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null }));
  const written: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => written.push(line));
  const first = await Promise.race([once(lines, 'line').then(([line]) => line as string), ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`the keeper ended before its database answered: ${written.join('\n')}`);
  return { process: child, adminUrl: first, ended, output: () => written.join('\n') };
}
