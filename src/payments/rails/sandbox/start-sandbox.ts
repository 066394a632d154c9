import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { judgeSurroundings } from './judge-surroundings.ts';
import type { SandboxAddress } from './sandbox-rail.ts';

export interface RunningSandbox {
  readonly address: SandboxAddress;
  readonly pid: number;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('sandbox-process.ts', import.meta.url));
/** Node 24 runs TypeScript as it is; older ones through tsx. */
const typescript = (process.features as { typescript?: unknown }).typescript ? [] : ['--import', 'tsx'];

/** Why the sandbox rail was not started, in words for whoever starts the service. */
export class SandboxRefused extends Error {}

/** Starts the made-up bank in a process of its own, with its journal in the folder; it ends with this one. */
export async function startSandbox({
  folder,
  firstDay,
}: {
  readonly folder: string;
  /** Its day while the journal knows none. */
  readonly firstDay: PlainDate;
}): Promise<RunningSandbox> {
  const unfit = judgeSurroundings(process.env);
  if (unfit !== undefined) throw new SandboxRefused(unfit);
  const token = randomBytes(24).toString('base64url');
  const child = fork(program, [folder, firstDay, token], { execArgv: typescript, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const first = await Promise.race([
    once(child, 'message').then(([message]) => message as { readonly port?: number; readonly refused?: string }),
    ended.then(() => ({ refused: 'The sandbox rail ended while it was starting.' })),
  ]);
  const { port, refused } = first as { readonly port?: number; readonly refused?: string };
  if (port === undefined) throw new SandboxRefused(refused);
  // The service may end without it being waited for: it then ends by itself.
  child.unref();
  child.channel?.unref();
  return {
    address: { url: `http://127.0.0.1:${port}`, token },
    pid: child.pid as number,
    stop: async () => {
      child.ref();
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
