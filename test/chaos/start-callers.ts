import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('callers.ts', import.meta.url));
const typescript = (process.features as { typescript?: unknown }).typescript ? [] : ['--import', 'tsx'];

export interface CallersOptions {
  readonly url: string;
  readonly journal: string;
  readonly seed: number;
  readonly callers?: number;
}

export interface Callers {
  /** Lets every caller finish what it asked, and waits for the process to end. */
  stop(): Promise<Ending>;
  /** As kill -9 does. */
  kill(): Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly errors: string;
}

export async function startCallers({ url, journal, seed, callers = 40 }: CallersOptions): Promise<Callers> {
  const child = fork(program, [url, journal, String(callers), String(seed)], {
    execArgv: typescript,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended: Promise<Ending> = once(child, 'close').then(([code, signal]) => ({ code, signal, errors }));
  const early = await Promise.race([once(child, 'message').then(() => undefined), ended]);
  if (early !== undefined) throw new Error(`the callers did not start: ${early.errors}`);
  return {
    stop: () => {
      if (child.connected) child.send('stop');
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
