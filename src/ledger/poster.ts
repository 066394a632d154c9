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

interface Call {
  readonly submissions: readonly Submission[];
  readonly answer: Promise<CallOutcome[]>;
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

  /** Call after call of one authority, for as long as its line is full and nobody else's turn has come. */
  async function serve(authorityId: number): Promise<void> {
    // Requests of one tick belong together: the first does not leave before its neighbours are in.
    await Promise.resolve();
    const line = queues.get(authorityId);
    if (!line) return;
    let call: Call | undefined = start(authorityId, takeCall(line, callSize));
    while (call) {
      let next: Call | undefined;
      await deliver(authorityId, call, (answered) => {
        // A full line leaves before the callers of the last call are told, so that the book works while they think. A short one waits
        // for them: what they ask next belongs with it.
        if (turns.length === 0 && line.commands >= answered) next = start(authorityId, takeCall(line, callSize));
      });
      call = next;
    }
  }

  function start(authorityId: number, submissions: readonly Submission[]): Call {
    return { submissions, answer: send(authorityId, clock.now(), itemsOf(submissions)) };
  }

  async function deliver(authorityId: number, call: Call, beforeTelling?: (answered: number) => void): Promise<void> {
    for (;;) {
      try {
        const outcomes = await call.answer;
        beforeTelling?.(outcomes.length);
        settle(call.submissions, outcomes);
        return;
      } catch (error) {
        if (!isOutage(error)) {
          await isolate(authorityId, call.submissions, error);
          return;
        }
        const waiting = call.submissions.filter((submission) => Date.now() - submission.since < deadlineMs);
        for (const submission of call.submissions) {
          if (!waiting.includes(submission)) submission.settle(submission.commands.map(() => UNAVAILABLE));
        }
        if (waiting.length === 0) return;
        await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
        call = start(authorityId, waiting);
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
    for (const submission of submissions) await deliver(authorityId, start(authorityId, [submission]));
  }

  return {
    post(authorityId, commands, { linked = false } = {}) {
      if (commands.length === 0) return Promise.resolve([]);
      if ((queues.get(authorityId)?.commands ?? 0) + commands.length > queueSize) return Promise.resolve(commands.map(() => BUSY));
      const groups = linked ? [commands] : commands.map((command) => [command]);
      return new Promise((resolve, fail) => {
        const since = Date.now();
        const outcomes: CallOutcome[][] = [];
        let told = 0;
        groups.forEach((group, n) => {
          const settle = (own: CallOutcome[]) => {
            outcomes[n] = own;
            told += 1;
            if (told === groups.length) resolve(groups.length === 1 ? own : outcomes.flat());
          };
          enqueue(authorityId, { commands: group, linked, since, settle, fail });
        });
        startCalls();
      });
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

function settle(submissions: readonly Submission[], outcomes: readonly CallOutcome[]): void {
  let next = 0;
  for (const submission of submissions) {
    submission.settle(outcomes.slice(next, next + submission.commands.length));
    next += submission.commands.length;
  }
}

/** The next call: in order, up to its size; a command that meets its own id or reversal again waits for the next call, to find the first one stored. */
function takeCall(line: WaitingLine, callSize: number): Submission[] {
  const ids = new Set<string>();
  const reversed = new Set<string>();
  let count = 0;
  let size = 0;
  for (const { commands } of line.submissions) {
    if (count > 0) {
      if (size + commands.length > callSize) break;
      if (commands.some(({ id, reverses }) => ids.has(id) || (reverses !== undefined && reversed.has(reverses)))) break;
    }
    for (const { id, reverses } of commands) {
      ids.add(id);
      if (reverses !== undefined) reversed.add(reverses);
    }
    size += commands.length;
    count += 1;
  }
  line.commands -= size;
  return line.submissions.splice(0, count);
}

function itemsOf(submissions: readonly Submission[]): CallItem[] {
  const items: CallItem[] = [];
  let link = 0;
  for (const submission of submissions) {
    if (submission.linked) link += 1;
    for (const command of submission.commands) items.push({ command, link: submission.linked ? link : 0 });
  }
  return items;
}
