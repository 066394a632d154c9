import { z } from 'zod';
import { buildPolicy, policyRows } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { ServerSentEvent } from '../../platform/http/event-stream.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { approvePaymentRun } from '../runs/approve-payment-run.ts';
import { followRun, type RunProgress } from '../runs/follow-run.ts';
import { paymentStates, runStates } from '../runs/states.ts';
import { readHead } from '../runs/store.ts';
import { actorOf, type PaymentRoom, RUN_ID, runDeskOf, runParams } from './payment-room.ts';
import { runExample } from './shown-run.ts';

const progressSchema = z
  .strictObject({
    runId: z.uuid(),
    state: z.enum(runStates),
    payments: z.array(z.strictObject({ state: z.enum(paymentStates), payments: z.number().int(), amount: moneyJsonSchema })),
  })
  .meta({ id: 'PaymentRunProgress', description: 'How many payments of a run stand where.' });
const params = { runId: RUN_ID };

/** The second pair of eyes, and watching what comes of it. */
export function runApprovalOperations(room: PaymentRoom): readonly Operation[] {
  const desk = runDeskOf(room);
  // Whose run and how much is known only once it is read, so the use case asks the table again, under the lock.
  const policy = buildPolicy(policyRows, []);
  return [
    defineOperation({
      id: 'payments.approve-run',
      method: 'post',
      path: '/v1/payment-runs/{runId}/approval',
      summary: 'Approve a payment run',
      description:
        'By somebody who neither planned nor submitted it, within their limit. If-Match names the hash that they were shown: what is approved is what was seen, and what is sent is held against it. Said twice, it is approved once.',
      scope: 'payments:write',
      ifMatchRequired: true,
      idempotent: true,
      params: runParams,
      answer: { status: 200, description: 'The hash of what was approved.', body: z.strictObject({ approvedHash: z.string() }) },
      examples: { params, answer: { approvedHash: runExample.hash } },
      refusals: [
        'payment-run-not-found',
        'approver-is-maker',
        'already-approved',
        'payment-run-not-submitted',
        'version-stale',
        'role-missing',
        'second-factor-needed',
        'maker-may-not-approve',
        'above-your-limit',
        'bank-account-cooling-off',
      ],
      handle: async ({ caller, params: { runId }, ifMatch }) => {
        const asked = { runId, person: { caller, policy }, ...(ifMatch !== undefined && { seenHash: ifMatch }) };
        const approved = await approvePaymentRun(desk, actorOf(caller), asked);
        return approved.ok ? accepted({ body: approved.value }) : approved;
      },
    }),
    defineOperation({
      id: 'payments.follow-run',
      method: 'get',
      path: '/v1/payment-runs/{runId}/progress',
      summary: 'Follow a payment run',
      description:
        'Events named progress, whenever something changed, until nothing is under way any more. Connect again at any time: the first event is how it stands.',
      scope: 'payments:read',
      params: runParams,
      answer: { status: 200, description: 'How it stands, again and again.', body: progressSchema, events: true },
      examples: {
        params,
        answer: { runId: RUN_ID, state: 'released', payments: [{ state: 'sent', payments: 12, amount: moneyJson(923_076n) }] },
      },
      refusals: ['payment-run-not-found'],
      handle: async ({ caller: { authorityId }, params: { runId } }) => {
        const { database } = room;
        const head = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readHead(tx, authorityId, runId));
        if (head === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
        return accepted({
          body: undefined,
          events: async function* (gone): AsyncGenerator<ServerSentEvent> {
            for await (const found of followRun(database, authorityId, runId, gone))
              yield { event: 'progress', data: shownProgress(found) };
          },
        });
      },
    }),
  ];
}

function shownProgress({ runId, state, counts }: RunProgress) {
  return { runId, state, payments: counts.map(({ amount, ...count }) => ({ ...count, amount: moneyJson(amount) })) };
}
