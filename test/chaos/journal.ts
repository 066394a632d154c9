import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a caller asks for: commands that go out together. */
export interface Request {
  readonly linked: boolean;
  readonly commands: readonly Command[];
}

/** An entry, or the reversal of one; either way with the legs it must leave in the book. */
export interface Command {
  readonly id: string;
  readonly legs: readonly (readonly [account: string, pence: string])[];
  readonly reverses?: string;
}

/** `unknown` is every answer that a caller may repeat: a 503, a lost connection, and none at all. `broken` is one that nobody may get. */
export type Outcome = 'ok' | 'refused' | 'unknown' | 'broken';

type Line =
  | { readonly event: 'invoke'; readonly request: Request }
  | { readonly event: 'answer'; readonly id: string; readonly outcome: Outcome; readonly detail?: string };

export interface JournalWriter {
  invoke(request: Request): void;
  answer(id: string, outcome: Outcome, detail?: string): void;
  close(): void;
}

/** Written before the request leaves and with no buffer of our own, so that it outlives a kill -9 of the caller. */
export function openJournal(path: string): JournalWriter {
  const file = openSync(path, 'a');
  const write = (line: Line) => writeSync(file, `${JSON.stringify(line)}\n`);
  return {
    invoke: (request) => write({ event: 'invoke', request }),
    answer: (id, outcome, detail) => write({ event: 'answer', id, outcome, ...(detail !== undefined && { detail }) }),
    close: () => closeSync(file),
  };
}

export interface History {
  readonly requests: readonly Request[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Why answers were refused, unknown or broken, and how often. */
  readonly details: Readonly<Record<string, number>>;
}

export function readJournal(path: string): History {
  const requests: Request[] = [];
  const outcomes = new Map<string, Outcome>();
  const details: Record<string, number> = {};
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    // The last line of a killed caller may be cut short; what it says was not answered yet.
    if (!text.endsWith('}')) continue;
    const line = JSON.parse(text) as Line;
    if (line.event === 'invoke') {
      requests.push(line.request);
      for (const { id } of line.request.commands) if (!outcomes.has(id)) outcomes.set(id, 'unknown');
    } else {
      outcomes.set(line.id, line.outcome);
      const detail = `${line.outcome} ${line.detail ?? ''}`.trim();
      details[detail] = (details[detail] ?? 0) + 1;
    }
  }
  return { requests, outcomes, details };
}
