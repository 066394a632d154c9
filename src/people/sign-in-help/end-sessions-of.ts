import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { eventOf } from '../audit/audit-event.ts';
import { findOwnPerson, type NamedPerson } from './find-own-person.ts';

/** Signs somebody out everywhere, from the next request on: a lost laptop, a leaver, a theft. Their rights stay as they are. */
export async function endSessionsOf(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  caller: Caller,
  named: NamedPerson,
): Promise<Result<{ readonly ended: number }, { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  const identityId = await findOwnPerson(database, authorityId, named);
  if (identityId === undefined) return refused({ code: 'record-not-found' });
  const now = clock.now();
  const event = eventOf(caller, 'people.end-sessions-of', 'change', now, {}, { identityId });
  const [row] = await database.sql<{ ended: number }[]>`
    select people.end_sessions_of(${authorityId}, ${identityId}::text::uuid, ${now}, ${JSON.stringify(event)}::text::jsonb) as ended`;
  return accepted({ ended: row?.ended ?? 0 });
}
