import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { endOf, familyLimits, type SessionLimits } from './session-limits.ts';
import { digestOf, newToken } from './session-token.ts';

/** What a session gains; it gets a new token with it, and from then on the limits of an officer when it works for an authority. */
export interface Gain {
  readonly secondFactor?: boolean;
  readonly authorityId?: number;
  readonly limits?: SessionLimits;
}

/** The new token; undefined when the session ended meanwhile. */
export async function rotateSession(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  token: string,
  { secondFactor = false, authorityId, limits = familyLimits }: Gain,
): Promise<string | undefined> {
  const now = clock.now();
  const next = newToken();
  const [row] = await database.sql<{ rotated: boolean }[]>`
    select people.rotate_session(${digestOf(token)}, ${digestOf(next)}, ${secondFactor ? now : null}, ${authorityId ?? null},
      ${limits.idleSeconds}, ${endOf(limits, now)}, ${now}) as rotated`;
  return row?.rotated === true ? next : undefined;
}
