import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import { type KnownCaller, knownCaller } from '../memberships/caller-for.ts';
import type { StandingFacts } from '../memberships/standings.ts';
import { digestOf, sessionToken } from './session-token.ts';

interface CallerRow {
  session_id: string;
  identity_id: string;
  second_factor_at: Date | null;
  authority_id: number | null;
  facts: StandingFacts | null;
}

const DEADLINE_MS = 5_000;

/** Whom a cookie stands for, and what they may do now. Both are read for each request, in one statement: it stands before every answer. */
export function cookieCallers(database: Database, clock: Clock): (cookieHeader: string | undefined) => Promise<KnownCaller | undefined> {
  return async (cookieHeader) => {
    const token = sessionToken(cookieHeader);
    if (token === undefined) return undefined;
    const now = clock.now();
    const [row] = await withDeadline(
      DEADLINE_MS,
      database.sql<CallerRow[]>`
        select * from people.find_caller(${digestOf(token)}, ${now})`,
    );
    if (row === undefined) return undefined;
    const session = {
      sessionId: row.session_id,
      identityId: row.identity_id,
      ...(row.second_factor_at !== null && { secondFactorAt: row.second_factor_at }),
      ...(row.authority_id !== null && { authorityId: row.authority_id }),
    };
    return knownCaller(session, row.facts, now);
  };
}
