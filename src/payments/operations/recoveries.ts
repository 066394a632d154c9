import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../platform/letters/letter-as-text.ts';
import { accepted } from '../../platform/result.ts';
import { seeCareConcern, withdrawRecovery } from '../recovery/care-concern.ts';
import { challengeRecovery } from '../recovery/challenge-recovery.ts';
import { giveRecoveryNotice } from '../recovery/give-recovery-notice.ts';
import { openRecovery, previewRecovery } from '../recovery/open-case.ts';
import { listRecoveries, readRecoveryLetter, recoveriesToWorkOn } from '../recovery/read-recoveries.ts';
import { challengeRoutes, payerKinds } from '../recovery/rules/kinds.ts';
import { agreementIds, agreementTable, dateSchema, familyParams, reasonsSchema, revisedSchema, text } from './agreement-schemas.ts';
import {
  attentionSchema,
  CASE_REFUSALS,
  caseExample,
  caseParams,
  caseSchema,
  openFields,
  previewedSchema,
  SUM_REFUSALS,
  shownCase,
  sumExample,
  sumFields,
} from './recovery-schemas.ts';

const wordsBody = z.strictObject({ words: text(4_000, 'What was done and why.') });
const revised = { status: 200, description: 'The new revision.', body: revisedSchema } as const;
const answered = (revision: number) => accepted({ body: { revision }, headers: { ETag: versionTag(revision) } });

