import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { Alert } from './alert.ts';
import { type AlertQuery, readInbox, shownAlert } from './store.ts';

const ALL = 10_000;

/** What is still open and no secret, oldest first. */
export async function listOpenAlerts(database: Database, authorityId: number): Promise<Alert[]> {
  const found = await listAlerts(database, authorityId, { restricted: false, limit: ALL });
  return found.toSorted((a, b) => a.raisedAt.getTime() - b.raisedAt.getTime() || (a.alertId < b.alertId ? -1 : 1));
}

/** The officers' inbox: most harm first. */
export async function listAlerts(database: Database, authorityId: number, query: AlertQuery): Promise<Alert[]> {
  const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readInbox(tx, authorityId, query));
  return rows.map(shownAlert);
}
