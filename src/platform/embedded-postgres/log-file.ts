import { copyFileSync, openSync, statSync, truncateSync } from 'node:fs';

const largestBytes = 10 * 1024 * 1024;
const lookEveryMs = 10 * 60 * 1000;

export interface LogFile {
  /** For the server's own use: it writes without us, and goes on when we are stopped in a debugger or killed. */
  readonly descriptor: number;
  readonly stopRotating: () => void;
}

/**
 * Two files at most, `postgres.log` and `postgres.log.1`. The full one is copied and emptied in place: the server keeps its descriptor, and
 * as it appends, its next line starts the empty file. Lines written between copy and emptying are lost, which a second of chatter may be.
 */
export function openLogFile(path: string): LogFile {
  const descriptor = openSync(path, 'a', 0o600);
  rotateWhenFull(path);
  const timer = setInterval(() => rotateWhenFull(path), lookEveryMs);
  timer.unref();
  return { descriptor, stopRotating: () => clearInterval(timer) };
}

export function rotateWhenFull(path: string, limitBytes: number = largestBytes): void {
  // A full disk or a removed file must not end the service from a timer; the log is not worth it.
  try {
    if (statSync(path).size <= limitBytes) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  } catch {
    return;
  }
}
