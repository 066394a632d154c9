import { dateInLondon } from '../../../platform/calendar/london-time.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { parsePaymentReference } from '../../rules/payment-reference.ts';
import type { AskAnswer, PaymentRail, RailInstruction, RailStatus, SendAnswer } from '../payment-rail.ts';
import { findOutboundPayments, type OutboundPayment } from './find-outbound-payment.ts';
import { park } from './park.ts';
import { listRailEntries } from './rail-books.ts';
import { linesSince, returnsSince } from './rail-statement.ts';
import { readOutboundPayment } from './read-outbound-payment.ts';
import { recipientFor } from './recipients.ts';
import { intendPayment, noteOutbound, noteRefused, readPayment, type StripePaymentRow } from './store.ts';
import { STRIPE_RAIL, type StripeDesk } from './stripe-connection.ts';
import { codeOf, isNotFound, refusalOf } from './stripe-refusals.ts';
import { verifyPayee } from './verify-payee.ts';

/** One million pounds: the most that the Faster Payments scheme carries at once. */
const NETWORK_LIMIT = 100_000_000n;

/**
 * Faster Payments by Stripe, from one authority's own financial account. A payment is told with the key that its instruction has for ever and
 * with our reference on the payee's statement; what is told is committed before the call, so that an answer that is missing can be asked for.
 */
export function stripeRail(desk: StripeDesk): PaymentRail {
  const { stripe, clock } = desk;
  return {
    code: STRIPE_RAIL,
    paysAtOnce: true,
    send: async (instruction, { signal }) => {
      try {
        return await send(desk, instruction, signal);
      } catch (error) {
        const reason = refusalOf(error);
        if (reason === undefined) throw error;
        return { answer: 'refused', reason };
      }
    },
    askByReference: (reference) => askByReference(desk, reference),
    status: async (railReference): Promise<RailStatus> => {
      try {
        return statusOf(await stripe.v2.moneyManagement.outboundPayments.retrieve(railReference));
      } catch (error) {
        if (isNotFound(error)) return { status: 'unknown' };
        throw error;
      }
    },
    returnsSince: (readTo) => returnsSince(desk, readTo),
    statementSince: (readTo) => linesSince(desk, readTo),
    listRailEntries: (day) => listRailEntries(desk, day),
    today: async () => dateInLondon(clock.now()),
  };
}

async function send(desk: StripeDesk, instruction: RailInstruction, signal: AbortSignal): Promise<SendAnswer> {
  const { database, clock, authorityId } = desk;
  const { key, reference, amount, account, accountId } = instruction;
  const owner = parsePaymentReference(reference);
  if (!owner.ok || owner.value.authorityId !== authorityId) return { answer: 'refused', reason: 'rail-of-another-authority' };
  if (accountId === undefined) return { answer: 'refused', reason: 'payee-details-missing' };
  if (amount > NETWORK_LIMIT) return { answer: 'refused', reason: 'above-network-limit' };
  const begun = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readPayment(tx, authorityId, reference));
  if (begun !== undefined) return create(desk, begun, signal);
  const to = await recipientFor(desk, accountId, account, signal);
  if (!to.ok) return { answer: 'refused', reason: to.refusal.code };
  const verified = await verifyPayee(desk, { accountId, reference, to: to.value }, signal);
  if (!verified.ok) return { answer: 'refused', reason: verified.refusal.code };
  const wanted = { reference, key, amount, ...to.value, verification: verified.value };
  const told = await inTransaction(database, { authorityId }, (tx) => intendPayment(tx, authorityId, wanted, clock.now()));
  return create(desk, told, signal);
}

/** What Stripe turned down will never be paid under this reference, and is not asked about any more. */
async function create(desk: StripeDesk, told: StripePaymentRow, signal: AbortSignal): Promise<SendAnswer> {
  try {
    return await createPayment(desk, told, signal);
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    const { database, authorityId, clock } = desk;
    await inTransaction(database, { authorityId }, (tx) => noteRefused(tx, authorityId, told.reference, clock.now()));
    return { answer: 'refused', reason };
  }
}

/** The request follows from the row and from nothing else: sent again, it is the same to the letter. */
async function createPayment(desk: StripeDesk, told: StripePaymentRow, signal: AbortSignal): Promise<SendAnswer> {
  const { stripe, financialAccount } = desk;
  const { key, reference, amount, recipient, payoutMethod, verification } = told;
  signal.throwIfAborted();
  const made = await stripe.v2.moneyManagement.outboundPayments.create(
    {
      from: { financial_account: financialAccount, currency: 'gbp' },
      to: {
        recipient,
        payout_method: payoutMethod,
        currency: 'gbp',
        payout_method_options: { bank_account: { preferred_networks: ['fps'] } },
      },
      amount: { value: Number(amount), currency: 'gbp' },
      statement_descriptor: reference,
      recipient_notification: { setting: 'none' },
      metadata: { threefold_reference: reference },
      ...(verification !== null && { recipient_verification: verification }),
    },
    { idempotencyKey: key },
  );
  return answerOf(desk, reference, made);
}

async function askByReference(desk: StripeDesk, reference: string): Promise<AskAnswer> {
  const { database, authorityId } = desk;
  const told = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readPayment(tx, authorityId, reference));
  // The row is committed before the call: without it there was none.
  if (told === undefined) return { answer: 'absent' };
  const found = await findOutboundPayments(desk, told);
  const [first] = found;
  if (first === undefined) return { answer: 'absent' };
  const made = found.filter(({ status }) => status !== 'failed' && status !== 'canceled');
  if (made.length > 1)
    await park(desk, { reason: 'paid-twice', objectId: reference, facts: { payments: made.map(({ id }) => id).join(' ') } });
  return answerOf(desk, reference, made[0] ?? first);
}

async function answerOf(desk: StripeDesk, reference: string, made: OutboundPayment): Promise<SendAnswer> {
  const { database, authorityId } = desk;
  const { id, status, status_details: details } = made;
  await inTransaction(database, { authorityId }, (tx) => noteOutbound(tx, authorityId, reference, id));
  if (status !== 'failed' && status !== 'canceled') return { answer: 'taken', railReference: id };
  return { answer: 'refused', reason: codeOf(details?.failed?.reason ?? status) };
}

function statusOf(object: OutboundPayment): RailStatus {
  const seen = readOutboundPayment(object);
  const returnedAt = seen?.status_transitions?.returned_at;
  switch (seen?.status) {
    case 'processing':
      return { status: 'under-way' };
    case 'posted':
      return { status: 'paid' };
    case 'failed':
    case 'canceled':
      return { status: 'refused' };
    case 'returned':
      return returnedAt
        ? { status: 'returned', returnedOn: dateInLondon(returnedAt), reason: codeOf(seen.status_details?.returned?.reason ?? 'unknown') }
        : { status: 'unknown' };
    default:
      return { status: 'unknown' };
  }
}
