import { findAuthority, moveBusinessDate } from '../people/index.ts';
import { addDays } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { NORTHMOOR } from './play-demo.ts';
import { requireAccepted } from './require-accepted.ts';

/** The demo council's day ends when somebody says so. */
export async function moveDemoToNextDay(
  database: Database,
): Promise<Result<{ readonly businessDate: PlainDate }, { readonly code: 'demo-not-played' }>> {
  const authority = await findAuthority(database, NORTHMOOR.slug);
  if (authority?.businessDate === undefined) return refused({ code: 'demo-not-played' });
  return accepted(requireAccepted('date', await moveBusinessDate(database, authority.authorityId, addDays(authority.businessDate, 1))));
}
