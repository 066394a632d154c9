import { z } from 'zod';
import { type BudgetRoom, keyedRequest } from '../../budgets/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { agreementDeskOf } from '../agreements/open-desk.ts';
import { stopGrounds } from '../rules/agreement-kinds.ts';
import { changePayments, previewChange } from '../schedules/change-payments.ts';
import type { DecidedPayments } from '../schedules/decide-payments.ts';
import { pausePayments, previewRestart, restartPayments } from '../schedules/pause-payments.ts';
import { previewStart, startPayments } from '../schedules/start-payments.ts';
import { previewStop, stopPayments } from '../schedules/stop-payments.ts';
import {
  agreementExample,
  agreementParams,
  agreementTable,
  askedTerms,
  dateSchema,
  decidedExample,
  decidedSchema,
  MONEY_REFUSALS,
  moneyFromNothing,
  previewExample,
  previewSchema,
  reasonsSchema,
  shownFigures,
  shownPreview,
  termsExample,
  termsSchema,
} from './agreement-schemas.ts';

const grounds = stopGrounds.filter((ground) => ground !== 'consent-withdrawn');
const stopFields = {
  ground: z.enum(grounds as [(typeof grounds)[number], ...(typeof grounds)[number][]]),
  from: dateSchema.meta({ description: 'The first day that is no longer paid for.' }),
  noticeOn: dateSchema.meta({ description: 'The day on which the family was told in writing.' }),
};
const stopExample = { ground: 'cannot-secure-agreed-provision', from: '2026-07-01', noticeOn: '2026-05-20' };
const restartFields = {
  from: dateSchema.meta({ description: 'The first day that is paid for in full again.' }),
  backPayment: moneyFromNothing.meta({ description: 'What is paid now for the days of the pause.' }),
};
const restartExample = { from: '2026-08-01', backPayment: { amount: '120.00', currency: 'GBP' } };
const TERMS = ['terms-missing', 'terms-malformed'] as const;
const READY = ['consent-missing', 'recipient-not-checked', 'recipient-excluded', 'head-agreement-missing'] as const;

type Verb = 'start' | 'change' | 'stop' | 'pause' | 'restart';
const VERBS: Readonly<Record<Verb, { readonly summary: string; readonly description: string }>> = {
  start: { summary: 'Start paying', description: 'Promises the sum and plans every payment. Days that have passed are paid at once.' },
  change: {
    summary: 'Change what is paid from a day on',
    description: 'The family has been told by a notice with the same terms; less is paid only after its days. What is paid stays paid.',
  },
  stop: {
    summary: 'Stop paying',
    description: 'On a ground of the law, with reasons and notice. The family may ask once to have it looked at again.',
  },
  pause: {
    summary: 'Pause payments',
    description: 'An officer’s decision with reasons. Say what is paid on to keep helpers: nothing is an answer too.',
  },
  restart: { summary: 'Go on paying', description: 'Decides what is paid of what was held back; see the preview first.' },
};

