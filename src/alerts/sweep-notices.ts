import { inTransaction } from '../platform/database/in-transaction.ts';
import { type DeliveryDesk, deliverOne } from './telling/deliver-notice.ts';
import { sendDigests } from './telling/send-digests.ts';
import { readDueNotices } from './telling/store.ts';
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts';
import type { WebhookDesk } from './webhooks/webhook-desk.ts';

export type OutgoingDesk = DeliveryDesk & WebhookDesk;

const PAGE = 200;

/** What has come due: digests first, so that they leave in the same round, then notices whose quiet hours or waiting are over, then webhooks. */
export async function sweepOutgoing(
  desk: OutgoingDesk,
  authorityId: number,
): Promise<{ readonly digests: number; readonly notices: number; readonly webhooks: number }> {
  const { digests } = await sendDigests(desk, authorityId);
  const due = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) =>
    readDueNotices(tx, authorityId, desk.clock.now(), PAGE),
  );
  for (const noticeId of due) await deliverOne(desk, authorityId, { noticeId });
  const { tried } = await deliverWebhooks(desk, authorityId);
  return { digests, notices: due.length, webhooks: tried };
}
