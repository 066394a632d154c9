/** How long a session is good for: without a request, and in all. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Whoever works on other people's records sits in an office with other people in it. */
export const officerLimits: SessionLimits = { idleSeconds: 15 * MINUTE, absoluteSeconds: 12 * HOUR };

/** Gathering receipts takes time and is broken off by children; a day later the link by mail is one step. */
export const familyLimits: SessionLimits = { idleSeconds: HOUR, absoluteSeconds: 24 * HOUR };

export function endOf(limits: SessionLimits, now: Date): Date {
  return new Date(now.getTime() + limits.absoluteSeconds * 1_000);
}
