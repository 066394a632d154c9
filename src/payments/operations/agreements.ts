import { z } from 'zod';
import { type BudgetRoom, keyedRequest } from '../../budgets/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { draftAgreement } from '../agreements/draft-agreement.ts';
import { giveNotice } from '../agreements/give-notice.ts';
import { agreementDeskOf } from '../agreements/open-desk.ts';
import { recordHeadAgreement, recordRecipientCheck } from '../agreements/record-checks.ts';
import { recordConsent } from '../agreements/record-consent.ts';
import { recipientKinds } from '../rules/agreement-kinds.ts';
import { withdrawConsent } from '../schedules/stop-payments.ts';
import {
  agreementExample,
  agreementIds,
  agreementParams,
  agreementTable,
  askedTerms,
  CHANGE_REFUSALS,
  dateSchema,
  decidedExample,
  decidedSchema,
  familyParams,
  MONEY_REFUSALS,
  revisedSchema,
  shownFigures,
  termsExample,
  termsFields,
  termsSchema,
  text,
} from './agreement-schemas.ts';

const TERMS = ['terms-missing', 'terms-malformed'] as const;
const SIGNERS = ['consent-by-the-wrong-person', 'consent-not-in-writing'] as const;
const RIGHTS = ['right-is-the-young-persons', 'right-is-not-yet-theirs'] as const;
const WITHDRAW = 'payments.withdraw-consent';
const signedBy = z.uuid().optional().meta({ description: 'Of a paper: the person, or the family’s grant to a nominee or third party.' });

