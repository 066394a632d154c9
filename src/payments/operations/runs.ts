import { z } from 'zod';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, type Refusal, refused } from '../../platform/result.ts';
import { closePaymentRun } from '../runs/close-payment-run.ts';
import { linesHash } from '../runs/lines-hash.ts';
import { planDueRun } from '../runs/plan-due-run.ts';
import { readExclusions, readHeads, readInstructionPage, readRun } from '../runs/store.ts';
import { submitPaymentRun } from '../runs/submit-payment-run.ts';
import { excludePayment, exclusionReasons, withdrawPaymentRun } from '../runs/withdraw-payment-run.ts';
import { actorOf, daySchema, INSTRUCTION_ID, type PaymentRoom, RUN_ID, railSchema, runDeskOf, runParams } from './payment-room.ts';
import {
  headExample,
  paymentExample,
  paymentSchema,
  runExample,
  runHeadSchema,
  runSchema,
  shownHead,
  shownPayment,
  shownRun,
} from './shown-run.ts';

const runPlaces = cursorCodec('payment-runs', z.strictObject({ payDate: daySchema, runId: z.uuid() }));
const paymentPlaces = cursorCodec('payments', z.strictObject({ number: z.string().regex(/^\d{1,18}$/) }));
const params = { runId: RUN_ID };

