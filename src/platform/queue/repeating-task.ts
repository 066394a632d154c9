export interface RepeatingTask {
  start(): void;
  /** Waits for a run that is under way. */
  stop(): Promise<void>;
  /** Runs soon, and once more when a run is under way: what came after it began must be seen too. */
  nudge(): void;
}

export interface RepeatingTaskOptions {
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
  readonly onFailure: (error: unknown) => void;
}

/** While the run keeps failing it comes less and less often, but never less often than this (or than its own interval). */
const LONGEST_PAUSE_MS = 30_000;

/** Runs something at an interval and when nudged, never twice at once. */
export function repeatingTask({ everyMs, run, onFailure }: RepeatingTaskOptions): RepeatingTask {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let nudged = false;
  let started = false;
  let failures = 0;

  const attempt = async () => {
    try {
      await run();
      failures = 0;
    } catch (error) {
      failures += 1;
      onFailure(error);
    }
  };

  const turn = async () => {
    do {
      nudged = false;
      await attempt();
    } while (nudged && started && failures === 0);
    underWay = undefined;
    if (started) timer = setTimeout(begin, Math.min(everyMs * 2 ** failures, Math.max(everyMs, LONGEST_PAUSE_MS)));
  };

  const begin = () => {
    clearTimeout(timer);
    underWay = turn();
  };

  return {
    start: () => {
      if (started) return;
      started = true;
      begin();
    },
    nudge: () => {
      nudged = true;
      if (started && underWay === undefined && failures === 0) begin();
    },
    stop: async () => {
      started = false;
      clearTimeout(timer);
      await underWay;
    },
  };
}
