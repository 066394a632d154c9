import { z } from 'zod';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { confirmPaymentByHand, recordPaymentByHand } from '../rails/manual/pay-by-hand.ts';
import { listRailSettings, type RailSettings, setUpRail } from '../rails/rail-settings.ts';
import { handMethods } from '../rails/schema.ts';
import { recordReturn } from '../returns/record-return.ts';
import { actorOf, codeSchema, daySchema, INSTRUCTION_ID, type PaymentRoom, paymentParams, railSchema, runDeskOf } from './payment-room.ts';

const settledBy = z.enum(['bank-statement', 'rail-statement']);
const bank = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, 'This must be the code of one of our bank accounts in the books.');
const settingsSchema = z
  .strictObject({
    rail: railSchema,
    bank,
    settledBy,
    largestPayment: moneyJsonSchema,
    largestRun: moneyJsonSchema,
    plannedDaily: z.boolean(),
    revision: z.number().int(),
  })
  .meta({ id: 'RailSettings', description: 'A rail that the council pays by: from which account, and how much at most.' });
const settingsExample = {
  rail: 'manual',
  bank: 'northmoor-payments',
  settledBy: 'bank-statement',
  largestPayment: { amount: '10000.00', currency: 'GBP' },
  largestRun: { amount: '250000.00', currency: 'GBP' },
  plannedDaily: true,
  revision: 1,
} as const;
const params = { instructionId: INSTRUCTION_ID };
const standsSchema = z.strictObject({ instructionId: z.uuid() });

export function railOperations(room: PaymentRoom): readonly Operation[] {
  const desk = runDeskOf(room);
  return [
    defineOperation({
      id: 'payments.list-rails',
      method: 'get',
      path: '/v1/payment-rails',
      summary: 'List the rails that are set up',
      description: 'With their limits and the account each pays from.',
      scope: 'payments:read',
      answer: { status: 200, description: 'The rails.', body: z.strictObject({ data: z.array(settingsSchema) }) },
      examples: { answer: { data: [settingsExample] } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const found = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => listRailSettings(tx, authorityId));
        return accepted({ body: { data: found.map(shownSettings) } });
      },
    }),
    defineOperation({
      id: 'payments.set-up-rail',
      method: 'put',
      path: '/v1/payment-rails/{rail}',
      summary: 'Set a rail up',
      description: 'From which account it pays, what settles its payments, and its limits. If-Match is the revision; 0 for a new one.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: z.strictObject({ rail: railSchema }),
      body: z.strictObject({ bank, settledBy, largestPayment: moneySchema, largestRun: moneySchema, plannedDaily: z.boolean() }),
      answer: { status: 200, description: 'The rail as it is used from now on.', body: settingsSchema },
      examples: {
        params: { rail: 'manual' },
        body: {
          bank: 'northmoor-payments',
          settledBy: 'bank-statement',
          largestPayment: { amount: '10000.00', currency: 'GBP' },
          largestRun: { amount: '250000.00', currency: 'GBP' },
          plannedDaily: true,
        },
        answer: settingsExample,
      },
      refusals: ['rail-limits-wrong', 'version-stale'],
      handle: async ({ caller, params: { rail }, body, ifMatch }) => {
        const set = await setUpRail(room, actorOf(caller), { rail, ...body }, ifMatch);
        return set.ok
          ? accepted({ body: shownSettings(set.value), headers: { ETag: versionTag(set.value.revision) } })
          : refused(set.refusal);
      },
    }),
    defineOperation({
      id: 'payments.record-payment-by-hand',
      method: 'post',
      path: '/v1/payments/{instructionId}/by-hand',
      summary: 'Record a payment made by hand',
      description: 'A cheque, the bank’s own screen, a prepaid card that is there already. It counts once a colleague confirms it.',
      scope: 'payments:write',
      idempotent: true,
      params: paymentParams,
      body: z.strictObject({
        method: z.enum(handMethods),
        madeOn: daySchema,
        handReference: z.string().regex(/^[A-Za-z0-9 /-]{1,40}$/, 'This must be 1 to 40 letters, digits, spaces, hyphens or slashes.'),
      }),
      answer: { status: 200, description: 'Recorded.', body: z.strictObject({ attempt: z.number().int() }) },
      examples: { params, body: { method: 'cheque', madeOn: '2026-12-31', handReference: '100042' }, answer: { attempt: 1 } },
      refusals: ['payment-not-found', 'payment-not-by-hand'],
      handle: async ({ caller, params: { instructionId }, body }) => {
        const recorded = await recordPaymentByHand(desk, actorOf(caller), { instructionId, ...body });
        return recorded.ok ? accepted({ body: recorded.value }) : refused(recorded.refusal);
      },
    }),
    defineOperation({
      id: 'payments.confirm-payment-by-hand',
      method: 'post',
      path: '/v1/payments/{instructionId}/by-hand/confirmation',
      summary: 'Confirm a payment made by hand',
      description: 'By somebody else than who made it. From here on the payment is sent.',
      scope: 'payments:write',
      idempotent: true,
      params: paymentParams,
      answer: { status: 200, description: 'Confirmed.', body: standsSchema },
      examples: { params, answer: params },
      refusals: ['payment-not-found', 'payment-not-by-hand', 'recorder-may-not-confirm'],
      handle: async ({ caller, params: { instructionId } }) => {
        const confirmed = await confirmPaymentByHand(desk, actorOf(caller), { instructionId });
        return confirmed.ok ? accepted({ body: { instructionId } }) : refused(confirmed.refusal);
      },
    }),
    defineOperation({
      id: 'payments.record-return',
      method: 'post',
      path: '/v1/payments/{instructionId}/return',
      summary: 'Record that a payment came back',
      description:
        'New entries of that day put the money back and make what was due, due again; nothing earlier is edited. Told twice, it is one return.',
      scope: 'payments:write',
      idempotent: true,
      params: paymentParams,
      body: z.strictObject({
        bank,
        returnedOn: daySchema,
        reason: codeSchema,
        bankReference: z
          .string()
          .regex(/^[\x20-\x7e]{1,40}$/)
          .optional(),
      }),
      answer: {
        status: 200,
        description: 'The return.',
        body: z.strictObject({ instructionId: z.uuid(), returnedOn: z.iso.date(), bookedOn: z.iso.date(), reason: z.string() }),
      },
      examples: {
        params,
        body: { bank: 'northmoor-payments', returnedOn: '2026-10-16', reason: 'account-closed' },
        answer: { ...params, returnedOn: '2026-10-16', bookedOn: '2026-10-16', reason: 'account-closed' },
      },
      refusals: [
        'payment-not-found',
        'payment-not-sent',
        'payment-already-returned',
        'return-before-payment',
        'no-open-period',
        'ledger-refused',
      ],
      handle: async ({ caller, params: { instructionId }, body: { bankReference, ...body } }) => {
        const told = { instructionId, ...body, ...(bankReference !== undefined && { bankReference }) };
        const recorded = await recordReturn(desk, actorOf(caller), told);
        if (!recorded.ok) return refused(recorded.refusal);
        const { returnedOn, bookedOn, reason } = recorded.value;
        return accepted({ body: { instructionId, returnedOn, bookedOn, reason }, replayed: recorded.value.recordedBefore });
      },
    }),
  ];
}

function shownSettings({ largestPayment, largestRun, ...settings }: RailSettings) {
  return { ...settings, largestPayment: moneyJson(largestPayment), largestRun: moneyJson(largestRun) };
}
