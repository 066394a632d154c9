import { z } from 'zod';
import { readerOf, recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Caller, Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { paymentProblems } from '../problems.ts';
import { recordLateCause, reportLatePayments } from '../punctuality/late-payments.ts';
import { answerMissingPayment, missingPaymentsOf, openMissingPayments, reportMissingPayment } from '../punctuality/missing-payment.ts';
import type { PunctualityRoom } from '../punctuality/promised-payments.ts';
import { lateCauses } from '../punctuality/rules/causes.ts';
import { missingAnswers } from '../punctuality/rules/kinds.ts';
import { dateSchema, exampleIds, familyParams, shownDate } from './payee-schemas.ts';

export const dueRefSchema = z.string().min(1).max(100).meta({ description: 'The payment, as the schedule names it.', example: 'L2:8' });
const stateSchema = z.enum(['planned', 'held', 'in-run', 'paid', 'returned', 'cancelled']);
const wordsSchema = z.string().trim().min(1).max(2_000);
const caseParams = familyParams.extend({ caseId: z.uuid().meta({ description: 'The question.' }) }).strict();
const lateSchema = z.strictObject({
  dueRef: z.string(),
  familyId: z.uuid(),
  promisedOn: shownDate,
  paidOn: shownDate.nullable(),
  amount: moneyJsonSchema,
  state: stateSchema,
  daysLate: z.number().int(),
  cause: z.enum(lateCauses).optional(),
});
const missingSchema = z
  .strictObject({
    caseId: z.uuid(),
    dueRef: z.string().nullable(),
    openedOn: shownDate,
    answerBy: shownDate,
    words: z.string().optional(),
    answer: z.enum(missingAnswers).nullable(),
    answeredOn: shownDate.nullable(),
    answerWords: z.string().optional(),
    revision: z.number().int(),
  })
  .meta({ id: 'MissingPayment', description: 'Somebody asked where a payment is, and what they were told.' });

/** In whose part of the record somebody of the family reads: their own; staff read the whole. */
export function openedIn(caller: Caller, familyId: string) {
  if (readerOf(caller, familyId).kind === 'staff') return [{ familyId }];
  const personId = caller.actingAs?.personId;
  return [{ familyId, ...(personId !== undefined && { personId }) }];
}

/** Promised against actual, and the question where a payment is. */
export function punctualityOperations(room: PunctualityRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.report-missing-payment',
      method: 'post',
      path: '/v1/families/{familyId}/missing-payments',
      summary: 'Say that a payment has not come',
      description: 'One step: the answer says what we know at once, and by which day somebody tells you the rest.',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject({ dueRef: dueRefSchema.optional(), words: wordsSchema.optional() }),
      answer: {
        status: 201,
        description: 'What is known, and by when you hear more.',
        body: z.strictObject({
          caseId: z.uuid(),
          answerBy: shownDate,
          known: z
            .strictObject({
              dueRef: z.string(),
              promisedOn: shownDate,
              amount: moneyJsonSchema,
              state: stateSchema,
              sentOn: shownDate.optional(),
              returnedOn: shownDate.optional(),
              maskedAccount: z.string().optional(),
            })
            .optional(),
        }),
      },
      examples: {
        params: { familyId: exampleIds.family },
        body: {},
        answer: {
          caseId: exampleIds.table,
          answerBy: '2026-10-16',
          known: {
            dueRef: 'L2:8',
            promisedOn: '2026-10-14',
            amount: { amount: '769.23', currency: 'GBP' },
            state: 'paid',
            sentOn: '2026-10-14',
          },
        },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'promised-payment-not-found'],
      handle: async ({ caller, params: { familyId }, body }) => {
        const reported = await reportMissingPayment(room, caller, { familyId, ...body });
        if (!reported.ok) return reported;
        const { known, ...report } = reported.value;
        return accepted({ body: { ...report, ...(known !== undefined && { known: { ...known, amount: moneyJson(known.amount) } }) } });
      },
    }),
    define({
      id: 'payments.list-missing-payments',
      method: 'get',
      path: '/v1/families/{familyId}/missing-payments',
      summary: 'See what was asked about payments, and the answers',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'The questions.', body: listSchema(missingSchema) },
      examples: { params: { familyId: exampleIds.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await missingPaymentsOf(room, caller, familyId);
        if (!views.ok) return views;
        return accepted({ body: { data: views.value, nextCursor: null }, opened: openedIn(caller, familyId) });
      },
    }),
    define({
      id: 'payments.answer-missing-payment',
      method: 'post',
      path: '/v1/families/{familyId}/missing-payments/{caseId}/answer',
      summary: 'Tell a family where its payment is',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: caseParams,
      body: z.strictObject({ answer: z.enum(missingAnswers), words: wordsSchema.meta({ description: 'What the family reads.' }) }),
      answer: { status: 200, description: 'The new revision.', body: z.strictObject({ revision: z.number().int() }) },
      examples: {
        params: { familyId: exampleIds.family, caseId: exampleIds.table },
        body: { answer: 'to-be-sent-again', words: 'It came back from your bank. Give us new bank details and we send it again.' },
        answer: { revision: 2 },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'missing-payment-not-found', 'missing-payment-answered', 'version-stale'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const answered = await answerMissingPayment(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return answered.ok ? accepted({ body: answered.value, headers: { ETag: versionTag(answered.value.revision) } }) : answered;
      },
    }),
    define({
      id: 'payments.list-open-missing-payments',
      method: 'get',
      path: '/v1/missing-payments',
      summary: 'List questions that wait for an answer',
      description: 'The one promised soonest first; at most five hundred.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The open questions.',
        body: listSchema(
          z.strictObject({ caseId: z.uuid(), familyId: z.uuid(), dueRef: z.string().nullable(), openedOn: shownDate, answerBy: shownDate }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const data = await openMissingPayments(room, caller.authorityId);
        const families = [...new Set(data.map(({ familyId }) => familyId))];
        return accepted({ body: { data, nextCursor: null }, opened: families.map((familyId) => ({ familyId })) });
      },
    }),
    define({
      id: 'payments.report-punctuality',
      method: 'get',
      path: '/v1/punctuality',
      summary: 'See promised days against actual days',
      description: 'For payments promised for the days asked: how many came on time, what is owed today, and each late one with its cause.',
      scope: 'payments:read',
      query: z.strictObject({ from: dateSchema, until: dateSchema }),
      answer: {
        status: 200,
        description: 'The figures and the late payments, the longest wait first.',
        body: z.strictObject({
          promised: z.number().int(),
          onTime: z.number().int(),
          late: z.number().int(),
          longestDays: z.number().int(),
          arrears: moneyJsonSchema,
          bySide: z.strictObject({ council: z.number().int(), bank: z.number().int(), family: z.number().int() }),
          payments: z.array(lateSchema),
        }),
      },
      examples: {
        query: { from: '2026-10-01', until: '2026-10-31' },
        answer: {
          promised: 0,
          onTime: 0,
          late: 0,
          longestDays: 0,
          arrears: { amount: '0.00', currency: 'GBP' },
          bySide: { council: 0, bank: 0, family: 0 },
          payments: [],
        },
      },
      refusals: [],
      handle: async ({ caller, query }) => {
        const { figures, late } = await reportLatePayments(room, caller.authorityId, query);
        const payments = late.map(({ payment, daysLate, cause }) => {
          const { dueRef, familyId, promisedOn, paidOn, amount, state } = payment;
          return {
            dueRef,
            familyId,
            promisedOn,
            paidOn,
            amount: moneyJson(amount),
            state,
            daysLate,
            ...(cause !== undefined && { cause }),
          };
        });
        const { arrears, bySide, ...counts } = figures;
        const opened = [...new Set(late.map(({ payment }) => payment.familyId))].map((familyId) => ({ familyId }));
        return accepted({ body: { ...counts, arrears: moneyJson(arrears), bySide: { ...bySide }, payments }, opened });
      },
    }),
    define({
      id: 'payments.record-late-cause',
      method: 'post',
      path: '/v1/families/{familyId}/late-causes',
      summary: 'Record why a payment came late',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject({ dueRef: dueRefSchema, cause: z.enum(lateCauses) }),
      answer: { status: 201, description: 'How late it was.', body: z.strictObject({ daysLate: z.number().int() }) },
      examples: {
        params: { familyId: exampleIds.family },
        body: { dueRef: 'L2:8', cause: 'account-closed' },
        answer: { daysLate: 9 },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'promised-payment-not-found', 'cause-not-then', 'payment-not-late'],
      handle: async ({ caller, params: { familyId }, body }) => {
        const recorded = await recordLateCause(room, caller, { familyId, ...body });
        return recorded.ok ? accepted({ body: recorded.value }) : recorded;
      },
    }),
  ];
}
