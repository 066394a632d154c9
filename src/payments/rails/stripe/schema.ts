import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf, pence } from '../../../platform/database/columns.ts';
import { payments } from '../../schema.ts';
import { stripePaymentStates } from './outbound-payment.rules.ts';

/** A payee's account as Stripe knows it. Details stay with Stripe and in our own sealed row; here are opaque ids only. */
export const stripeRecipients = payments.table(
  'stripe_recipients',
  {
    authorityId: integer('authority_id').notNull(),
    accountId: uuid('account_id').notNull(),
    recipient: text('recipient').notNull(),
    payoutMethod: text('payout_method').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.accountId] })],
);

/**
 * What the payee's bank said of the name, once for each payment. Somebody who goes on although it did not match is named, with when and why.
 * The name that the bank returned is not kept: whoever has to look is shown it from Stripe.
 */
export const stripeVerifications = payments.table(
  'stripe_verifications',
  {
    authorityId: integer('authority_id').notNull(),
    verificationId: text('verification_id').notNull(),
    accountId: uuid('account_id').notNull(),
    matchResult: text('match_result').notNull(),
    status: text('status').notNull(),
    checkedAt: instant('checked_at').notNull(),
    /** The payment that it was used for: one verification serves one. */
    usedFor: text('used_for'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedReason: text('acknowledged_reason'),
    acknowledgedWhy: text('acknowledged_why'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.verificationId] }),
    index('stripe_verifications_account').on(t.authorityId, t.accountId, t.checkedAt),
    unique('stripe_verifications_used_for').on(t.authorityId, t.usedFor),
    check(
      'stripe_verifications_acknowledged',
      sql`(${t.acknowledgedBy} is null) = (${t.acknowledgedAt} is null) and (${t.acknowledgedBy} is null) = (${t.acknowledgedReason} is null)`,
    ),
  ],
);

/** Each payment that we tell Stripe to make, committed before it is told: what Stripe is asked about when the answer is missing. */
export const stripePayments = payments.table(
  'stripe_payments',
  {
    authorityId: integer('authority_id').notNull(),
    reference: text('reference').notNull(),
    key: text('key').notNull(),
    amount: pence('amount').notNull(),
    recipient: text('recipient').notNull(),
    payoutMethod: text('payout_method').notNull(),
    verification: text('verification'),
    intendedAt: instant('intended_at').notNull(),
    outboundPayment: text('outbound_payment'),
    state: text('state', { enum: stripePaymentStates }).notNull(),
    stateAt: instant('state_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.reference] }),
    unique('stripe_payments_outbound').on(t.authorityId, t.outboundPayment),
    index('stripe_payments_open').on(t.authorityId, t.intendedAt).where(sql`${t.state} in ('intended', 'processing')`),
    check('stripe_payments_state', sql`${t.state} in (${oneOf(stripePaymentStates)})`),
    check('stripe_payments_amount', sql`${t.amount} > 0`),
  ],
);

/** What Stripe told us and nobody could make sense of: shown to officers, and no money is moved by it. */
export const stripeParked = payments.table(
  'stripe_parked',
  {
    authorityId: integer('authority_id').notNull(),
    sourceRef: text('source_ref').notNull(),
    reason: text('reason').notNull(),
    objectId: text('object_id').notNull(),
    facts: jsonb('facts').$type<Readonly<Record<string, string>>>().notNull(),
    parkedAt: instant('parked_at').notNull(),
    settledBy: text('settled_by'),
    settledAt: instant('settled_at'),
    settledWhy: text('settled_why'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.sourceRef] }),
    index('stripe_parked_open').on(t.authorityId, t.parkedAt).where(sql`${t.settledAt} is null`),
    check('stripe_parked_settled', sql`(${t.settledBy} is null) = (${t.settledAt} is null)`),
  ],
);

/** How far the nightly sweep has listed Stripe's events, in each of its two worlds. */
export const stripeCursors = payments.table(
  'stripe_cursors',
  {
    authorityId: integer('authority_id').notNull(),
    list: text('list').notNull(),
    readTo: instant('read_to').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.list] })],
);

export const receiptStates = ['waiting', 'done', 'parked'] as const;

/**
 * Every event that an endpoint of ours was sent, by the sender's own id, stored before anything is made of it. It belongs to the service,
 * not to a council's book: it is written before anybody is known to be signed in, and only through functions.
 */
export const webhookReceipts = payments.table(
  'webhook_receipts',
  {
    sender: text('sender').notNull(),
    eventId: text('event_id').notNull(),
    authorityId: integer('authority_id').notNull(),
    type: text('type').notNull(),
    objectId: text('object_id').notNull(),
    /** The connected account that it is about, when it is not ours. */
    context: text('context'),
    liveMode: boolean('live_mode').notNull(),
    happenedAt: instant('happened_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    timesSent: integer('times_sent').notNull(),
    state: text('state', { enum: receiptStates }).notNull(),
    note: text('note'),
    endedAt: instant('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.sender, t.eventId] }),
    index('webhook_receipts_waiting').on(t.authorityId, t.receivedAt).where(sql`${t.state} = 'waiting'`),
    check('webhook_receipts_state', sql`${t.state} in (${oneOf(receiptStates)})`),
  ],
);