/** Money to return, from the first look to the family's answer. What moves money is beside this. */
export function recoveryOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const change = { method: 'post', scope: 'payments:write', ifMatchRequired: true, params: caseParams } as const;
  return [
    define({
      id: 'payments.preview-recovery',
      method: 'post',
      path: '/v1/families/{familyId}/recoveries/preview',
      summary: 'Work out what would be asked for',
      description: 'Net of what is owed, without the family’s own money and contributions, and only on a ground that the line’s law lists.',
      scope: 'payments:read',
      params: familyParams,
      body: z.strictObject(sumFields),
      answer: { status: 200, description: 'The sum, with nothing kept.', body: previewedSchema },
      examples: {
        params: { familyId: agreementIds.family },
        body: sumExample,
        answer: {
          ...{ amount: moneyJson(6_154n), kept: moneyJson(153_846n), regime: 'section-17a', routes: ['reconsideration', 'complaint'] },
          ...{ source: 'The authority’s policy', verified: false },
        },
      },
      refusals: SUM_REFUSALS,
      handle: async ({ caller, params: { familyId }, body }) => {
        const previewed = await previewRecovery(room, caller, familyId, body);
        if (!previewed.ok) return previewed;
        const { amount, kept, regime } = previewed.value;
        const { source, verified } = regime.grounds.find(({ ground }) => ground === body.ground) ?? { source: '', verified: false };
        const routes = regime.routes.map(({ route }) => route);
        const shown = { amount: moneyJson(amount), kept: moneyJson(kept), regime: regime.code, routes, source, verified };
        return accepted({ body: shown, opened: [{ familyId }] });
      },
    }),
    define({
      id: 'payments.open-recovery',
      method: 'post',
      path: '/v1/families/{familyId}/recoveries',
      summary: 'Begin a matter of money to return',
      description: 'Nothing is told or booked. Money that lay unused because no worker was found is a care concern first.',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject(openFields),
      answer: {
        status: 201,
        description: 'The matter.',
        body: z.strictObject({ caseId: z.uuid(), amount: previewedSchema.shape.amount, revision: z.number().int() }),
      },
      examples: {
        params: { familyId: agreementIds.family },
        body: { ...sumExample, whyUnused: 'support-changed', words: 'Fewer hours in the summer.' },
        answer: { caseId: agreementIds.decision, amount: moneyJson(6_154n), revision: 1 },
      },
      refusals: [
        ...SUM_REFUSALS,
        ...(['errand-for-a-stranger', 'change-under-way', 'why-unused-missing', 'money-has-a-purpose', 'recovery-open-already'] as const),
        'final-pay-first',
      ],
      handle: async ({ caller, params: { familyId }, body }) => {
        const opened = await openRecovery(room, caller, familyId, body);
        if (!opened.ok) return opened;
        const { caseId, amount, revision } = opened.value;
        return accepted({ body: { caseId, amount: moneyJson(amount), revision }, headers: { ETag: versionTag(revision) } });
      },
    }),
    define({
      id: 'payments.list-recoveries',
      method: 'get',
      path: '/v1/families/{familyId}/recoveries',
      summary: 'See what is to be returned, and how it came to that',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'Oldest first.', body: listSchema(caseSchema) },
      examples: { params: { familyId: agreementIds.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await listRecoveries(room, caller, familyId);
        if (!views.ok) return views;
        const opened = views.value.map(({ found }) => ({ familyId, personId: found.childId }));
        return accepted({ body: { data: views.value.map(shownCase), nextCursor: null }, opened });
      },
    }),
    define({
      id: 'payments.list-recovery-work',
      method: 'get',
      path: '/v1/recoveries/attention',
      summary: 'What of money to return waits for an officer',
      description: 'Concerns to look at, decisions that may be made, answers that are due or late, and payments that have not come.',
      scope: 'payments:read',
      answer: { status: 200, description: 'The list of today.', body: listSchema(attentionSchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const data = await recoveriesToWorkOn(room, caller.authorityId);
        return accepted({ body: { data, nextCursor: null }, opened: data.map(({ familyId }) => ({ familyId })) });
      },
    }),
    define({
      ...change,
      id: 'payments.see-care-concern',
      path: '/v1/families/{familyId}/recoveries/{caseId}/care-concern',
      summary: 'Record what is done about support that has not happened',
      body: wordsBody,
      answer: revised,
      examples: { params: caseExample, body: { words: 'An agency begins on 12 October.' }, answer: { revision: 2 } },
      refusals: [...CASE_REFUSALS, 'no-care-concern'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const seen = await seeCareConcern(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return seen.ok ? answered(seen.value.revision) : seen;
      },
    }),
    define({
      ...change,
      id: 'payments.give-recovery-notice',
      path: '/v1/families/{familyId}/recoveries/{caseId}/notice',
      summary: 'Tell the payer what is asked for and how to answer',
      description: 'Reasons, amount, time and payer in writing. It books nothing and takes nothing.',
      body: z.strictObject({
        reasons: reasonsSchema,
        payer: z.enum(payerKinds),
        payerName: text(200, 'Of personal representatives: who they are.').optional(),
        firstDay: dateSchema.optional().meta({ description: 'Left out: today and the policy’s days.' }),
      }),
      answer: revised,
      examples: { params: caseExample, body: { reasons: 'More than eight weeks.', payer: 'recipient' }, answer: { revision: 2 } },
      refusals: [
        ...CASE_REFUSALS,
        ...(['notice-incomplete', 'notice-too-short', 'care-concern-first', 'next-period-not-funded'] as const),
        ...(['payer-without-authority', 'family-not-written-to'] as const),
      ],
      handle: async ({ caller, params, body, ifMatch }) => {
        const given = await giveRecoveryNotice(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return given.ok ? answered(given.value.revision) : given;
      },
    }),
    define({
      ...change,
      id: 'payments.challenge-recovery',
      path: '/v1/families/{familyId}/recoveries/{caseId}/challenge',
      summary: 'Ask for it to be looked at again',
      description: 'Once, by a route of its law. Nothing is decided or taken until it is answered.',
      body: z.strictObject({ route: z.enum(challengeRoutes), words: text(8_000, 'Why you think it is wrong.') }),
      answer: revised,
      examples: { params: caseExample, body: { route: 'reconsideration', words: 'It is for the holidays.' }, answer: { revision: 3 } },
      refusals: [...CASE_REFUSALS, 'challenged-already', 'route-not-open'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const asked = await challengeRecovery(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return asked.ok ? answered(asked.value.revision) : asked;
      },
    }),
    define({
      ...change,
      id: 'payments.withdraw-recovery',
      path: '/v1/families/{familyId}/recoveries/{caseId}/withdrawal',
      summary: 'Ask no more',
      description: 'Before it is decided.',
      body: wordsBody,
      answer: revised,
      examples: { params: caseExample, body: { words: 'The hours were made up.' }, answer: { revision: 3 } },
      refusals: CASE_REFUSALS,
      handle: async ({ caller, params, body, ifMatch }) => {
        const ended = await withdrawRecovery(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return ended.ok ? answered(ended.value.revision) : ended;
      },
    }),
    define({
      id: 'payments.read-recovery-letter',
      method: 'get',
      path: '/v1/families/{familyId}/recoveries/{caseId}/letters/{letterId}',
      summary: 'Read a letter as it was written',
      scope: 'payments:read',
      params: z.strictObject({ ...caseParams.shape, letterId: z.uuid() }),
      answer: {
        status: 200,
        description: 'The same letter as text and as a tagged PDF (PDF/UA).',
        body: z.strictObject({ text: z.string(), pdf: z.base64() }),
      },
      examples: { params: { ...caseExample, letterId: agreementIds.agreement }, answer: { text: 'Dear Sam', pdf: 'JVBERi0=' } },
      refusals: ['record-not-found', 'recovery-not-found'],
      handle: async ({ caller, params }) => {
        const letter = await readRecoveryLetter(room, caller, params);
        if (!letter.ok) return letter;
        const pdf = (await letterAsPdf(letter.value)).toString('base64');
        return accepted({ body: { text: letterAsText(letter.value), pdf }, opened: [{ familyId: params.familyId }] });
      },
    }),
  ];
}
