import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { addOutcome, changeOutcome, noteProgress } from '../plans/outcomes.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { planProblems } from '../plans/problems.ts';
import { addProvision, changeProvision } from '../plans/provisions.ts';
import {
  deliveryPlaces,
  outcomeKinds,
  outcomeStates,
  planSections,
  progressMeasures,
  provisionUnits,
  supportSections,
} from '../plans/rules/plan-words.ts';
import { writeSection } from '../plans/write-section.ts';
import { dateSchema, ids, planParams, revised, revisedSchema, text } from './request-schemas.ts';

const outcomeFields = {
  kind: z.enum(outcomeKinds),
  text: text(2_000, 'What shall be achieved.'),
  baseline: text(2_000, 'Where the child stands today.').optional(),
  target: text(2_000, 'Where they shall stand, and how one will see it.').optional(),
  achieveBy: dateSchema.optional(),
};
const outcomeParams = z.strictObject({ ...planParams.shape, outcomeId: z.uuid().meta({ description: 'The outcome.' }) });

const units = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})(\.\d{1,2})?$/, 'A number of units, with at most two decimals.')
  .refine((number) => Number(number) > 0, 'More than nothing.');
const provisionFields = {
  section: z.enum(supportSections),
  outcomeId: z.uuid().meta({ description: 'The outcome it is for.' }),
  kind: text(60, 'A kind of support.').meta({ example: 'speech-and-language-therapy' }),
  unit: z.enum(provisionUnits),
  unitsPerWeek: units.meta({ description: 'Units each week; give weeks with it.', example: '2.00' }),
  weeks: z.number().int().min(1).max(53).meta({ description: 'Weeks of a year.' }),
  totalUnits: units.meta({ description: 'Units in all, where it is not so many a week.', example: '6' }),
  termTimeOnly: z.boolean(),
  deliveredIn: z.enum(deliveryPlaces),
  from: dateSchema,
  until: dateSchema.meta({ description: 'Its last day.' }),
  description: text(4_000, 'What it is.'),
  byWhom: text(400, 'Who gives it, and what they must know.'),
};
const { outcomeId, unitsPerWeek, weeks, totalUnits, until, byWhom, ...always } = provisionFields;
const provisionParams = z.strictObject({ ...planParams.shape, provisionId: z.uuid().meta({ description: 'The support.' }) });

const pathOf = { familyId: ids.family, planId: ids.plan };
const common = ['record-not-found', 'errand-for-a-stranger', 'version-stale', 'plan-not-open'] as const;
const aboutProvision = [...common, 'provision-kind-unknown', 'plan-dates-crossed', 'provision-amount-unclear', 'outcome-unknown'] as const;

/** What a plan is made of: sections, outcomes and their progress, support. Every change needs the plan’s ETag and makes the next one. */
export function planPartOperations(room: PlanRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems });
  return [
    define({
      id: 'budgets.write-section',
      method: 'put',
      path: '/v1/families/{familyId}/plans/{planId}/sections/{section}',
      summary: 'Write a section of a plan',
      description: 'Makes the next version; earlier ones are kept.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: z.strictObject({ ...planParams.shape, section: z.enum(planSections).meta({ description: 'F, G, H1, H2 or J.' }) }),
      body: z.strictObject({ text: text(40_000, 'What the section says.') }),
      answer: { status: 200, description: 'The plan’s new revision.', body: revisedSchema },
      examples: { params: { ...pathOf, section: 'F' }, body: { text: 'Two hours of therapy a week.' }, answer: { revision: 2 } },
      refusals: common,
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await writeSection(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.text)),
    }),
    define({
      id: 'budgets.add-outcome',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/outcomes',
      summary: 'Add an outcome to a plan',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject(outcomeFields),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ outcomeId: z.uuid(), ...revisedSchema.shape }) },
      examples: {
        params: pathOf,
        body: { kind: 'employment', text: 'Alex works two days a week.', baseline: 'No work yet.', target: 'Two days by June.' },
        answer: { outcomeId: ids.outcome, revision: 3 },
      },
      refusals: common,
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await addOutcome(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.change-outcome',
      method: 'patch',
      path: '/v1/families/{familyId}/plans/{planId}/outcomes/{outcomeId}',
      summary: 'Change an outcome',
      description: 'What is left out stays.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: outcomeParams,
      body: z
        .strictObject({
          text: outcomeFields.text.optional(),
          baseline: outcomeFields.baseline,
          target: outcomeFields.target,
          achieveBy: outcomeFields.achieveBy,
          state: z.enum(outcomeStates).optional(),
        })
        .refine((change) => Object.keys(change).length > 0, 'Say what shall change.'),
      answer: { status: 200, description: 'The plan’s new revision.', body: revisedSchema },
      examples: { params: { ...pathOf, outcomeId: ids.outcome }, body: { state: 'achieved' }, answer: { revision: 4 } },
      refusals: common,
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await changeOutcome(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.note-progress',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/outcomes/{outcomeId}/progress',
      summary: 'Note how far an outcome has come',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: outcomeParams,
      body: z.strictObject({ notedOn: dateSchema, measure: z.enum(progressMeasures), note: text(4_000, 'What was seen.').optional() }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ progressId: z.uuid(), ...revisedSchema.shape }) },
      examples: {
        params: { ...pathOf, outcomeId: ids.outcome },
        body: { notedOn: '2026-03-31', measure: 'on-track' },
        answer: { progressId: ids.row, revision: 5 },
      },
      refusals: [...common, 'plan-dates-crossed'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await noteProgress(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.add-provision',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/provisions',
      summary: 'Add support to a plan',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({
        ...always,
        outcomeId: outcomeId.optional(),
        unitsPerWeek: unitsPerWeek.optional(),
        weeks: weeks.optional(),
        totalUnits: totalUnits.optional(),
        until: until.optional(),
        byWhom: byWhom.optional(),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ provisionId: z.uuid(), ...revisedSchema.shape }) },
      examples: {
        params: pathOf,
        body: {
          section: 'F',
          kind: 'speech-and-language-therapy',
          unit: 'hour',
          unitsPerWeek: '2.00',
          weeks: 39,
          termTimeOnly: true,
          deliveredIn: 'school',
          from: '2026-09-01',
          description: 'One to one.',
        },
        answer: { provisionId: ids.provision, revision: 6 },
      },
      refusals: aboutProvision,
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await addProvision(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.change-provision',
      method: 'patch',
      path: '/v1/families/{familyId}/plans/{planId}/provisions/{provisionId}',
      summary: 'Change support in a plan',
      description: 'Null takes something away; what is left out stays.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: provisionParams,
      body: z
        .strictObject({
          ...z.strictObject(always).partial().shape,
          outcomeId: outcomeId.nullish(),
          unitsPerWeek: unitsPerWeek.nullish(),
          weeks: weeks.nullish(),
          totalUnits: totalUnits.nullish(),
          until: until.nullish(),
          byWhom: byWhom.nullish(),
        })
        .refine((change) => Object.keys(change).length > 0, 'Say what shall change.'),
      answer: { status: 200, description: 'The plan’s new revision.', body: revisedSchema },
      examples: { params: { ...pathOf, provisionId: ids.provision }, body: { unitsPerWeek: '3.00' }, answer: { revision: 7 } },
      refusals: aboutProvision,
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await changeProvision(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
  ];
}
