import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { Alert } from './alert.ts';
import { alertRows } from './schema.ts';

/** What is still open, oldest first. */
export async function listOpenAlerts(database: Database, authorityId: number): Promise<Alert[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select()
      .from(alertRows)
      .where(and(eq(alertRows.authorityId, authorityId), eq(alertRows.state, 'open')))
      .orderBy(asc(alertRows.raisedAt), asc(alertRows.alertId));
    return rows.map(({ authorityId: _, ...alert }) => alert);
  });
}
