import { v5 as uuidv5 } from 'uuid';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import type { AlertFact } from './alert.ts';
import { alertRows } from './schema.ts';

const ALERTS = '5c1f4f0e-6a55-4d0c-9d57-2f8e6b1a7c40';

/** Keeps the alert unless its fact has raised one before: jobs run twice, and a fact may come by two messengers. */
export async function raiseAlert(
  database: Database,
  authorityId: number,
  fact: AlertFact,
): Promise<{ readonly alertId: string; readonly isNew: boolean }> {
  const alertId = uuidv5(`${authorityId} ${fact.sourceRef}`, ALERTS);
  const kept = await inTransaction(database, { authorityId }, (tx) =>
    tx
      .insert(alertRows)
      .values({ authorityId, alertId, state: 'open', ...fact })
      .onConflictDoNothing()
      .returning({ alertId: alertRows.alertId }),
  );
  return { alertId, isNew: kept.length > 0 };
}
