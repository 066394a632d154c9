import type { Logger } from 'pino';
import { accepted, type Result } from '../../../platform/result.ts';
import { type Applied, applyOutboundPayment, type StripeBooks } from './apply-outbound-payment.ts';
import { park } from './park.ts';
import { type EndedEvent, endEvents, type WaitingEvent, waitingEvents } from './receipts.ts';
import { isNotFound } from './stripe-refusals.ts';
import { applyVerification } from './verify-payee.ts';

/** Fetches what an event is about and brings it into the books. May throw: then the event waits. */
export type EventReader = (desk: StripeBooks, event: WaitingEvent) => Promise<Applied>;

const DONE = { is: 'done' } as const;

const readPayment: EventReader = async (desk, { objectId }) =>
  applyOutboundPayment(desk, await desk.stripe.v2.moneyManagement.outboundPayments.retrieve(objectId), objectId);
const readVerification: EventReader = async (desk, { objectId }) =>
  applyVerification(desk, await desk.stripe.v2.moneyManagement.recipientVerifications.retrieve(objectId));
/** Known, and nothing hangs on it: Stripe's money is compared from its own books each morning. */
const noted: EventReader = async () => DONE;

/** By the beginning of the type. Whatever is not here is parked and shown. */
export const PAYMENT_EVENTS: ReadonlyMap<string, EventReader> = new Map([
  ['v2.money_management.outbound_payment.', readPayment],
  ['v2.money_management.recipient_verification.', readVerification],
  ['v2.money_management.transaction.', noted],
  ['v2.money_management.received_credit.', noted],
  ['v2.money_management.financial_account.', noted],
  ['v2.money_management.financial_address.', noted],
  ['v2.money_management.payout_method.', noted],
  ['v2.core.account', noted],
  ['v2.core.event_destination.', noted],
]);

export interface ReadEvents {
  readonly readers: ReadonlyMap<string, EventReader>;
  readonly log: Pick<Logger, 'warn'>;
  readonly signal?: AbortSignal;
}

const EVENTS_AT_ONCE = 1_000;
const OBJECTS_AT_ONCE = 8;

/**
 * Reads what waits, in passes, until a pass ends nothing more. However often and in whatever order an object's events came, it is fetched
 * once and what counts is how it stands now. Any number may read at once: what is booked follows from the payment and its step.
 */
export async function readWaitingEvents(
  desk: StripeBooks,
  { readers, log, signal }: ReadEvents,
): Promise<Result<{ readonly ended: number; readonly waiting: number }, never>> {
  const { database, authorityId, clock } = desk;
  let ended = 0;
  for (;;) {
    let endedNow = 0;
    let waiting = 0;
    let after = '';
    for (;;) {
      signal?.throwIfAborted();
      const page = await waitingEvents(database, authorityId, { after, limit: EVENTS_AT_ONCE });
      const done = await readPage(desk, page, { readers, log });
      await endEvents(database, authorityId, done, clock.now());
      endedNow += done.length;
      waiting += page.length - done.length;
      if (page.length < EVENTS_AT_ONCE) break;
      after = page.at(-1)?.objectId ?? '';
    }
    ended += endedNow;
    if (waiting === 0 && endedNow < EVENTS_AT_ONCE) return accepted({ ended, waiting });
    if (endedNow === 0) return accepted({ ended, waiting });
  }
}

async function readPage(
  desk: StripeBooks,
  page: readonly WaitingEvent[],
  { readers, log }: Pick<ReadEvents, 'readers' | 'log'>,
): Promise<EndedEvent[]> {
  const byObject = new Map<string, WaitingEvent[]>();
  for (const event of page) {
    const about = `${readerName(readers, event.type)} ${event.context ?? ''} ${event.objectId}`;
    byObject.set(about, [...(byObject.get(about) ?? []), event]);
  }
  const ended: EndedEvent[] = [];
  const next = byObject.values();
  const lane = async () => {
    for (const events of next as IterableIterator<WaitingEvent[]>) {
      const latest = events.reduce((one, other) => (other.happenedAt > one.happenedAt ? other : one));
      const applied = await readOne(desk, latest, { readers, log });
      if (applied.is === 'not-yet') continue;
      const end = applied.is === 'parked' ? { state: 'parked' as const, note: applied.reason } : { state: 'done' as const };
      ended.push(...events.map(({ id }) => ({ id, ...end })));
    }
  };
  await Promise.all(Array.from({ length: OBJECTS_AT_ONCE }, lane));
  return ended;
}

const readerName = (readers: ReadonlyMap<string, EventReader>, type: string): string =>
  [...readers.keys()].find((beginning) => type.startsWith(beginning)) ?? type;

async function readOne(desk: StripeBooks, event: WaitingEvent, { readers, log }: Pick<ReadEvents, 'readers' | 'log'>): Promise<Applied> {
  const { id, type, objectId, liveMode } = event;
  const parked = async (reason: string): Promise<Applied> => {
    await park(desk, { reason, objectId, facts: { event: id, type } });
    return { is: 'parked', reason };
  };
  if (liveMode !== desk.liveMode) return parked('other-mode');
  const reader = readers.get(readerName(readers, type));
  if (reader === undefined) return parked('event-unknown');
  try {
    return await reader(desk, event);
  } catch (error) {
    if (isNotFound(error)) return parked('object-unknown');
    log.warn({ err: error, event: id }, 'an event of Stripe could not be read and waits');
    return { is: 'not-yet' };
  }
}