/** What is paid by an agreement: started, changed, stopped, paused and restarted, each with its preview. */
export function scheduleOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const desk = agreementDeskOf(room);
  const deciding = (verb: Verb) =>
    ({
      id: `payments.${verb}-agreement`,
      method: 'post',
      path: `/v1/families/{familyId}/agreements/{agreementId}/${verb}`,
      summary: VERBS[verb].summary,
      description: VERBS[verb].description,
      scope: 'payments:write',
      idempotent: true,
      ifMatchRequired: true,
      params: agreementParams,
      answer: { status: 200, description: 'It is decided.', body: decidedSchema },
    }) as const;
  const previewing = (verb: Exclude<Verb, 'pause'>) =>
    ({
      id: `payments.preview-${verb}`,
      method: 'post',
      path: `/v1/families/{familyId}/agreements/{agreementId}/${verb}/preview`,
      summary: `See first: ${VERBS[verb].summary.toLowerCase()}`,
      description: 'Shows what it would come to. Nothing is done.',
      scope: 'payments:read',
      params: agreementParams,
      answer: { status: 200, description: 'What it would do.', body: previewSchema },
    }) as const;
  return [
    define({
      ...deciding('start'),
      body: z.strictObject({ reasons: reasonsSchema }),
      examples: { params: agreementExample, body: { reasons: 'Signed on 20 March.' }, answer: decidedExample },
      refusals: [...MONEY_REFUSALS, ...TERMS, ...READY],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const request = keyedRequest(caller, 'payments.start-agreement', idempotencyKey ?? '', { ...params, ...body });
        const done = await startPayments(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, request, body);
        return done.ok ? accepted(decided(done.value)) : done;
      },
    }),
    define({
      ...previewing('start'),
      body: z.strictObject({}),
      examples: { params: agreementExample, body: {}, answer: previewExample },
      refusals: ['record-not-found', 'amount-above-line', ...TERMS],
      handle: async ({ caller, params }) => {
        const shown = await previewStart(desk, caller, params);
        return shown.ok ? accepted({ body: shownPreview(shown.value), opened: [{ familyId: params.familyId }] }) : shown;
      },
    }),
    define({
      ...deciding('change'),
      body: z.strictObject({ terms: termsSchema, reasons: reasonsSchema }),
      examples: { params: agreementExample, body: { terms: termsExample, reasons: 'Two hours more a week.' }, answer: decidedExample },
      refusals: [...MONEY_REFUSALS, ...TERMS, 'notice-missing', 'effective-day-outside', 'notice-too-short'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const request = keyedRequest(caller, 'payments.change-agreement', idempotencyKey ?? '', { ...params, ...body });
        const change = { terms: askedTerms(body.terms), reasons: body.reasons };
        const done = await changePayments(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, request, change);
        return done.ok ? accepted(decided(done.value)) : done;
      },
    }),
    define({
      ...previewing('change'),
      body: z.strictObject({ terms: termsSchema }),
      examples: { params: agreementExample, body: { terms: termsExample }, answer: previewExample },
      refusals: ['record-not-found', 'amount-above-line', ...TERMS, 'notice-missing', 'effective-day-outside', 'notice-too-short'],
      handle: async ({ caller, params, body }) => {
        const shown = await previewChange(desk, caller, params, askedTerms(body.terms));
        return shown.ok ? accepted({ body: shownPreview(shown.value), opened: [{ familyId: params.familyId }] }) : shown;
      },
    }),
    define({
      ...deciding('stop'),
      body: z.strictObject({ ...stopFields, reasons: reasonsSchema }),
      examples: { params: agreementExample, body: { ...stopExample, reasons: 'The helper has moved away.' }, answer: decidedExample },
      refusals: [...MONEY_REFUSALS, 'effective-day-outside', 'notice-too-short'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const request = keyedRequest(caller, 'payments.stop-agreement', idempotencyKey ?? '', { ...params, ...body });
        const done = await stopPayments(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, request, body);
        return done.ok ? accepted(decided(done.value)) : done;
      },
    }),
    define({
      ...previewing('stop'),
      body: z.strictObject(stopFields),
      examples: { params: agreementExample, body: stopExample, answer: previewExample },
      refusals: ['record-not-found', 'amount-above-line', 'effective-day-outside', 'notice-too-short'],
      handle: async ({ caller, params, body }) => {
        const shown = await previewStop(desk, caller, params, body);
        return shown.ok ? accepted({ body: shownPreview(shown.value), opened: [{ familyId: params.familyId }] }) : shown;
      },
    }),
    define({
      ...deciding('pause'),
      body: z.strictObject({
        from: dateSchema.meta({ description: 'The first day whose payments are held.' }),
        retainer: moneyFromNothing.meta({ description: 'What is paid on of each payment so that helpers stay; 0.00 when nothing is.' }),
        reasons: reasonsSchema,
      }),
      examples: {
        params: agreementExample,
        body: { from: '2026-06-01', retainer: { amount: '40.00', currency: 'GBP' }, reasons: 'A long stay; the helper is kept on.' },
        answer: decidedExample,
      },
      refusals: [...MONEY_REFUSALS],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const request = keyedRequest(caller, 'payments.pause-agreement', idempotencyKey ?? '', { ...params, ...body });
        const done = await pausePayments(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, request, body);
        return done.ok ? accepted(decided(done.value)) : done;
      },
    }),
    define({
      ...deciding('restart'),
      body: z.strictObject({ ...restartFields, reasons: reasonsSchema }),
      examples: { params: agreementExample, body: { ...restartExample, reasons: 'Home again.' }, answer: decidedExample },
      refusals: [...MONEY_REFUSALS, 'effective-day-outside', 'back-payment-too-large'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const request = keyedRequest(caller, 'payments.restart-agreement', idempotencyKey ?? '', { ...params, ...body });
        const done = await restartPayments(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, request, body);
        return done.ok ? accepted(decided(done.value)) : done;
      },
    }),
    define({
      ...previewing('restart'),
      body: z.strictObject(restartFields),
      examples: { params: agreementExample, body: restartExample, answer: previewExample },
      refusals: ['record-not-found', 'amount-above-line', 'effective-day-outside', 'back-payment-too-large'],
      handle: async ({ caller, params, body }) => {
        const shown = await previewRestart(desk, caller, params, body);
        return shown.ok ? accepted({ body: shownPreview(shown.value), opened: [{ familyId: params.familyId }] }) : shown;
      },
    }),
  ];
}

function decided({ decisionId, revision, figures, replayed }: DecidedPayments) {
  return { body: { decisionId, revision, figures: shownFigures(figures) }, replayed, headers: { ETag: versionTag(revision) } };
}
