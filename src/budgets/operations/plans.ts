import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { openPlan } from '../plans/open-plan.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { listPlans, readPlan } from '../plans/plan-view.ts';
import { planProblems } from '../plans/problems.ts';
import { settingKinds } from '../plans/rules/plan-words.ts';
import { planExample, planFactsExample, planFactsSchema, planSchema, shownPlan } from './plan-schemas.ts';
import { dateSchema, familyParams, ids, planParams, revised, text } from './request-schemas.ts';

/** Plans as a whole: start one, list them, read one. */
export function planOperations(room: PlanRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems });
  return [
    define({
      id: 'budgets.list-plans',
      method: 'get',
      path: '/v1/families/{familyId}/plans',
      summary: 'List a family’s plans',
      description: 'Staff see all of them; somebody of the family, those of children whose affairs are open to them.',
      scope: 'budgets:read',
      params: familyParams,
      answer: { status: 200, description: 'The plans, newest first.', body: z.strictObject({ data: z.array(planFactsSchema) }) },
      examples: { params: { familyId: ids.family }, answer: { data: [planFactsExample] } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const plans = await listPlans(room, caller, familyId);
        if (!plans.ok) return plans;
        const children = [...new Set(plans.value.map(({ childId }) => childId))];
        return accepted({ body: { data: plans.value }, opened: children.map((personId) => ({ familyId, personId })) });
      },
    }),
    define({
      id: 'budgets.open-plan',
      method: 'post',
      path: '/v1/families/{familyId}/plans',
      summary: 'Start a plan as a draft',
      scope: 'budgets:write',
      params: familyParams,
      body: z.strictObject({
        childId: z.uuid().meta({ description: 'The child or young person it is for.' }),
        planType: text(40, 'The kind of plan.').meta({ example: 'EHC_PLAN' }),
        startsOn: dateSchema,
        endsOn: dateSchema.optional().meta({ description: 'Its last day, where one is known.' }),
        settingKind: z.enum(settingKinds).meta({ description: 'Where the child learns.' }),
        element2Held: z.boolean().meta({ description: 'Whether a school holds the first £6,000 for this child.' }),
        settingName: text(200, 'The school or college by its name.').optional(),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ planId: z.uuid(), revision: z.number().int() }) },
      examples: {
        params: { familyId: ids.family },
        body: {
          childId: ids.child,
          planType: 'EHC_PLAN',
          startsOn: '2026-09-01',
          settingKind: 'mainstream',
          element2Held: true,
          settingName: 'Example School',
        },
        answer: { planId: ids.plan, revision: 1 },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'plan-child-unknown',
        'plan-type-unknown',
        'plan-age-outside',
        'plan-dates-crossed',
        'plan-running-already',
      ],
      handle: async ({ caller, params, body }) => {
        const opened = await openPlan(room, caller, params.familyId, body);
        return revised(opened);
      },
    }),
    define({
      id: 'budgets.read-plan',
      method: 'get',
      path: '/v1/families/{familyId}/plans/{planId}',
      summary: 'Read a plan',
      description: 'Its sections, outcomes with their progress, support, reviews and moves to the next phase, as they stand.',
      scope: 'budgets:read',
      params: planParams,
      answer: { status: 200, description: 'The plan.', body: planSchema },
      examples: { params: { familyId: ids.family, planId: ids.plan }, answer: planExample },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const read = await readPlan(room, caller, params);
        if (!read.ok) return read;
        const { childId: personId, revision } = read.value.plan;
        const opened = [{ familyId: params.familyId, personId }];
        return accepted({ body: shownPlan(read.value), headers: { ETag: versionTag(revision) }, opened });
      },
    }),
  ];
}