/** An agreement from its draft to its signatures; what is paid by it is the schedules' part. */
export function agreementOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const desk = agreementDeskOf(room);
  return [
    define({
      id: 'payments.draft-agreement',
      method: 'post',
      path: '/v1/families/{familyId}/agreements',
      summary: 'Draft a direct payment agreement',
      description: 'Who is paid what for which line, and when. Nothing is promised until it is signed and started.',
      scope: 'payments:write',
      params: familyParams,
      body: z.strictObject({
        lineCode: z.string().min(1).max(40).meta({ description: 'The line’s code.', example: 'L2' }),
        recipientKind: z.enum(recipientKinds),
        recipientPersonId: z.uuid().optional().meta({ description: 'Left out for an organisation.' }),
        payeeId: z.uuid().optional(),
        renews: z.uuid().optional().meta({ description: 'The agreement whose place it takes.' }),
        ...termsFields,
      }),
      answer: { status: 201, description: 'The draft.', body: z.strictObject({ agreementId: z.uuid(), revision: z.number().int() }) },
      examples: {
        params: { familyId: agreementIds.family },
        body: { lineCode: 'L2', recipientKind: 'parent', recipientPersonId: agreementIds.person, ...termsExample },
        answer: { agreementId: agreementIds.agreement, revision: 1 },
      },
      refusals: [
        ...(['record-not-found', 'errand-for-a-stranger', 'agreement-line-unknown', 'line-not-paid-out', 'line-not-agreed'] as const),
        ...(['recipient-unknown', 'renewed-agreement-unknown', 'agreement-outside-line', 'amount-above-line'] as const),
        ...RIGHTS,
        ...TERMS,
      ],
      handle: async ({ caller, params, body }) => {
        const drafted = await draftAgreement(desk, caller, params.familyId, { ...body, ...askedTerms(body) });
        if (!drafted.ok) return drafted;
        return accepted({ body: drafted.value, headers: { ETag: versionTag(drafted.value.revision) } });
      },
    }),
    define({
      id: 'payments.give-notice',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/notices',
      summary: 'Tell the recipient in writing what they are asked to agree to',
      description:
        'The child, the agreed provision, how much, every date, the account and the conditions (SI 2014/1652 reg 8). Each notice is a version; a new one asks for new consent, or tells of new terms of an agreement that is paid.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({
        agreedProvision: text(4_000, 'The support that the money is for.'),
        conditions: z.array(z.strictObject({ words: text(1_000, 'The condition.'), namesProvider: z.boolean() })).max(20),
        terms: termsSchema.optional().meta({ description: 'Of a change: what is to be paid from then on.' }),
        payeeId: z.uuid().optional(),
      }),
      answer: { status: 201, description: 'Its version.', body: z.strictObject({ version: z.number().int(), revision: z.number().int() }) },
      examples: {
        params: agreementExample,
        body: { agreedProvision: 'A personal assistant on weekday afternoons.', conditions: [] },
        answer: { version: 1, revision: 2 },
      },
      refusals: [...CHANGE_REFUSALS, ...TERMS, 'condition-names-provider'],
      handle: async ({ caller, params, body: { terms, ...body }, ifMatch }) => {
        const notice = { ...body, ...(terms !== undefined && { terms: askedTerms(terms) }) };
        const given = await giveNotice(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, notice);
        return given.ok ? accepted({ body: given.value, headers: { ETag: versionTag(given.value.revision) } }) : given;
      },
    }),
    define({
      id: 'payments.record-consent',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/consents',
      summary: 'Sign the notice, or record the paper that was signed',
      description:
        'Whoever signs in signs today and for themselves. An officer records a paper. A nominee or third party is named first, by the parent or the young person.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({
        kind: z.enum(['consent', 'nomination']),
        version: z.number().int().min(1).meta({ description: 'The notice that was read.' }),
        signedBy,
        writtenOn: dateSchema.optional().meta({ description: 'Of a paper: the day on it.' }),
        words: text(4_000, 'What they wrote with it.').optional(),
      }),
      answer: {
        status: 201,
        description: 'Whether everybody has signed who must.',
        body: z.strictObject({ complete: z.boolean(), revision: z.number().int() }),
      },
      examples: { params: agreementExample, body: { kind: 'consent', version: 1 }, answer: { complete: true, revision: 3 } },
      refusals: [...CHANGE_REFUSALS, ...SIGNERS, ...RIGHTS, 'notice-superseded', 'consent-before-notice'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const signed = await recordConsent(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return signed.ok ? accepted({ body: signed.value, headers: { ETag: versionTag(signed.value.revision) } }) : signed;
      },
    }),
    define({
      id: WITHDRAW,
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/consents/withdrawal',
      summary: 'Take consent back',
      description: 'Nothing that is not yet released is paid from this moment. The council then arranges the support itself.',
      scope: 'payments:write',
      idempotent: true,
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({ signedBy, words: text(4_000, 'What they wrote.') }),
      answer: { status: 200, description: 'Payments have stopped.', body: decidedSchema },
      examples: { params: agreementExample, body: { words: 'Please arrange it for us.' }, answer: decidedExample },
      refusals: [...MONEY_REFUSALS, ...SIGNERS],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const asRead = { ...params, ifMatch: ifMatch ?? '' };
        const request = keyedRequest(caller, WITHDRAW, idempotencyKey ?? '', { ...params, ...body });
        const stopped = await withdrawConsent(desk, caller, asRead, request, body);
        if (!stopped.ok) return stopped;
        const { decisionId, revision, figures, replayed } = stopped.value;
        return accepted({
          body: { decisionId, revision, figures: shownFigures(figures) },
          replayed,
          headers: { ETag: versionTag(revision) },
        });
      },
    }),
    define({
      id: 'payments.record-head-agreement',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/head-agreements',
      summary: 'Record what the head or principal answers',
      description: 'Support on the premises of a school, college or early-years setting needs it (SI 2014/1652 reg 9).',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({
        agrees: z.boolean(),
        agreedOn: dateSchema,
        words: text(2_000, 'The setting, who answered, and on what terms.'),
      }),
      answer: { status: 201, description: 'It is kept.', body: revisedSchema },
      examples: {
        params: agreementExample,
        body: { agrees: true, agreedOn: '2026-03-20', words: 'The head, by letter.' },
        answer: { revision: 4 },
      },
      refusals: CHANGE_REFUSALS,
      handle: async ({ caller, params, body, ifMatch }) => {
        const kept = await recordHeadAgreement(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return kept.ok ? accepted({ body: kept.value, headers: { ETag: versionTag(kept.value.revision) } }) : kept;
      },
    }),
    define({
      id: 'payments.record-recipient-check',
      method: 'post',
      path: '/v1/families/{familyId}/agreements/{agreementId}/recipient-checks',
      summary: 'Record whether the recipient may be paid',
      description: 'The check of excluded persons and of who can manage the money with help (SI 2014/1652 reg 5). What was seen is sealed.',
      scope: 'payments:write',
      ifMatchRequired: true,
      params: agreementParams,
      body: z.strictObject({ mayBePaid: z.boolean(), checkedOn: dateSchema, words: text(2_000, 'What was looked at.') }),
      answer: { status: 201, description: 'It is kept.', body: revisedSchema },
      examples: {
        params: agreementExample,
        body: { mayBePaid: true, checkedOn: '2026-03-20', words: 'Declaration signed.' },
        answer: { revision: 4 },
      },
      refusals: CHANGE_REFUSALS,
      handle: async ({ caller, params, body, ifMatch }) => {
        const kept = await recordRecipientCheck(desk, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return kept.ok ? accepted({ body: kept.value, headers: { ETag: versionTag(kept.value.revision) } }) : kept;
      },
    }),
  ];
}
