import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { withDeadline } from '../../platform/database/with-deadline.ts';
import { identityEvent, type Trace } from '../audit/identity-event.ts';
import type { Session, WayIn } from './session.ts';
import { digestOf, sessionToken } from './session-token.ts';

interface SessionRow {
  session_id: string;
  identity_id: string;
  email: string;
  signed_in_by: WayIn;
  second_factor_at: Date | null;
  authority_id: number | null;
  created_at: Date;
}

const DEADLINE_MS = 5_000;

/** Who a browser's cookie stands for. Read from the database each time, so a session that was ended anywhere is ended everywhere. */
export function sessionResolver(database: Database, clock: Clock): (cookieHeader: string | undefined) => Promise<Session | undefined> {
  return async (cookieHeader) => {
    const token = sessionToken(cookieHeader);
    if (token === undefined) return undefined;
    const [row] = await withDeadline(
      DEADLINE_MS,
      database.sql<SessionRow[]>`select * from people.find_session(${digestOf(token)}, ${clock.now()})`,
    );
    if (row === undefined) return undefined;
    return {
      sessionId: row.session_id,
      identityId: row.identity_id,
      email: row.email,
      signedInBy: row.signed_in_by,
      createdAt: row.created_at,
      ...(row.second_factor_at !== null && { secondFactorAt: row.second_factor_at }),
      ...(row.authority_id !== null && { authorityId: row.authority_id }),
    };
  };
}

export interface OwnSession {
  readonly sessionId: string;
  readonly signedInBy: WayIn;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string;
  readonly device: string;
}

export async function listSessions(database: Database, clock: Clock, identityId: string): Promise<OwnSession[]> {
  const rows = await database.sql<
    { session_id: string; signed_in_by: WayIn; created_at: Date; last_seen_at: Date; address: string; device: string }[]
  >`select * from people.read_sessions(${identityId}::text::uuid, ${clock.now()})`;
  return rows.map(({ session_id, signed_in_by, created_at, last_seen_at, address, device }) => ({
    sessionId: session_id,
    signedInBy: signed_in_by,
    createdAt: created_at,
    lastSeenAt: last_seen_at,
    address,
    device,
  }));
}

/** Which of a person's own sessions end: one, all, or all but the one that asks. Another person's is none of theirs. */
export async function endSessions(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  identityId: string,
  trace: Trace,
  which: { readonly only?: string; readonly allBut?: string } = {},
): Promise<number> {
  const now = clock.now();
  const event = identityEvent(identityId, 'people.sign-out', now, trace);
  const [row] = await database.sql<{ ended: number }[]>`
    select people.end_sessions(${identityId}::text::uuid, ${which.only ?? null}::text::uuid, ${which.allBut ?? null}::text::uuid, ${now},
      ${JSON.stringify(event)}::text::jsonb) as ended`;
  return row?.ended ?? 0;
}
