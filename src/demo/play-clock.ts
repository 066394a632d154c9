import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';

/** Stands at nine in the morning of the day that is being played. */
export interface PlayClock extends Clock {
  setTo(date: PlainDate): void;
}

export function playClock(first: PlainDate): PlayClock {
  let now = morningOf(first);
  return {
    now: () => now,
    setTo: (date) => {
      now = morningOf(date);
    },
  };
}

function morningOf(date: PlainDate): Date {
  return new Date(`${date}T09:00:00Z`);
}
