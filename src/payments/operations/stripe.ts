import { z } from 'zod';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { overrideReasons } from '../payees/rules/name-check.ts';
import { acknowledgeName, listNamesToAcknowledge } from '../rails/stripe/acknowledge-name.ts';
import { listParked, settleParked } from '../rails/stripe/park.ts';
import type { ParkedRow } from '../rails/stripe/store.ts';
import type { VerificationRow } from '../rails/stripe/verify-payee.ts';
import { actorOf, type PaymentRoom } from './payment-room.ts';

const SHOWN_AT_ONCE = 100;
const words = z.string().trim().min(10, 'Say in at least ten characters how you know.').max(500);

const parkedSchema = z
  .strictObject({
    sourceRef: z.string(),
    reason: z.string(),
    objectId: z.string(),
    facts: z.record(z.string(), z.string()),
    parkedAt: z.iso.datetime(),
    settledBy: z.string().nullable(),
    settledWhy: z.string().nullable(),
  })
  .meta({ id: 'ParkedAtStripe', description: 'What Stripe told and could not be understood: no money was moved by it.' });
const parkedExample = {
  sourceRef: 'amount-differs:obp_test_61S',
  reason: 'amount-differs',
  objectId: 'obp_test_61S',
  facts: { reference: 'TF00010000000042XX', value: '10001', told: '10000' },
  parkedAt: '2026-05-06T09:00:00.000Z',
  settledBy: null,
  settledWhy: null,
};
const nameCheckSchema = z
  .strictObject({
    verificationId: z.string(),
    accountId: z.uuid(),
    matchResult: z.string(),
    status: z.string(),
    checkedAt: z.iso.datetime(),
    acknowledgedBy: z.string().nullable(),
    acknowledgedReason: z.string().nullable(),
  })
  .meta({ id: 'PayeeNameCheck', description: 'What the bank of a payee said of the name, for one payment.' });
const nameCheckExample = {
  verificationId: 'rcver_test_61S',
  accountId: '0b6f4c9e-55a1-4c0d-8f1e-2a9d3e7b6c54',
  matchResult: 'close_match',
  status: 'awaiting_acknowledgement',
  checkedAt: '2026-05-06T09:00:00.000Z',
  acknowledgedBy: null,
  acknowledgedReason: null,
};

/** What officers see of the Stripe rail and have to decide there. */
export function stripeOperations(room: PaymentRoom): readonly Operation[] {
  const { database, clock, stripe } = room;
  return [
    defineOperation({
      id: 'payments.list-parked',
      method: 'get',
      path: '/v1/payment-rails/stripe/parked',
      summary: 'List what Stripe told and nobody understood',
      description: 'Oldest first, a hundred at most; what was settled leaves the list. No money is moved by any of it.',
      scope: 'payments:read',
      answer: { status: 200, description: 'What waits for a person.', body: z.strictObject({ data: z.array(parkedSchema) }) },
      examples: { answer: { data: [parkedExample] } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) => listParked(tx, authorityId, SHOWN_AT_ONCE));
        return accepted({ body: { data: rows.map(shownParked) } });
      },
    }),
    defineOperation({
      id: 'payments.settle-parked',
      method: 'post',
      path: '/v1/payment-rails/stripe/parked/settlement',
      summary: 'Say what became of something parked',
      description: 'It leaves the list. Nothing is booked by it.',
      scope: 'payments:write',
      body: z.strictObject({ sourceRef: z.string().min(3).max(300), why: words }),
      answer: { status: 200, description: 'As it stands now.', body: parkedSchema },
      examples: {
        body: { sourceRef: 'amount-differs:obp_test_61S', why: 'Stripe corrected its record, ticket 4711.' },
        answer: { ...parkedExample, settledBy: 'identity:42', settledWhy: 'Stripe corrected its record, ticket 4711.' },
      },
      refusals: ['parked-not-found'],
      handle: async ({ caller, body }) => {
        const { authorityId, principal } = actorOf(caller);
        const said = { ...body, by: principal, now: clock.now() };
        const row = await inTransaction(database, { authorityId }, (tx) => settleParked(tx, authorityId, said));
        return row === undefined
          ? refused({ code: 'parked-not-found', facts: { sourceRef: body.sourceRef } })
          : accepted({ body: shownParked(row) });
      },
    }),
    defineOperation({
      id: 'payments.list-name-checks',
      method: 'get',
      path: '/v1/payment-rails/stripe/name-checks',
      summary: 'List names that a bank did not say yes to',
      description: 'Their payments were not made and are due again. Somebody answers for the account, or corrects it.',
      scope: 'payments:read',
      answer: { status: 200, description: 'The checks that wait.', body: z.strictObject({ data: z.array(nameCheckSchema) }) },
      examples: { answer: { data: [nameCheckExample] } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const rows = await inTransaction(database, { authorityId, readOnly: true }, (tx) => listNamesToAcknowledge(tx, authorityId));
        return accepted({ body: { data: rows.map(shownNameCheck) } });
      },
    }),
    defineOperation({
      id: 'payments.acknowledge-name',
      method: 'post',
      path: '/v1/payment-rails/stripe/name-checks/{verificationId}/acknowledgement',
      summary: 'Answer for an account whose name did not match',
      description: 'Who, when and why are kept. It stands for later payments to this account while its bank gives the same answer.',
      scope: 'payments:write',
      params: z.strictObject({ verificationId: z.string().regex(/^\w{3,100}$/) }),
      body: z.strictObject({ reason: z.enum(overrideReasons), why: words }),
      answer: { status: 200, description: 'The check, acknowledged.', body: nameCheckSchema },
      examples: {
        params: { verificationId: 'rcver_test_61S' },
        body: { reason: 'confirmed-by-phone', why: 'Called the number on file; maiden name on the account.' },
        answer: { ...nameCheckExample, status: 'acknowledged', acknowledgedBy: 'identity:42', acknowledgedReason: 'confirmed-by-phone' },
      },
      refusals: ['stripe-not-connected', 'name-check-not-found', 'name-check-not-waiting'],
      handle: async ({ caller, params: { verificationId }, body }) => {
        if (stripe === undefined || stripe.authorityId !== caller.authorityId) return refused({ code: 'stripe-not-connected', facts: {} });
        const row = await acknowledgeName(stripe, actorOf(caller), { verificationId, ...body });
        return row.ok ? accepted({ body: shownNameCheck(row.value) }) : row;
      },
    }),
  ];
}

function shownParked({ sourceRef, reason, objectId, facts, parkedAt, settledBy, settledWhy }: ParkedRow) {
  return { sourceRef, reason, objectId, facts, parkedAt: parkedAt.toISOString(), settledBy, settledWhy };
}

function shownNameCheck(row: VerificationRow) {
  const { verificationId, accountId, matchResult, status, checkedAt, acknowledgedBy, acknowledgedReason } = row;
  return { verificationId, accountId, matchResult, status, checkedAt: checkedAt.toISOString(), acknowledgedBy, acknowledgedReason };
}
