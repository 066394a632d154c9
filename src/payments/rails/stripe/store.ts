import { and, asc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import type { StripePaymentState } from './outbound-payment.rules.ts';
import { type stripeParked, stripePayments } from './schema.ts';

export type StripePaymentRow = typeof stripePayments.$inferSelect;
export type ParkedRow = typeof stripeParked.$inferSelect;

/** Statements on what we told Stripe to pay and on what it told us that nobody understood. */

const keyOf = (authorityId: number, reference: string) =>
  and(eq(stripePayments.authorityId, authorityId), eq(stripePayments.reference, reference));

/** Writes down what is about to be asked for. A second try finds the first one's words, so that the same key is the same request. */
export async function intendPayment(
  tx: Transaction,
  authorityId: number,
  wanted: Pick<StripePaymentRow, 'reference' | 'key' | 'amount' | 'recipient' | 'payoutMethod' | 'verification'>,
  now: Date,
): Promise<StripePaymentRow> {
  await tx
    .insert(stripePayments)
    .values({ authorityId, ...wanted, intendedAt: now, state: 'intended', stateAt: now })
    .onConflictDoNothing();
  const row = await readPayment(tx, authorityId, wanted.reference);
  if (row === undefined) throw new Error(`The payment ${wanted.reference} was not kept.`);
  return row;
}

export async function readPayment(tx: Transaction, authorityId: number, reference: string): Promise<StripePaymentRow | undefined> {
  const [row] = await tx.select().from(stripePayments).where(keyOf(authorityId, reference));
  return row;
}

/** Stripe's own name for it, as soon as it is known. */
export async function noteOutbound(tx: Transaction, authorityId: number, reference: string, outboundPayment: string): Promise<void> {
  await tx
    .update(stripePayments)
    .set({ outboundPayment })
    .where(and(keyOf(authorityId, reference), isNull(stripePayments.outboundPayment)));
}

/** It was judged and sent back: nothing was made. Were something made all the same, its state would contradict this one and be seen. */
export async function noteRefused(tx: Transaction, authorityId: number, reference: string, at: Date): Promise<void> {
  await tx
    .update(stripePayments)
    .set({ state: 'failed', stateAt: at })
    .where(and(keyOf(authorityId, reference), eq(stripePayments.state, 'intended'), isNull(stripePayments.outboundPayment)));
}

/** Only from where it stood when it was read: somebody else may have moved it on. */
export async function movePayment(
  tx: Transaction,
  authorityId: number,
  row: Pick<StripePaymentRow, 'reference' | 'state'>,
  next: { readonly state: StripePaymentState; readonly at: Date; readonly outboundPayment: string },
): Promise<void> {
  await tx
    .update(stripePayments)
    .set({ state: next.state, stateAt: next.at, outboundPayment: next.outboundPayment })
    .where(and(keyOf(authorityId, row.reference), eq(stripePayments.state, row.state)));
}

/** Told, and not at an end when it was last looked at. */
export async function openPayments(tx: Transaction, authorityId: number, before: Date, limit: number): Promise<StripePaymentRow[]> {
  return tx
    .select()
    .from(stripePayments)
    .where(
      and(
        eq(stripePayments.authorityId, authorityId),
        inArray(stripePayments.state, ['intended', 'processing']),
        lt(stripePayments.intendedAt, before),
      ),
    )
    .orderBy(asc(stripePayments.intendedAt))
    .limit(limit);
}
