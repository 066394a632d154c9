import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { webhookAttempts, webhookDeliveries } from '../telling/schema.ts';

export interface LoggedDelivery {
  readonly deliveryId: string;
  readonly alertId: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly createdAt: Date;
  readonly nextAt: Date;
  readonly attempts: readonly { readonly attempt: number; readonly at: Date; readonly status: number | null; readonly outcome: string }[];
}

/** What was sent to an endpoint and what it answered, try by try. */
export async function deliveryLog(
  database: Database,
  authorityId: number,
  { endpointId, after, limit }: { readonly endpointId: string; readonly after?: string | undefined; readonly limit: number },
): Promise<LoggedDelivery[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const rows = await tx
      .select()
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.authorityId, authorityId),
          eq(webhookDeliveries.endpointId, endpointId),
          after === undefined ? undefined : gt(webhookDeliveries.deliveryId, after),
        ),
      )
      .orderBy(asc(webhookDeliveries.deliveryId))
      .limit(limit);
    const ids = rows.map(({ deliveryId }) => deliveryId);
    const tries = await tx
      .select()
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.authorityId, authorityId), inArray(webhookAttempts.deliveryId, ids)))
      .orderBy(asc(webhookAttempts.attempt));
    return rows.map(({ deliveryId, alertId, state, createdAt, nextAt }) => ({
      deliveryId,
      alertId,
      state,
      createdAt,
      nextAt,
      attempts: tries
        .filter((each) => each.deliveryId === deliveryId)
        .map(({ attempt, at, status, outcome }) => ({ attempt, at, status, outcome })),
    }));
  });
}

/** Sends a message again under its own id: the receiver sees that it is the same one. */
export async function redeliver(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  authorityId: number,
  deliveryId: string,
): Promise<Result<undefined, { readonly code: 'webhook-delivery-not-found' }>> {
  const done = await inTransaction(database, { authorityId }, (tx) =>
    tx
      .update(webhookDeliveries)
      .set({ state: 'waiting', nextAt: clock.now(), settledAt: null })
      .where(and(eq(webhookDeliveries.authorityId, authorityId), eq(webhookDeliveries.deliveryId, deliveryId)))
      .returning({ deliveryId: webhookDeliveries.deliveryId }),
  );
  return done.length > 0 ? accepted(undefined) : refused({ code: 'webhook-delivery-not-found' });
}
