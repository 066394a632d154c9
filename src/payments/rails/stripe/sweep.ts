import { and, eq, sql } from 'drizzle-orm';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { accepted, type Result } from '../../../platform/result.ts';
import { applyOutboundPayment, type StripeBooks } from './apply-outbound-payment.ts';
import { findOutboundPayments } from './find-outbound-payment.ts';
import { readEvent } from './read-webhook.ts';
import { keepEvents, type StripeEventHead } from './receipts.ts';
import { stripeCursors } from './schema.ts';
import { openPayments } from './store.ts';

/** Stripe keeps events for thirty days. */
const KEPT_MS = 30 * 86_400_000;
/** Events of one moment may become visible one after the other, so each sweep begins a little before the end of the last. */
const OVERLAP_MS = 3_600_000;
const OPEN_FOR_MS = 600_000;
const PAGE = 100;
const OPEN_AT_ONCE = 500;

/**
 * What no webhook has told: lists Stripe's events since the last sweep, in both of its worlds, and keeps those that never arrived; then looks
 * at every payment of ours that has not ended, which needs no event at all.
 */
export async function sweepStripeAccount(
  desk: StripeBooks,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Result<{ readonly found: number; readonly lookedAt: number }, never>> {
  const found = (await sweepList(desk, 'v2', listThin(desk), signal)) + (await sweepList(desk, 'v1', listSnapshots(desk), signal));
  return accepted({ found, lookedAt: await lookAtOpen(desk, signal) });
}

type Lister = (from: Date) => AsyncIterable<unknown>;

const listThin =
  ({ stripe }: StripeBooks): Lister =>
  () =>
    stripe.v2.core.events.list({ limit: PAGE });
const listSnapshots =
  ({ stripe }: StripeBooks): Lister =>
  (from) =>
    stripe.events.list({ limit: PAGE, created: { gte: Math.floor(from.getTime() / 1_000) } });

/** Both lists are newest first, and are read until what is older than the last sweep. */
async function sweepList(desk: StripeBooks, list: 'v1' | 'v2', listed: Lister, signal: AbortSignal | undefined): Promise<number> {
  const { database, authorityId, clock } = desk;
  const now = clock.now();
  const [cursor] = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx
      .select()
      .from(stripeCursors)
      .where(and(eq(stripeCursors.authorityId, authorityId), eq(stripeCursors.list, list))),
  );
  const from = new Date(Math.max((cursor?.readTo.getTime() ?? 0) - OVERLAP_MS, now.getTime() - KEPT_MS));
  let found = 0;
  let batch: StripeEventHead[] = [];
  for await (const each of listed(from)) {
    signal?.throwIfAborted();
    const event = readEvent(each);
    if (event === undefined) continue;
    if (event.happenedAt < from) break;
    batch.push(event);
    if (batch.length < PAGE) continue;
    found += await keepEvents(desk, batch);
    batch = [];
  }
  found += await keepEvents(desk, batch);
  await inTransaction(database, { authorityId }, (tx) =>
    tx
      .insert(stripeCursors)
      .values({ authorityId, list, readTo: now })
      .onConflictDoUpdate({
        target: [stripeCursors.authorityId, stripeCursors.list],
        set: { readTo: sql`greatest(${stripeCursors.readTo}, excluded.read_to)` },
      }),
  );
  return found;
}

/** Asked one by one: a payment that Stripe has ended without telling is ended here too. */
async function lookAtOpen(desk: StripeBooks, signal: AbortSignal | undefined): Promise<number> {
  const { database, authorityId, clock, stripe } = desk;
  const before = new Date(clock.now().getTime() - OPEN_FOR_MS);
  const open = await inTransaction(database, { authorityId, readOnly: true }, (tx) => openPayments(tx, authorityId, before, OPEN_AT_ONCE));
  for (const { outboundPayment, ...told } of open) {
    signal?.throwIfAborted();
    const objects =
      outboundPayment === null
        ? await findOutboundPayments(desk, told)
        : [await stripe.v2.moneyManagement.outboundPayments.retrieve(outboundPayment)];
    for (const object of objects) await applyOutboundPayment(desk, object, object.id);
  }
  return open.length;
}
