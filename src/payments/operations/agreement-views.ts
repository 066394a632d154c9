import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { openedBy } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { agreementDeskOf } from '../agreements/open-desk.ts';
import { agreementCalendar, listAgreements, viewAgreement } from '../agreements/read-agreements.ts';
import type { AgreementRow } from '../agreements/store.ts';
import { agreementStates, consentKinds, decisionKinds, instalmentKinds, recipientKinds, stopGrounds } from '../rules/agreement-kinds.ts';
import { attentionKinds, listAttention } from '../schedules/attention.ts';
import { agreementExample, agreementIds, agreementParams, agreementTable, familyParams, shownDate } from './agreement-schemas.ts';

const agreementSchema = z
  .strictObject({
    agreementId: z.uuid(),
    lineCode: z.string(),
    childId: z.uuid(),
    recipientKind: z.enum(recipientKinds),
    state: z.enum(agreementStates),
    from: shownDate,
    until: shownDate,
    amount: moneyJsonSchema,
    noticeVersion: z.number().int(),
    consentedVersion: z.number().int().optional(),
    stoppedFrom: shownDate.optional(),
    revision: z.number().int().meta({ description: 'The ETag to change it with.' }),
  })
  .meta({ id: 'PaymentAgreement', description: 'Who is paid what for which line, and how far it has come.' });

const viewSchema = z
  .strictObject({
    agreement: agreementSchema,
    notices: z.array(
      z.strictObject({
        version: z.number().int(),
        givenOn: shownDate,
        childName: z.string(),
        agreedProvision: z.string(),
        conditions: z.array(z.string()),
        from: shownDate,
        until: shownDate,
        amount: moneyJsonSchema,
        account: z.string().optional(),
        payDates: z.array(z.strictObject({ payOn: shownDate, amount: moneyJsonSchema })),
      }),
    ),
    consents: z.array(
      z.strictObject({ kind: z.enum(consentKinds), version: z.number().int(), capacity: z.enum(recipientKinds), writtenOn: shownDate }),
    ),
    decisions: z.array(
      z.strictObject({
        decisionId: z.uuid(),
        kind: z.enum(decisionKinds),
        decidedOn: shownDate,
        effectiveOn: shownDate,
        ground: z.enum(stopGrounds).optional(),
        about: z.uuid().optional(),
        reasons: z.string(),
      }),
    ),
  })
  .meta({ id: 'PaymentAgreementView', description: 'An agreement with its notices, signatures and decisions.' });

const calendarSchema = z
  .strictObject({
    payOn: shownDate.meta({ description: 'The day the money is sent for.' }),
    dueOn: shownDate,
    from: shownDate,
    until: shownDate,
    amount: moneyJsonSchema,
    kind: z.enum(instalmentKinds),
    state: z.string(),
  })
  .meta({ id: 'PaymentDate', description: 'One payment, and the days it is for.' });

const attentionSchema = z
  .strictObject({
    kind: z.enum(attentionKinds),
    familyId: z.uuid(),
    childId: z.uuid(),
    agreementId: z.uuid().optional(),
    lineCode: z.string().optional(),
    absenceId: z.uuid().optional(),
    on: shownDate,
    arrears: moneyJsonSchema.optional().meta({ description: 'What should have been paid by today and was not.' }),
  })
  .meta({ id: 'PaymentAttention', description: 'Something an officer must look at before a family is left without money.' });

const shownExample = {
  ...{ agreementId: agreementIds.agreement, lineCode: 'L2', childId: agreementIds.person, recipientKind: 'parent', state: 'live' },
  ...{ from: '2026-04-01', until: '2027-03-31', amount: moneyJson(1_000_000n), noticeVersion: 1, consentedVersion: 1, revision: 5 },
} as const;
const dateExample = {
  ...{ payOn: '2026-04-29', dueOn: '2026-04-29', from: '2026-04-29', until: '2026-05-26' },
  ...{ amount: moneyJson(76_923n), kind: 'regular', state: 'planned' },
} as const;

