import { Stripe } from 'stripe';
import { z } from 'zod';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { StripeEventHead } from './receipts.ts';
import type { StripeConnection } from './stripe-connection.ts';

/** A signature older than this may have been overheard and played again. */
const TOLERANCE_SECONDS = 300;

const thin = z.object({
  object: z.literal('v2.core.event'),
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  created: z.iso.datetime({ offset: true }),
  livemode: z.boolean(),
  context: z.string().nullish(),
  related_object: z.object({ id: z.string().min(1).max(200) }).nullish(),
});
const snapshot = z.object({
  object: z.literal('event'),
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  created: z.int(),
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({ object: z.object({ id: z.string().max(200).optional() }) }),
});

type NotTaken = { readonly code: 'webhook-signature-wrong' | 'webhook-unreadable' };

/** Whether one of the secrets has signed exactly these bytes, not long ago by our clock. */
function isSigned(
  { stripe, webhookSecrets }: Pick<StripeConnection, 'stripe' | 'webhookSecrets'>,
  body: Buffer,
  signature: string | undefined,
  now: Date,
): boolean {
  if (signature === undefined) return false;
  return webhookSecrets.some((secret) => {
    try {
      // The client takes the moment of receipt in milliseconds.
      return stripe.webhooks.signature?.verifyHeader(body, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime()) ?? false;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  });
}

/** Thin events of the second API and snapshots of the first, told apart by what they say they are. Only their heads are kept. */
export function readEvent(body: unknown): StripeEventHead | undefined {
  const one = thin.safeParse(body).data;
  if (one !== undefined) {
    const { id, type, livemode, created, context, related_object: object } = one;
    return { id, type, objectId: object?.id ?? id, liveMode: livemode, happenedAt: new Date(created), ...(context && { context }) };
  }
  const other = snapshot.safeParse(body).data;
  if (other === undefined) return undefined;
  const { id, type, livemode, created, account, data } = other;
  const objectId = data.object.id ?? id;
  return { id, type, objectId, liveMode: livemode, happenedAt: new Date(created * 1_000), ...(account && { context: account }) };
}

export function readWebhook(
  connection: Pick<StripeConnection, 'stripe' | 'webhookSecrets'>,
  body: Buffer,
  signature: string | undefined,
  now: Date,
): Result<StripeEventHead, NotTaken> {
  if (!isSigned(connection, body, signature, now)) return refused({ code: 'webhook-signature-wrong' });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return refused({ code: 'webhook-unreadable' });
  }
  const event = readEvent(parsed);
  return event === undefined ? refused({ code: 'webhook-unreadable' }) : accepted(event);
}
