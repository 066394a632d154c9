import { createHash } from 'node:crypto';
import express, { type Router } from 'express';
import type { Logger } from 'pino';
import { park } from './park.ts';
import { readWebhook } from './read-webhook.ts';
import { keepEvents } from './receipts.ts';
import { STRIPE_API_VERSION } from './stripe-client.ts';
import type { StripeDesk } from './stripe-connection.ts';

/** Larger than any thin event and than the snapshots we ask for. */
const LARGEST_BODY = 256_000;

/** An event that is a question: a card is being used and the shop waits. Undefined when it is none. */
export type WebhookQuestion = (
  desk: StripeDesk,
  event: { readonly id: string; readonly type: string; readonly body: Buffer },
) => Promise<Readonly<Record<string, unknown>> | undefined>;

export interface StripeWebhookOptions {
  /** By the authority's slug, which is the end of its endpoint's path. */
  readonly desks: ReadonlyMap<string, StripeDesk>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly answer?: WebhookQuestion;
}

/**
 * Where Stripe tells us what has happened. The bytes are judged as they came, before anything reads them; what is signed is stored by its id
 * and answered at once, and read later from the table. Nobody is told why an event was not taken.
 */
export function stripeWebhooks({ desks, log, answer }: StripeWebhookOptions): Router {
  const router = express.Router();
  const bytes = express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false });
  router.post('/webhooks/stripe/:authority', bytes, async (request, response) => {
    const desk = desks.get(request.params['authority'] ?? '');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (desk === undefined) return void response.sendStatus(404);
    try {
      const event = readWebhook(desk, body, request.get('stripe-signature'), desk.clock.now());
      if (!event.ok && event.refusal.code === 'webhook-signature-wrong') return void response.sendStatus(400);
      if (!event.ok) {
        const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
        await park(desk, { reason: 'event-unreadable', objectId: digest, facts: { bytes: `${body.length}` } });
        return void response.sendStatus(200);
      }
      const said = await answer?.(desk, { id: event.value.id, type: event.value.type, body });
      if (said !== undefined) return void response.set('Stripe-Version', STRIPE_API_VERSION).status(200).json(said);
      await keepEvents(desk, [event.value]);
      response.sendStatus(200);
    } catch (error) {
      // Not stored, so not taken: it will be sent again.
      log.error({ err: error }, 'an event of Stripe could not be stored');
      response.sendStatus(503);
    }
  });
  router.use(
    '/webhooks/stripe',
    (error: { status?: number }, _request: express.Request, response: express.Response, _: express.NextFunction) => {
      log.warn({ status: error.status }, 'an event of Stripe could not be taken in');
      response.sendStatus(error.status === 413 ? 413 : 400);
    },
  );
  return router;
}
