import type { Clock } from '../../src/platform/clock/clock.ts';

export interface ManualClock extends Clock {
  set(instant: string): void;
  advance(milliseconds: number): void;
}

/** Stands still until it is moved. */
export function manualClock(instant: string): ManualClock {
  let now = new Date(instant);
  return {
    now: () => now,
    set: (next) => {
      now = new Date(next);
    },
    advance: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    },
  };
}
