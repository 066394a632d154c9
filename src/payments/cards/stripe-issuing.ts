import { setTimeout as after } from 'node:timers/promises';
import { z } from 'zod';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import { park } from '../rails/stripe/park.ts';
import type { EventReader } from '../rails/stripe/read-events.ts';
import type { StripeDesk } from '../rails/stripe/stripe-connection.ts';
import type { WebhookQuestion } from '../rails/stripe/webhook-route.ts';
import { type Decision, decidePurchase, declined } from './decide-purchase.ts';
import { releasePurchase, settlePurchase } from './follow-purchase.ts';

/**
 * Stripe Issuing as the issuer of cards: off unless it is switched on, and for commercial programmes only, which is all that it may be in the
 * UK. The question while the shop waits is answered within its two seconds or not at all.
 */
const STRIPE_ISSUING = 'stripe-issuing';

/** Stripe gives up after two seconds and then decides by a setting; the network needs its part of them. */
const ANSWER_WITHIN_MS = 1_500;

const merchant = z.object({ name: z.string().nullish(), category: z.string() });
const request = z.object({
  type: z.literal('issuing_authorization.request'),
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: z.string().min(1),
      card: z.union([z.string(), z.object({ id: z.string() })]),
      pending_request: z.object({ amount: z.int().nonnegative(), currency: z.string() }),
      merchant_data: merchant,
    }),
  }),
});

/** Answers `issuing_authorization.request`; every other event is none of its business. */
export const answerCardRequests: WebhookQuestion = async (desk, { type, body }) => {
  if (type !== 'issuing_authorization.request') return undefined;
  const read = request.safeParse(JSON.parse(body.toString('utf8'))).data;
  // In doubt it does not go through: a family can pay again, and money that has left wrongly is hard to get back.
  if (read === undefined || read.livemode !== desk.liveMode) return { approved: false, metadata: { reason: 'too-late-to-tell' } };
  const decision = await inTime(decide(desk, read.data.object));
  return decision.approved ? { approved: true } : { approved: false, metadata: { reason: decision.reason } };
};

function decide(desk: StripeDesk, { id, card, pending_request: asked, merchant_data: shop }: z.infer<typeof request>['data']['object']) {
  return decidePurchase(desk, {
    authorityId: desk.authorityId,
    issuer: STRIPE_ISSUING,
    cardRef: typeof card === 'string' ? card : card.id,
    purchaseRef: id,
    amount: BigInt(asked.amount),
    currency: asked.currency,
    merchant: shop.name ?? '',
    category: shop.category,
  });
}

async function inTime(decision: Promise<Decision>): Promise<Decision> {
  const done = new AbortController();
  const late = after(ANSWER_WITHIN_MS, declined('too-late-to-tell'), { signal: done.signal }).catch(() => declined('too-late-to-tell'));
  try {
    return await Promise.race([decision.catch(() => declined('too-late-to-tell')), late]);
  } finally {
    done.abort();
  }
}

const authorization = z.object({ id: z.string(), status: z.string(), approved: z.boolean(), created: z.int() });
const transaction = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  type: z.string(),
  authorization: z.string().nullish(),
  card: z.string(),
  created: z.int(),
});

const dayOf = (seconds: number) => dateInLondon(new Date(seconds * 1_000));

/** Closed without a capture, or reversed: the hold is let go. An approval that we never gave stays with Stripe's own books. */
const readAuthorization: EventReader = async (desk, { objectId }) => {
  const read = authorization.safeParse(await desk.stripe.issuing.authorizations.retrieve(objectId)).data;
  if (read === undefined) return parked(desk, 'object-unreadable', objectId);
  const ended = read.status === 'closed' || read.status === 'reversed' || read.status === 'expired';
  if (!ended && read.status !== 'pending') return parked(desk, 'status-unknown', objectId);
  if (read.status === 'reversed' || read.status === 'expired' || (ended && !read.approved)) {
    const purchase = { authorityId: desk.authorityId, issuer: STRIPE_ISSUING, purchaseRef: objectId, on: dayOf(read.created) };
    await releasePurchase(desk, purchase);
  }
  return { is: 'done' };
};

/** A capture is below zero at Stripe, because the money left; a refund is above. */
const readTransaction: EventReader = async (desk, { objectId }) => {
  const read = transaction.safeParse(await desk.stripe.issuing.transactions.retrieve(objectId)).data;
  if (read === undefined || read.amount === 0) return parked(desk, 'object-unreadable', objectId);
  if (read.currency !== 'gbp') return parked(desk, 'currency-wrong', objectId);
  if (read.type !== 'capture' && read.type !== 'refund') return parked(desk, 'status-unknown', objectId);
  if ((read.type === 'capture') !== read.amount < 0) return parked(desk, 'amount-differs', objectId);
  const settled = await settlePurchase(desk, {
    authorityId: desk.authorityId,
    issuer: STRIPE_ISSUING,
    cardRef: read.card,
    purchaseRef: read.type === 'capture' ? (read.authorization ?? undefined) : undefined,
    movementRef: read.id,
    amount: BigInt(-read.amount),
    on: dayOf(read.created),
  });
  return settled.ok ? { is: 'done' } : parked(desk, settled.refusal.detail ?? settled.refusal.code, objectId);
};

/** A dispute is a person's work: what it gives back comes as a transaction of its own. */
const readDispute: EventReader = async (desk, { objectId }) => parked(desk, 'card-dispute', objectId);

async function parked(desk: StripeDesk, reason: string, objectId: string) {
  await park(desk, { reason, objectId });
  return { is: 'parked' as const, reason };
}

export const CARD_EVENTS: ReadonlyMap<string, EventReader> = new Map([
  ['issuing_authorization.', readAuthorization],
  ['issuing_transaction.', readTransaction],
  ['issuing_dispute.', readDispute],
]);
