import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { readAuthority } from './authorities.ts';

/** What day it is for an authority: its stored date while a demo is played, today in London otherwise. */
export function businessDates(database: Database, clock: Clock): (authorityId: number) => Promise<PlainDate> {
  return async (authorityId) => (await readAuthority(database, authorityId))?.businessDate ?? dateInLondon(clock.now());
}

export type BusinessDateRefusal = {
  readonly code: 'authority-not-found' | 'business-date-not-stored' | 'business-date-backwards';
};

/** Forwards only: entries of a day that is over may have been posted, closed and reported already. */
export async function moveBusinessDate(
  database: Database,
  authorityId: number,
  date: PlainDate,
): Promise<Result<{ businessDate: PlainDate }, BusinessDateRefusal>> {
  const [row] = await database.sql<{ outcome: 'moved' | BusinessDateRefusal['code'] }[]>`
    select people.move_business_date(${authorityId}, ${date}) as outcome`;
  if (row === undefined) throw new Error('people.move_business_date answered nothing');
  return row.outcome === 'moved' ? accepted({ businessDate: date }) : refused({ code: row.outcome });
}
