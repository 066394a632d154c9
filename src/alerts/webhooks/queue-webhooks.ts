import { and, eq } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { alertRows } from '../schema.ts';
import { webhookDeliveries, webhookEndpoints } from '../telling/schema.ts';

const DELIVERIES = '2f4c1a0e-9a5c-4a07-8f6c-6f1d0e2b9c31';

/** Writes a message for every endpoint that wants to hear of the kind: the attributes of CloudEvents 1.0, and codes. No family is named. */
export async function queueWebhooks(
  tx: Transaction,
  authorityId: number,
  { alertId, kind, subject, severity, raisedAt, state }: typeof alertRows.$inferSelect,
  now: Date,
): Promise<void> {
  const endpoints = await tx
    .select({ endpointId: webhookEndpoints.endpointId, kinds: webhookEndpoints.kinds })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.authorityId, authorityId), eq(webhookEndpoints.state, 'active')));
  for (const { endpointId, kinds } of endpoints) {
    if (kinds.length > 0 && !kinds.includes(kind)) continue;
    const body = JSON.stringify({
      specversion: '1.0',
      id: alertId,
      source: `/authorities/${authorityId}`,
      type: 'threefold.alert.raised',
      time: raisedAt.toISOString(),
      datacontenttype: 'application/json',
      data: { alertId, kind, subject, severity, state },
    });
    const deliveryId = uuidv5(`${endpointId} ${alertId}`, DELIVERIES);
    await tx
      .insert(webhookDeliveries)
      .values({ authorityId, deliveryId, endpointId, alertId, body, state: 'waiting', attempts: 0, nextAt: now, createdAt: now })
      .onConflictDoNothing();
  }
}
