import { and, asc, eq, gt } from 'drizzle-orm';
import { mayContact } from '../payments/index.ts';
import { openedBy, type RecordRoom, readFamily } from '../people/index.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { Caller } from '../platform/http/operation.ts';
import type { Result } from '../platform/result.ts';
import { escalationDay } from './settle-fact.ts';
import { readInbox } from './store.ts';
import { forecastRows } from './telling/schema.ts';

/** How a line goes on, for its family: nothing to worry anybody, and who gets in touch by when. */
export interface Outlook {
  readonly lineCode: string;
  readonly says: 'used-faster' | 'used-slower';
  /** By when somebody of the council gets in touch. */
  readonly contactBy: PlainDate;
}

const MOST_LINES = 1_000;
/** Working days within which a family hears from its caseworker when nobody has named a day. */
const CONTACT_WORKING_DAYS = 5;

/** Only what an open alert stands behind, of children whose affairs are open to whoever asks; after a child's death nothing. */
export async function familyOutlook(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<readonly Outlook[], { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async ({ tx }) => {
    if (!(await mayContact(tx, authorityId, familyId))) return [];
    const open = openedBy(caller, familyId).map(({ personId }) => personId);
    const forecasts = await tx
      .select()
      .from(forecastRows)
      .where(and(eq(forecastRows.authorityId, authorityId), eq(forecastRows.familyId, familyId)))
      .orderBy(asc(forecastRows.lineCode));
    const alerts = await readInbox(tx, authorityId, { restricted: false, familyId, limit: MOST_LINES });
    return forecasts
      .filter(({ childId }) => open.some((personId) => personId === undefined || personId === childId))
      .flatMap(({ lineCode }) => {
        const alert = alerts.find(({ subject, kind }) => subject === lineCode && (kind === 'forecast-over' || kind === 'forecast-under'));
        if (alert === undefined) return [];
        const says = alert.kind === 'forecast-over' ? ('used-faster' as const) : ('used-slower' as const);
        return [
          {
            lineCode,
            says,
            contactBy: alert.escalatesOn ?? escalationDay(dateInLondon(alert.settledAt ?? alert.raisedAt), CONTACT_WORKING_DAYS),
          },
        ];
      });
  });
}

export async function listForecasts(
  database: Database,
  authorityId: number,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<(typeof forecastRows.$inferSelect)[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(forecastRows)
      .where(and(eq(forecastRows.authorityId, authorityId), after === undefined ? undefined : gt(forecastRows.lineCode, after)))
      .orderBy(asc(forecastRows.lineCode))
      .limit(limit),
  );
}
