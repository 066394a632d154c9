import { spawn } from 'node:child_process';

export interface Lifeline {
  cut(): void;
}

/**
 * Stops the server in an orderly way when this process ends without having done so: an uncaught exception, a signal nobody handles,
 * kill -9. A shell waits on a pipe that only we hold; the kernel closes it with us, whatever ended us, and the shell then asks the server
 * for a fast shutdown. An exit handler would miss all but the first. It has its own session, so Ctrl-C does not end it before its time.
 */
export function tieToThisProcess(postmasterPid: number): Lifeline {
  // Windows has neither the shell nor the signal; there the next start finds the server and stops it.
  if (process.platform === 'win32') return { cut: () => {} };
  const watcher = spawn('/bin/sh', ['-c', 'read -r nothing; kill -INT "$1"', 'threefold-lifeline', String(postmasterPid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  watcher.on('error', () => {});
  watcher.stdin?.on('error', () => {});
  watcher.unref();
  // The pipe alone must not keep a finished program alive.
  (watcher.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return { cut: () => watcher.kill('SIGKILL') };
}
