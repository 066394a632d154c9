import { and, asc, eq, lte } from 'drizzle-orm';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { nextTry } from '../telling/quiet-hours.ts';
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from '../telling/schema.ts';
import { type Answered, postMessage } from './post-message.ts';
import { judgeReach } from './reachable.ts';
import { signedHeaders } from './signing.ts';
import { openSecret, reachOf, type WebhookDesk } from './webhook-desk.ts';

const DEADLINE_MS = 15_000;
const LEASE_MS = 60_000;
const PAGE = 100;
/** After so many days without one success an endpoint is given up, and its officers see why. */
const GIVE_UP_MS = 5 * 86_400_000;

type Delivery = typeof webhookDeliveries.$inferSelect;
type EndpointRow = typeof webhookEndpoints.$inferSelect;

/** Sends what is due, one after the other; a receiver that hangs costs its own deadline and nobody's money. */
export async function deliverWebhooks(desk: WebhookDesk, authorityId: number): Promise<{ readonly tried: number }> {
  const now = desk.clock.now();
  const due = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select({ deliveryId: webhookDeliveries.deliveryId })
      .from(webhookDeliveries)
      .innerJoin(
        webhookEndpoints,
        and(eq(webhookEndpoints.authorityId, webhookDeliveries.authorityId), eq(webhookEndpoints.endpointId, webhookDeliveries.endpointId)),
      )
      .where(
        and(
          eq(webhookDeliveries.authorityId, authorityId),
          eq(webhookDeliveries.state, 'waiting'),
          eq(webhookEndpoints.state, 'active'),
          lte(webhookDeliveries.nextAt, now),
        ),
      )
      .orderBy(asc(webhookDeliveries.nextAt), asc(webhookDeliveries.deliveryId))
      .limit(PAGE),
  );
  for (const { deliveryId } of due) await deliverWebhook(desk, authorityId, deliveryId);
  return { tried: due.length };
}

async function deliverWebhook(desk: WebhookDesk, authorityId: number, deliveryId: string): Promise<Delivery['state'] | 'not-due'> {
  const { database, clock } = desk;
  const taken = await inTransaction(database, { authorityId }, async (tx) => {
    const now = clock.now();
    const [delivery] = await tx.select().from(webhookDeliveries).where(ofDelivery(authorityId, deliveryId)).for('update');
    if (delivery === undefined || delivery.state !== 'waiting' || delivery.nextAt > now) return undefined;
    const endpoint = await readEndpoint(tx, authorityId, delivery.endpointId);
    if (endpoint?.state !== 'active') return undefined;
    const attempts = delivery.attempts + 1;
    await tx
      .update(webhookDeliveries)
      .set({ attempts, nextAt: new Date(now.getTime() + LEASE_MS) })
      .where(ofDelivery(authorityId, deliveryId));
    return { delivery: { ...delivery, attempts }, endpoint };
  });
  if (taken === undefined) return 'not-due';
  const answered = await send(desk, taken);
  return inTransaction(database, { authorityId }, (tx) => keepAnswer(tx, taken, answered, clock.now()));
}

async function send(desk: WebhookDesk, { delivery, endpoint }: { delivery: Delivery; endpoint: EndpointRow }): Promise<Answered> {
  const { endpointId, url, sealedSecret, previousSecret, previousEndsAt } = endpoint;
  const reached = await judgeReach(url, reachOf(desk));
  if (!reached.ok) return { kind: 'unreachable', error: 'address-refused' };
  const now = desk.clock.now();
  const both = previousSecret !== null && previousEndsAt !== null && previousEndsAt > now;
  const secrets = [sealedSecret, ...(both ? [previousSecret] : [])].map((sealed) => openSecret(desk, endpointId, sealed));
  const { deliveryId: id, body } = delivery;
  const headers = signedHeaders({ id, at: now, body }, secrets);
  return postMessage(url, { address: reached.address, headers, body, deadlineMs: desk.deadlineMs ?? DEADLINE_MS });
}

const GONE = 410;

async function keepAnswer(
  tx: Transaction,
  { delivery, endpoint }: { delivery: Delivery; endpoint: EndpointRow },
  answered: Answered,
  now: Date,
): Promise<Delivery['state'] | 'not-due'> {
  const { authorityId, deliveryId, attempts } = delivery;
  const { endpointId, failingSince } = endpoint;
  const status = answered.kind === 'answered' ? answered.status : null;
  const taken = status !== null && status >= 200 && status < 300;
  const outcome = taken
    ? 'delivered'
    : answered.kind === 'unreachable'
      ? answered.error
      : status !== null && status >= 300 && status < 400
        ? 'redirected'
        : 'refused';
  const ofThis = and(ofDelivery(authorityId, deliveryId), eq(webhookDeliveries.attempts, attempts));
  const isOurs = await tx.select({ id: webhookDeliveries.deliveryId }).from(webhookDeliveries).where(ofThis).for('update');
  if (isOurs.length === 0) return 'not-due';
  await tx.insert(webhookAttempts).values({ authorityId, deliveryId, attempt: attempts, at: now, status, outcome });
  if (taken) {
    await tx.update(webhookDeliveries).set({ state: 'delivered', settledAt: now }).where(ofThis);
    await tx.update(webhookEndpoints).set({ failingSince: null }).where(ofEndpoint(authorityId, endpointId));
    return 'delivered';
  }
  const since = failingSince ?? now;
  const stoppedBecause = status === GONE ? 'gone' : now.getTime() - since.getTime() >= GIVE_UP_MS ? 'failed-for-days' : undefined;
  await tx
    .update(webhookEndpoints)
    .set({ failingSince: since, ...(stoppedBecause !== undefined && { state: 'stopped', stoppedBecause }) })
    .where(ofEndpoint(authorityId, endpointId));
  const again = stoppedBecause === undefined ? nextTry(now, attempts, deliveryId) : undefined;
  if (again === undefined) {
    await tx.update(webhookDeliveries).set({ state: 'failed', settledAt: now }).where(ofThis);
    return 'failed';
  }
  const asked = answered.kind === 'answered' ? (answered.retryAfterSeconds ?? 0) * 1_000 : 0;
  const nextAt = new Date(Math.max(again.getTime(), now.getTime() + Math.min(asked, MOST_ASKED_MS)));
  await tx.update(webhookDeliveries).set({ nextAt }).where(ofThis);
  return 'waiting';
}

/** A receiver may ask for time, but not for ever. */
const MOST_ASKED_MS = 86_400_000;

async function readEndpoint(tx: Transaction, authorityId: number, endpointId: string): Promise<EndpointRow | undefined> {
  const [row] = await tx.select().from(webhookEndpoints).where(ofEndpoint(authorityId, endpointId));
  return row;
}

const ofDelivery = (authorityId: number, deliveryId: string) =>
  and(eq(webhookDeliveries.authorityId, authorityId), eq(webhookDeliveries.deliveryId, deliveryId));
const ofEndpoint = (authorityId: number, endpointId: string) =>
  and(eq(webhookEndpoints.authorityId, authorityId), eq(webhookEndpoints.endpointId, endpointId));
