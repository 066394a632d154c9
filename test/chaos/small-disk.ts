import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Leaves this many bytes of room. */
  fill(room: number): void;
  /** Gives the room back. */
  free(): void;
  unmount(): void;
}

const PIECE = Buffer.alloc(1024 * 1024, 1);

/** A disk of its own for a server that may fill it up. Undefined where nobody may mount one: only root may. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'threefold-disk-'));
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmdirSync(folder);
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: (room) => {
      const { bavail, bsize } = statfsSync(folder);
      const file = openSync(ballast, 'a');
      for (let left = bavail * bsize - room; left > 0; left -= PIECE.length) writeSync(file, PIECE, 0, Math.min(left, PIECE.length));
      fsyncSync(file);
      closeSync(file);
    },
    free: () => rmSync(ballast),
    unmount: () => {
      execFileSync('/bin/umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}