export function runOperations(room: PaymentRoom): readonly Operation[] {
  const desk = runDeskOf(room);
  const { database } = room;
  const shown = async (authorityId: number, runId: string) =>
    inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
      const run = await readRun(tx, authorityId, runId);
      if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } } as const);
      const body = shownRun(run, await readExclusions(tx, authorityId, runId));
      return accepted({ body, headers: { ETag: versionTag(linesHash(run)) } });
    });
  const then = async <R extends Refusal>(done: { ok: true } | { ok: false; refusal: R }, authorityId: number, runId: string) =>
    done.ok ? shown(authorityId, runId) : refused(done.refusal);
  return [
    defineOperation({
      id: 'payments.plan-run',
      method: 'post',
      path: '/v1/payment-runs',
      summary: 'Plan a payment run',
      description:
        'What is due on the day, and what was missed before it, becomes a draft; what cannot be paid is told with the reason. The run of a day and a rail exists once: planned again, it is the same run. Say extra for a further one, for what has become due since.',
      scope: 'payments:write',
      body: z.strictObject({ payDate: daySchema, rail: railSchema, extra: z.boolean().optional() }),
      answer: { status: 201, description: 'The draft.', body: runSchema },
      examples: { body: { payDate: '2026-12-31', rail: 'manual' }, answer: runExample },
      refusals: ['rail-not-set-up', 'payment-run-empty', 'originator-not-listed', 'too-late-to-submit'],
      handle: async ({ caller, body: { payDate, rail, extra } }) => {
        const planned = await planDueRun(desk, actorOf(caller), { payDate, rail, ...(extra !== undefined && { extra }) });
        return planned.ok ? shown(caller.authorityId, planned.value.run.runId) : refused(planned.refusal);
      },
    }),
    defineOperation({
      id: 'payments.list-runs',
      method: 'get',
      path: '/v1/payment-runs',
      summary: 'List payment runs',
      description: 'The latest pay date first.',
      scope: 'payments:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of runs.', body: listSchema(runHeadSchema) },
      examples: { answer: { data: [headExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller: { authorityId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : runPlaces.decode(cursor);
        if (!from.ok) return from;
        const found = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
          readHeads(tx, authorityId, { before: from.value, limit: limit + 1 }),
        );
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : runPlaces.encode({ payDate: last.payDate, runId: last.runId });
        return accepted({ body: { data: found.slice(0, limit).map(shownHead), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'payments.show-run',
      method: 'get',
      path: '/v1/payment-runs/{runId}',
      summary: 'Show a payment run',
      description: 'With its total, what was left out and why, and the hash that an approval names.',
      scope: 'payments:read',
      params: runParams,
      answer: { status: 200, description: 'The run.', body: runSchema },
      examples: { params, answer: runExample },
      refusals: ['payment-run-not-found'],
      handle: ({ caller, params: { runId } }) => shown(caller.authorityId, runId),
    }),
    defineOperation({
      id: 'payments.list-run-payments',
      method: 'get',
      path: '/v1/payment-runs/{runId}/payments',
      summary: 'List the payments of a run',
      description: 'In the order of their references.',
      scope: 'payments:read',
      params: runParams,
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of payments.', body: listSchema(paymentSchema) },
      examples: { params, answer: { data: [paymentExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller: { authorityId }, params: { runId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : paymentPlaces.decode(cursor);
        if (!from.ok) return from;
        const after = from.value === undefined ? undefined : BigInt(from.value.number);
        const found = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
          readInstructionPage(tx, authorityId, runId, { after, limit: limit + 1 }),
        );
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : paymentPlaces.encode({ number: `${last.number}` });
        return accepted({
          body: { data: found.slice(0, limit).map(shownPayment), nextCursor },
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
    defineOperation({
      id: 'payments.exclude-payment',
      method: 'post',
      path: '/v1/payment-runs/{runId}/exclusions',
      summary: 'Take a payment out of a draft',
      description: 'With the reason. What it would have paid is due again.',
      scope: 'payments:write',
      params: runParams,
      body: z.strictObject({ instructionId: z.uuid(), reason: z.enum(exclusionReasons) }),
      answer: { status: 200, description: 'The draft without it.', body: runSchema },
      examples: { params, body: { instructionId: INSTRUCTION_ID, reason: 'amount-in-question' }, answer: runExample },
      refusals: ['payment-run-not-found', 'payment-not-found', 'payment-run-not-draft'],
      handle: async ({ caller, params: { runId }, body }) =>
        then(await excludePayment(desk, actorOf(caller), { runId, ...body }), caller.authorityId, runId),
    }),
    defineOperation({
      id: 'payments.submit-run',
      method: 'post',
      path: '/v1/payment-runs/{runId}/submission',
      summary: 'Submit a payment run',
      description: 'An officer stands by the draft; a colleague may then approve it.',
      scope: 'payments:write',
      params: runParams,
      answer: { status: 200, description: 'The run, submitted.', body: runSchema },
      examples: { params, answer: { ...runExample, state: 'submitted' } },
      refusals: [
        'payment-run-not-found',
        'payment-run-not-draft',
        'payment-run-empty',
        'rail-not-set-up',
        'above-largest-run',
        'above-largest-payment',
      ],
      handle: async ({ caller, params: { runId } }) =>
        then(await submitPaymentRun(desk, actorOf(caller), { runId }), caller.authorityId, runId),
    }),
    defineOperation({
      id: 'payments.withdraw-run',
      method: 'post',
      path: '/v1/payment-runs/{runId}/withdrawal',
      summary: 'Withdraw a payment run',
      description: 'Before it is approved. What it would have paid is due again.',
      scope: 'payments:write',
      params: runParams,
      answer: { status: 200, description: 'The run, withdrawn.', body: runSchema },
      examples: { params, answer: { ...runExample, state: 'withdrawn' } },
      refusals: ['payment-run-not-found', 'payment-run-approved'],
      handle: async ({ caller, params: { runId } }) =>
        then(await withdrawPaymentRun(desk, actorOf(caller), { runId }), caller.authorityId, runId),
    }),
    defineOperation({
      id: 'payments.close-run',
      method: 'post',
      path: '/v1/payment-runs/{runId}/closure',
      summary: 'Close a payment run',
      description: 'Once each payment is settled or came back.',
      scope: 'payments:write',
      params: runParams,
      answer: { status: 200, description: 'The run, closed.', body: runSchema },
      examples: { params, answer: { ...runExample, state: 'closed' } },
      refusals: ['payment-run-not-found', 'payment-run-open'],
      handle: async ({ caller, params: { runId } }) =>
        then(await closePaymentRun(desk, actorOf(caller), { runId }), caller.authorityId, runId),
    }),
  ];
}
