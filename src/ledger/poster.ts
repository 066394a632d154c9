import type { Clock } from '../platform/clock/clock.ts';
import { isOutage } from '../platform/database/outage.ts';
import type { CallItem, CallOutcome, PreparedCommand } from './posting-call.ts';

/**
 * Group posting. Whatever arrived for an authority while its last call was under way goes in the next one, so a busy book pays for one
 * commit where it would have paid for hundreds; an idle one waits for nothing. At most one call of an authority is under way, authorities
 * take turns, and each command gets its own outcome.
 *
 * A call whose answer was lost is sent again as it was: command ids make that safe. Past the deadline the caller is told that it is not
 * known, and repeats with the same id.
 */
export interface Poster {
  /** Commands that arrive together are posted in order; linked ones all or none. Outcomes come in the same order. */
  post(authorityId: number, commands: readonly PreparedCommand[], options?: { readonly linked?: boolean }): Promise<CallOutcome[]>;
  /** Resolves when nothing is waiting or under way any more. */
  drain(): Promise<void>;
  readonly waiting: number;
}

export interface PosterOptions {
  readonly send: (authorityId: number, recordedAt: Date, items: readonly CallItem[]) => Promise<CallOutcome[]>;
  readonly clock: Clock;
  /** Commands in one call at most; more wait for the next. */
  readonly callSize?: number;
  /** Calls of different authorities under way at once. */
  readonly lanes?: number;
  /** Commands waiting for one authority at most; beyond it callers are turned away at once. */
  readonly queueSize?: number;
  readonly deadlineMs?: number;
  readonly retryDelayMs?: number;
  readonly onUnexpected?: (error: unknown) => void;
}

interface Submission {
  readonly commands: readonly PreparedCommand[];
  readonly linked: boolean;
  readonly since: number;
  readonly settle: (outcomes: CallOutcome[]) => void;
  readonly fail: (error: unknown) => void;
}

interface WaitingLine {
  submissions: Submission[];
  /** Sum over the submissions, so that nobody has to walk the line to see how long it is. */
  commands: number;
}

const BUSY: CallOutcome = { outcome: 'refused', refusal: { code: 'service-busy' } };
const UNAVAILABLE: CallOutcome = { outcome: 'refused', refusal: { code: 'service-unavailable' } };

export function createPoster(options: PosterOptions): Poster {
  const { send, clock, callSize = 1_000, lanes = 2, queueSize = 20_000, deadlineMs = 10_000, retryDelayMs = 50 } = options;
  const queues = new Map<number, WaitingLine>();
  const turns: number[] = [];
  const underWay = new Set<number>();
  let idle: (() => void)[] = [];

  function enqueue(authorityId: number, submission: Submission): void {
    let line = queues.get(authorityId);
    if (!line) {
      line = { submissions: [], commands: 0 };
      queues.set(authorityId, line);
    }
    line.submissions.push(submission);
    line.commands += submission.commands.length;
    if (line.submissions.length === 1 && !underWay.has(authorityId)) turns.push(authorityId);
  }

  function startCalls(): void {
    while (underWay.size < lanes && turns.length > 0) {
      const authorityId = turns.shift() as number;
      underWay.add(authorityId);
      void serve(authorityId).finally(() => {
        underWay.delete(authorityId);
        if (queues.get(authorityId)?.commands) turns.push(authorityId);
        else queues.delete(authorityId);
        startCalls();
        if (underWay.size === 0 && turns.length === 0) {
          for (const resolve of idle) resolve();
          idle = [];
        }
      });
    }
  }

  async function serve(authorityId: number): Promise<void> {
    // Requests of one tick belong together: the first does not leave before its neighbours are in.
    await Promise.resolve();
    const line = queues.get(authorityId);
    if (line) await deliver(authorityId, takeCall(line, callSize));
  }

  async function deliver(authorityId: number, submissions: readonly Submission[]): Promise<void> {
    for (;;) {
      try {
        const outcomes = await send(authorityId, clock.now(), itemsOf(submissions));
        let next = 0;
        for (const submission of submissions) {
          submission.settle(outcomes.slice(next, next + submission.commands.length));
          next += submission.commands.length;
        }
        return;
      } catch (error) {
        if (!isOutage(error)) {
          await isolate(authorityId, submissions, error);
          return;
        }
        const waiting = submissions.filter((submission) => Date.now() - submission.since < deadlineMs);
        for (const submission of submissions) {
          if (!waiting.includes(submission)) submission.settle(submission.commands.map(() => UNAVAILABLE));
        }
        if (waiting.length === 0) return;
        submissions = waiting;
        await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      }
    }
  }

  /** An error that is no outage belongs to one submission; its neighbours must not pay for it. */
  async function isolate(authorityId: number, submissions: readonly Submission[], error: unknown): Promise<void> {
    const [only] = submissions;
    if (submissions.length === 1 && only) {
      options.onUnexpected?.(error);
      only.fail(error);
      return;
    }
    for (const submission of submissions) await deliver(authorityId, [submission]);
  }

  return {
    async post(authorityId, commands, { linked = false } = {}) {
      if (commands.length === 0) return [];
      if ((queues.get(authorityId)?.commands ?? 0) + commands.length > queueSize) return commands.map(() => BUSY);
      const groups = linked ? [commands] : commands.map((command) => [command]);
      const settled = groups.map(
        (group) =>
          new Promise<CallOutcome[]>((settle, fail) => {
            enqueue(authorityId, { commands: group, linked, since: Date.now(), settle, fail });
          }),
      );
      startCalls();
      return (await Promise.all(settled)).flat();
    },
    drain() {
      if (underWay.size === 0 && turns.length === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    get waiting() {
      let sum = 0;
      for (const line of queues.values()) sum += line.commands;
      return sum;
    },
  };
}

/** The next call: in order, up to its size; a command that meets its own id or reversal again waits for the next call, to find the first one stored. */
function takeCall(line: WaitingLine, callSize: number): Submission[] {
  const seen = new Set<string>();
  let count = 0;
  let size = 0;
  for (const next of line.submissions) {
    const marks = next.commands.flatMap((command) => (command.reverses ? [command.id, `reverses ${command.reverses}`] : [command.id]));
    if (count > 0 && (size + next.commands.length > callSize || marks.some((mark) => seen.has(mark)))) break;
    for (const mark of marks) seen.add(mark);
    size += next.commands.length;
    count += 1;
  }
  line.commands -= size;
  return line.submissions.splice(0, count);
}

function itemsOf(submissions: readonly Submission[]): CallItem[] {
  let link = 0;
  return submissions.flatMap((submission) => {
    if (submission.linked) link += 1;
    const number = submission.linked ? link : 0;
    return submission.commands.map((command) => ({ command, link: number }));
  });
}
