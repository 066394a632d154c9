import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { agreementDeskOf } from '../agreements/open-desk.ts';
import { proposeNamedAccount } from '../agreements/propose-named-account.ts';
import { answerReconsideration, askReconsideration } from '../agreements/reconsider.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import { payeeKinds } from '../payees/rules/payee-states.ts';
import { paymentProblems } from '../problems.ts';
import { changeAbsence, recordAbsence } from '../schedules/absences.ts';
import {
  agreementExample,
  agreementIds,
  agreementParams,
  agreementTable,
  CHANGE_REFUSALS,
  dateSchema,
  familyParams,
  reasonsSchema,
  revisedSchema,
  shownDate,
  text,
} from './agreement-schemas.ts';
import { bankDetailsSchema, proposedExample, proposedSchema, untilThenSchema } from './payee-schemas.ts';

const decisionId = z.uuid().meta({ description: 'The decision it is about.' });
const absenceParams = z.strictObject({ ...familyParams.shape, absenceId: z.uuid().meta({ description: 'The stay.' }) });
const askedSchema = z.strictObject({
  answerBy: shownDate.meta({ description: 'The day by which the council answers.' }),
  revision: z.number().int(),
});

/** What a family may ask about a decision, and the stays that policy puts before an officer. */
export function agreementRightOperations(room: PayeeRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...agreementTable, ...paymentProblems });
  const desk = agreementDeskOf(room);
  return [
    define({
      id: 'payments.ask-reconsideration',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/reconsiderations',
      summary: 'Ask for a decision to be looked at again',
      description: 'Once for each decision to change, pause or stop payments. The council answers by the day in the answer.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({ decisionId, words: text(8_000, 'Why you think it is wrong.') }),
      answer: { status: 201, description: 'When it is answered.', body: askedSchema },
      examples: {
        params: agreementExample,
        body: { decisionId: agreementIds.decision, words: 'We have all the receipts.' },
        answer: { answerBy: '2026-06-07', revision: 6 },
      },
      refusals: [
        ...CHANGE_REFUSALS,
        'decision-not-found',
        'decision-cannot-be-reconsidered',
        'reconsidered-already',
        'reconsideration-not-asked',
      ],
      handle: async ({ caller, params, body, ifMatch }) => {
        const asked = await askReconsideration(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return asked.ok ? accepted({ body: asked.value, headers: { ETag: versionTag(asked.value.revision) } }) : asked;
      },
    }),
    define({
      id: 'payments.answer-reconsideration',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/reconsiderations/answer',
      summary: 'Answer a family that asked',
      description: 'In writing, with reasons. What does not stand is put right by a decision of its own.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({ decisionId, stands: z.boolean(), reasons: reasonsSchema }),
      answer: { status: 201, description: 'It is answered.', body: revisedSchema },
      examples: {
        params: agreementExample,
        body: { decisionId: agreementIds.decision, stands: false, reasons: 'The receipts show it.' },
        answer: { revision: 7 },
      },
      refusals: [
        ...CHANGE_REFUSALS,
        'decision-not-found',
        'decision-cannot-be-reconsidered',
        'reconsidered-already',
        'reconsideration-not-asked',
      ],
      handle: async ({ caller, params, body, ifMatch }) => {
        const answered = await answerReconsideration(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return answered.ok ? accepted({ body: answered.value, headers: { ETag: versionTag(answered.value.revision) } }) : answered;
      },
    }),
    define({
      id: 'payments.propose-named-account',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/bank-account',
      summary: 'Give the bank details of whoever you have named',
      description:
        'Of a nominee or third party, by the person who named them in writing and with the word of the owner. Check digits and name are checked at once; then somebody at the council confirms them, and a changed account is paid after a few working days.',
      scope: 'payments:write',
      params: agreementParams,
      body: z.strictObject({
        name: z.string().trim().min(1).max(200).meta({ description: 'Who is paid, as you call them.' }),
        kind: z.enum(payeeKinds),
        details: bankDetailsSchema,
        untilThen: untilThenSchema,
        ownerAgreedOn: dateSchema.meta({ description: 'The day on which the owner said that you may give it to us.' }),
      }),
      answer: { status: 201, description: 'The details wait to be confirmed.', body: proposedSchema },
      examples: {
        params: agreementExample,
        body: {
          name: 'Northmoor Managed Accounts',
          kind: 'organisation',
          details: { accountName: 'Northmoor Managed Accounts', sortCode: '01-02-03', accountNumber: '12345678' },
          ownerAgreedOn: '2026-04-01',
        },
        answer: proposedExample,
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'agreement-names-nobody',
        'not-named-by-you',
        'owner-agrees-first',
        'payee-is-not-the-familys',
        'payee-person-unknown',
        'payee-not-in-books',
        'payee-not-found',
        'bank-details-malformed',
        'check-digits-wrong',
        'bank-says-account-is-gone',
        'payee-stopped',
        'account-waits-already',
        'account-is-the-same',
        'account-is-ours',
        'account-was-closed',
      ],
      handle: async ({ caller, params, body }) => {
        const proposed = await proposeNamedAccount(room, caller, { ...params, ...body });
        return proposed.ok ? accepted({ body: proposed.value }) : proposed;
      },
    }),
    define({
      id: 'payments.record-absence',
      method: 'post',
      path: '/v1/families/{familyId}/absences',
      summary: 'Record a stay away from home',
      description: 'Payments go on. On the day that policy names an officer looks at it; only an officer pauses payments, with reasons.',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject({ childId: z.uuid(), from: dateSchema, until: dateSchema.optional(), words: text(2_000, 'Where and why.') }),
      answer: { status: 201, description: 'When an officer looks.', body: z.strictObject({ absenceId: z.uuid(), lookAtOn: shownDate }) },
      examples: {
        params: { familyId: agreementIds.family },
        body: { childId: agreementIds.person, from: '2026-06-01', words: 'In hospital.' },
        answer: { absenceId: agreementIds.decision, lookAtOn: '2026-06-29' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'person-unknown', 'dates-crossed'],
      handle: async ({ caller, params, body }) => {
        const recorded = await recordAbsence(desk, caller, params.familyId, body);
        return recorded.ok ? accepted({ body: recorded.value }) : recorded;
      },
    }),
    define({
      id: 'payments.change-absence',
      method: 'patch',
      path: '/v1/families/{familyId}/absences/{absenceId}',
      summary: 'Say when a stay ended, or that somebody has looked at it',
      scope: 'payments:write',
      params: absenceParams,
      body: z
        .strictObject({ until: dateSchema.optional(), lookedAt: z.literal(true).optional() })
        .refine((change) => Object.keys(change).length > 0, 'Say what shall change.'),
      answer: { status: 204, description: 'It is changed.', body: z.undefined() },
      examples: { params: { familyId: agreementIds.family, absenceId: agreementIds.decision }, body: { until: '2026-07-10' } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'absence-not-found', 'dates-crossed'],
      handle: async ({ caller, params, body }) => {
        const changed = await changeAbsence(desk, caller, params, body);
        return changed.ok ? accepted({ body: undefined }) : changed;
      },
    }),
  ];
}
