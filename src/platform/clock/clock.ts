/** Real time: sessions, tokens, retries, `recordedAt`. Passed in, so that tests move it by hand. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
