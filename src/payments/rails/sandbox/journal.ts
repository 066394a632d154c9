import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** One fact of the sandbox's own, as its journal keeps it. */
export type SandboxFact =
  | {
      readonly fact: 'paid';
      readonly railReference: string;
      readonly key: string;
      readonly reference: string;
      /** Pence, as text. */
      readonly amount: string;
      readonly payDate: PlainDate;
      readonly bookedOn: PlainDate;
    }
  | { readonly fact: 'returned'; readonly railReference: string; readonly returnedOn: PlainDate; readonly reason: string }
  | { readonly fact: 'day'; readonly today: PlainDate }
  | { readonly fact: 'keys-forgotten' };

export interface SandboxJournal {
  readonly facts: readonly SandboxFact[];
  /** Resolves once the facts are on the disk. Facts of several callers share a sync. */
  append(...facts: readonly SandboxFact[]): Promise<void>;
  close(): void;
}

/** Append-only, one JSON document a line. A line that a crash has torn was never answered for, and is cut off. */
export function openSandboxJournal(file: string): SandboxJournal {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = before.slice(0, before.lastIndexOf('\n') + 1);
  const facts = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SandboxFact);
  const descriptor = openSync(file, 'a', 0o600);
  if (whole.length < before.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
  const sync = promisify(fdatasync);
  let syncing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const synced = (): Promise<void> => {
    if (syncing === undefined) {
      syncing = sync(descriptor).finally(() => {
        syncing = undefined;
      });
      return syncing;
    }
    // The sync that is under way may have begun before this line was written, so it is the next one that counts.
    next ??= syncing.then(() => {
      next = undefined;
      return synced();
    });
    return next;
  };
  return {
    facts,
    append: (...added) => {
      writeSync(descriptor, added.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
      facts.push(...added);
      return synced();
    },
    close: () => closeSync(descriptor),
  };
}