/** What families and officers read of agreements: both read the same. */
export function agreementViewOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  const desk = agreementDeskOf(room);
  return [
    define({
      id: 'payments.list-agreements',
      method: 'get',
      path: '/v1/families/{familyId}/agreements',
      summary: 'List a family’s agreements',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'Earliest first.', body: listSchema(agreementSchema) },
      examples: { params: { familyId: agreementIds.family }, answer: { data: [shownExample], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const rows = await listAgreements(desk, caller, familyId);
        if (!rows.ok) return rows;
        return accepted({ body: { data: rows.value.map(shownAgreement), nextCursor: null }, opened: openedBy(caller, familyId) });
      },
    }),
    define({
      id: 'payments.read-agreement',
      method: 'get',
      path: '/v1/families/{familyId}/agreements/{agreementId}',
      summary: 'Read an agreement, its notices and its decisions',
      description: 'With the reasons of every decision, as the family reads them too.',
      scope: 'payments:read',
      params: agreementParams,
      answer: { status: 200, description: 'The agreement.', body: viewSchema },
      examples: { params: agreementExample, answer: { agreement: shownExample, notices: [], consents: [], decisions: [] } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const view = await viewAgreement(desk, caller, params);
        if (!view.ok) return view;
        const { agreement, notices, consents, decisions } = view.value;
        const body: z.infer<typeof viewSchema> = {
          agreement: shownAgreement(agreement),
          notices: notices.map(({ version, givenOn, words, from, until, amount, maskedAccount, payDates }) => ({
            ...{ version, givenOn, childName: words.childName, agreedProvision: words.agreedProvision, conditions: [...words.conditions] },
            ...{ from, until, amount: moneyJson(amount), ...(maskedAccount !== null && { account: maskedAccount }) },
            payDates: payDates.map(({ payOn, pence }) => ({ payOn, amount: moneyJson(BigInt(pence)) })),
          })),
          consents: consents.map(({ kind, version, capacity, writtenOn }) => ({ kind, version, capacity, writtenOn })),
          decisions: decisions.map(({ decisionId, kind, decidedOn, effectiveOn, ground, about, reasons }) => {
            return {
              decisionId,
              kind,
              decidedOn,
              effectiveOn,
              reasons,
              ...(ground !== null && { ground }),
              ...(about !== null && { about }),
            };
          }),
        };
        return accepted({ body, headers: { ETag: versionTag(agreement.revision) }, opened: openedBy(caller, params.familyId) });
      },
    }),
    define({
      id: 'payments.read-calendar',
      method: 'get',
      path: '/v1/families/{familyId}/agreements/{agreementId}/calendar',
      summary: 'See every payment date',
      description: 'Before it is signed: as it would be. From the start on: as it stands.',
      scope: 'payments:read',
      params: agreementParams,
      answer: { status: 200, description: 'In order of the days.', body: listSchema(calendarSchema) },
      examples: { params: agreementExample, answer: { data: [dateExample], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const dates = await agreementCalendar(desk, caller, params);
        if (!dates.ok) return dates;
        const data = dates.value.map(({ payOn, dueOn, coverFrom, coverUntil, amount, kind, state }) => {
          return { payOn, dueOn, from: coverFrom, until: coverUntil, amount: moneyJson(amount), kind, state };
        });
        return accepted({ body: { data, nextCursor: null }, opened: openedBy(caller, params.familyId) });
      },
    }),
    define({
      id: 'payments.list-attention',
      method: 'get',
      path: '/v1/payments/attention',
      summary: 'List what must be looked at before a family goes without money',
      description:
        'Plans in force that nobody is paid for, with what is owed; agreements past their last day or about to end; own consent that falls due; long stays.',
      scope: 'payments:read',
      query: z.strictObject({ kind: z.enum(attentionKinds).optional() }),
      answer: { status: 200, description: 'Soonest first.', body: listSchema(attentionSchema) },
      examples: {
        query: { kind: 'nothing-paid-yet' },
        answer: {
          data: [
            {
              ...{
                kind: 'nothing-paid-yet',
                familyId: agreementIds.family,
                childId: agreementIds.person,
                lineCode: 'L2',
                on: '2026-09-01',
              },
              arrears: moneyJson(250_000n),
            },
          ],
          nextCursor: null,
        },
      },
      refusals: [],
      handle: async ({ caller, query }) => {
        const found = await listAttention(desk, caller.authorityId, query.kind);
        const data = found.map(({ arrears, ...each }) => ({ ...each, ...(arrears !== undefined && { arrears: moneyJson(arrears) }) }));
        const opened = [...new Set(found.map(({ familyId }) => familyId))].map((familyId) => ({ familyId }));
        return accepted({ body: { data, nextCursor: null }, opened });
      },
    }),
  ];
}

function shownAgreement(row: AgreementRow): z.infer<typeof agreementSchema> {
  const {
    agreementId,
    lineCode,
    childId,
    recipientKind,
    state,
    from,
    until,
    amount,
    noticeVersion,
    consentedVersion,
    stoppedFrom,
    revision,
  } = row;
  return {
    ...{ agreementId, lineCode, childId, recipientKind, state, from, until, amount: moneyJson(amount), noticeVersion, revision },
    ...(consentedVersion !== null && { consentedVersion }),
    ...(stoppedFrom !== null && { stoppedFrom }),
  };
}
