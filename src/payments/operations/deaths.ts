import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { deathsOfFamily, dueDeathSteps } from '../deaths/death-list.ts';
import { type DeathRoom, recordDeath } from '../deaths/record-death.ts';
import { deathKinds, deathStates, deathSteps, stepStates } from '../deaths/rules/steps.ts';
import { correctDeath, nameOwner, resumeContact, settleStep } from '../deaths/work-on-death.ts';
import { paymentProblems } from '../problems.ts';
import { dateSchema, exampleIds, familyParams, personParams, shownDate } from './payee-schemas.ts';

const deathParams = familyParams.extend({ deathId: z.uuid().meta({ description: 'The record of the death.' }) }).strict();
const stepSchema = z.enum(deathSteps);
const ownerSchema = z
  .string()
  .min(1)
  .max(100)
  .meta({ description: 'The officer who takes over, as the audit names them.', example: 'identity:7' });
const wordsSchema = z.strictObject({ words: z.string().trim().min(1).max(2_000).meta({ description: 'Why.' }) });
const changedSchema = z.strictObject({ revision: z.number().int() });
const example = { familyId: exampleIds.family, deathId: exampleIds.table };
const onOne = ['record-not-found', 'errand-for-a-stranger', 'death-not-found', 'death-record-over', 'version-stale'] as const;

const deathSchema = z
  .strictObject({
    deathId: z.uuid(),
    kind: z.enum(deathKinds),
    personId: z.uuid().optional(),
    payeeId: z.uuid().optional(),
    diedOn: shownDate.optional(),
    learntOn: shownDate,
    state: z.enum(deathStates),
    owner: z.string().optional(),
    contactFrom: shownDate.optional(),
    revision: z.number().int(),
    steps: z.array(z.strictObject({ step: stepSchema, dueOn: shownDate, state: z.enum(stepStates), words: z.string().optional() })),
  })
  .meta({ id: 'Death', description: 'What is to be done after somebody has died.' });

/** When somebody dies: payments and messages stop, an officer takes over, and what is owed to workers is paid before any reckoning. */
export function deathOperations(room: DeathRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  const change = { method: 'post', scope: 'payments:write', params: deathParams, ifMatchRequired: true } as const;
  const answer = { status: 200, description: 'The new revision.', body: changedSchema } as const;
  const answered = (revision: number) => accepted({ body: { revision }, headers: { ETag: versionTag(revision) } });
  return [
    define({
      id: 'payments.record-death',
      method: 'post',
      path: '/v1/families/{familyId}/persons/{personId}/death',
      summary: 'Record that somebody has died',
      description:
        'Payments to their account stop at once. When it is the child, no automatic message, alert or recovery goes to the family from this moment.',
      scope: 'payments:write',
      params: personParams,
      body: z.strictObject({ diedOn: dateSchema, owner: ownerSchema }),
      answer: { status: 201, description: 'The record, with its list of steps.', body: z.strictObject({ deathId: z.uuid() }) },
      examples: {
        params: { familyId: exampleIds.family, personId: exampleIds.person },
        body: { diedOn: '2026-04-10', owner: 'identity:7' },
        answer: { deathId: exampleIds.table },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'payee-person-unknown', 'death-recorded-already', 'death-day-ahead'],
      handle: async ({ caller, params, body }) => {
        const recorded = await recordDeath(room, caller, { ...params, ...body });
        return recorded.ok ? accepted({ body: recorded.value }) : recorded;
      },
    }),
    define({
      id: 'payments.list-family-deaths',
      method: 'get',
      path: '/v1/families/{familyId}/deaths',
      summary: 'See what is to be done after a death',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'The records of the family.', body: listSchema(deathSchema) },
      examples: { params: { familyId: exampleIds.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await deathsOfFamily(room, caller.authorityId, familyId);
        if (!views.ok) return views;
        const data = views.value.map(({ steps, ...death }) => ({ ...death, steps: [...steps] }));
        return accepted({ body: { data, nextCursor: null }, opened: [{ familyId }] });
      },
    }),
    define({
      id: 'payments.list-death-steps',
      method: 'get',
      path: '/v1/deaths/steps',
      summary: 'List open steps after deaths',
      description: 'Those that nobody has taken over first, then by day; at most five hundred.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The open steps.',
        body: listSchema(
          z.strictObject({
            familyId: z.uuid(),
            deathId: z.uuid(),
            kind: z.enum(deathKinds),
            step: stepSchema,
            dueOn: shownDate,
            owner: z.string().nullable(),
          }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const data = await dueDeathSteps(room, caller.authorityId);
        const families = [...new Set(data.map(({ familyId }) => familyId))];
        return accepted({ body: { data, nextCursor: null }, opened: families.map((familyId) => ({ familyId })) });
      },
    }),
    define({
      ...change,
      id: 'payments.settle-death-step',
      path: '/v1/families/{familyId}/deaths/{deathId}/steps/{step}',
      summary: 'Settle a step after a death',
      description: 'The reckoning is refused while wages, notice, redundancy, tax or bills are open.',
      params: deathParams.extend({ step: stepSchema }).strict(),
      body: wordsSchema.extend({ state: z.enum(['done', 'not-needed']) }).strict(),
      answer,
      examples: {
        params: { ...example, step: 'final-wages' },
        body: { state: 'done', words: 'Paid by the payroll firm on 24 April.' },
        answer: { revision: 2 },
      },
      refusals: [...onOne, 'death-step-unknown', 'death-step-done', 'final-pay-first'],
      handle: async ({ caller, params: { step, ...death }, body, ifMatch }) => {
        const settled = await settleStep(room, caller, { ...death, ifMatch: ifMatch ?? '' }, { step, ...body });
        return settled.ok ? answered(settled.value.revision) : settled;
      },
    }),
    define({
      ...change,
      id: 'payments.name-death-owner',
      path: '/v1/families/{familyId}/deaths/{deathId}/owner',
      summary: 'Name the officer who takes over',
      body: z.strictObject({ owner: ownerSchema }),
      answer,
      examples: { params: example, body: { owner: 'identity:7' }, answer: { revision: 2 } },
      refusals: onOne,
      handle: async ({ caller, params, body, ifMatch }) => {
        const named = await nameOwner(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.owner);
        return named.ok ? answered(named.value.revision) : named;
      },
    }),
    define({
      ...change,
      id: 'payments.resume-contact',
      path: '/v1/families/{familyId}/deaths/{deathId}/contact',
      summary: 'Let messages reach the family again',
      body: wordsSchema,
      answer,
      examples: {
        params: example,
        body: { words: 'Spoke with the mother on 2 June; letters about the sister may come.' },
        answer: { revision: 3 },
      },
      refusals: onOne,
      handle: async ({ caller, params, body, ifMatch }) => {
        const resumed = await resumeContact(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.words);
        return resumed.ok ? answered(resumed.value.revision) : resumed;
      },
    }),
    define({
      ...change,
      id: 'payments.correct-death',
      path: '/v1/families/{familyId}/deaths/{deathId}/correction',
      summary: 'Take back a death that was recorded by mistake',
      description: 'Somebody other than who recorded it. Payments that stopped because of it may go out again.',
      body: wordsSchema,
      answer,
      examples: { params: example, body: { words: 'The letter was about another family.' }, answer: { revision: 2 } },
      refusals: [...onOne, 'confirmer-is-proposer', 'person-needed'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const corrected = await correctDeath(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.words);
        return corrected.ok ? answered(corrected.value.revision) : corrected;
      },
    }),
  ];
}
