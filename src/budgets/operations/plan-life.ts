import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { changePlanFacts } from '../plans/change-plan.ts';
import { decidePhaseTransfer, planPhaseTransfer } from '../plans/phase-transfer.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { ceasePlan, finalisePlan, reviewPlan } from '../plans/plan-life.ts';
import { planProblems } from '../plans/problems.ts';
import { reviewOutcomes, settingKinds } from '../plans/rules/plan-words.ts';
import { dateSchema, ids, planParams, revised, revisedSchema, shownDate, text } from './request-schemas.ts';

const pathOf = { familyId: ids.family, planId: ids.plan };
const common = ['record-not-found', 'errand-for-a-stranger', 'version-stale', 'plan-not-open'] as const;
const settingName = text(200, 'The school or college by its name.');
const element2Held = z.boolean().meta({ description: 'Whether a school holds the first £6,000 for this child.' });

/** A plan’s way: changed, finalised, reviewed, moved to the next phase, ceased. */
export function planLifeOperations(room: PlanRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems });
  return [
    define({
      id: 'budgets.change-plan',
      method: 'patch',
      path: '/v1/families/{familyId}/plans/{planId}',
      summary: 'Change a plan’s dates, setting or next review',
      description: 'What is left out stays; null takes something away. Clocks that hang on the review move with it.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z
        .strictObject({
          startsOn: dateSchema.optional(),
          endsOn: dateSchema.nullish(),
          nextReviewBy: dateSchema.optional().meta({ description: 'At the latest the day that the law asks for.' }),
          settingKind: z.enum(settingKinds).optional(),
          element2Held: element2Held.optional(),
          settingName: settingName.nullish(),
        })
        .refine((change) => Object.keys(change).length > 0, 'Say what shall change.'),
      answer: { status: 200, description: 'The plan’s new revision.', body: revisedSchema },
      examples: { params: pathOf, body: { nextReviewBy: '2027-07-01' }, answer: { revision: 8 } },
      refusals: [...common, 'plan-type-unknown', 'plan-age-outside', 'plan-dates-crossed', 'plan-review-outside', 'plan-in-force-since'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await changePlanFacts(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.finalise-plan',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/finalise',
      summary: 'Finalise a draft: the plan is in force',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({ finalisedOn: dateSchema }),
      answer: {
        status: 200,
        description: 'By when it is reviewed.',
        body: z.strictObject({ ...revisedSchema.shape, nextReviewBy: shownDate.optional() }),
      },
      examples: { params: pathOf, body: { finalisedOn: '2026-04-10' }, answer: { revision: 9, nextReviewBy: '2027-04-10' } },
      refusals: [...common, 'plan-dates-crossed'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await finalisePlan(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.finalisedOn)),
    }),
    define({
      id: 'budgets.review-plan',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/reviews',
      summary: 'Record a review of a plan',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({
        reviewedOn: dateSchema,
        outcome: z.enum(reviewOutcomes),
        nextReviewBy: dateSchema.optional().meta({ description: 'Where the next one shall be earlier than the law asks.' }),
        views: text(20_000, 'What the child or young person and their parents say.').optional(),
        findings: text(20_000, 'What was found.').optional(),
      }),
      answer: {
        status: 201,
        description: 'Its number, and by when the next one is.',
        body: z.strictObject({ ...revisedSchema.shape, number: z.number().int(), nextReviewBy: shownDate.optional() }),
      },
      examples: {
        params: pathOf,
        body: { reviewedOn: '2026-04-14', outcome: 'keep', views: 'It goes well.' },
        answer: { revision: 10, number: 1, nextReviewBy: '2027-04-14' },
      },
      refusals: [...common, 'plan-dates-crossed', 'plan-review-outside'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await reviewPlan(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.cease-plan',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/cease',
      summary: 'End a plan, with the reason',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({
        ceasedOn: dateSchema.meta({ description: 'Its last day.' }),
        reason: text(40, 'A reason of the SEN2 return.').meta({ example: 'needs-met' }),
        words: text(4_000, 'The reason in words, as the family is told it.'),
      }),
      answer: { status: 200, description: 'The plan’s last revision.', body: revisedSchema },
      examples: {
        params: pathOf,
        body: { ceasedOn: '2026-04-14', reason: 'needs-met', words: 'Alex is well supported without a plan.' },
        answer: { revision: 11 },
      },
      refusals: [...common, 'plan-dates-crossed', 'cease-reason-unknown'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await ceasePlan(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.plan-phase-transfer',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/phase-transfers',
      summary: 'Say that a move to the next phase is coming',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({ phase: text(40, 'Which move.').meta({ example: 'to-secondary' }), transfersOn: dateSchema }),
      answer: {
        status: 201,
        description: 'By when it must be decided.',
        body: z.strictObject({ ...revisedSchema.shape, transferId: z.uuid(), dueOn: shownDate }),
      },
      examples: {
        params: pathOf,
        body: { phase: 'to-post-16', transfersOn: '2027-09-01' },
        answer: { revision: 12, transferId: ids.row, dueOn: '2027-03-31' },
      },
      refusals: [...common, 'plan-dates-crossed', 'phase-unknown', 'phase-transfer-open', 'outcome-unknown', 'provision-unknown'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await planPhaseTransfer(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.decide-phase-transfer',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/phase-transfers/{transferId}/decide',
      summary: 'Decide what goes on in the next phase',
      description:
        'Named outcomes and support go on from the day of the move, the rest ends with this phase. Decided again, the last word counts.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: z.strictObject({ ...planParams.shape, transferId: z.uuid().meta({ description: 'The move.' }) }),
      body: z.strictObject({
        settingKind: z.enum(settingKinds),
        element2Held,
        settingName: settingName.optional(),
        outcomes: z.array(z.uuid()).max(200).meta({ description: 'Outcomes that go on.' }),
        provisions: z.array(z.uuid()).max(200).meta({ description: 'Support that goes on.' }),
      }),
      answer: { status: 200, description: 'The plan’s new revision.', body: revisedSchema },
      examples: {
        params: { ...pathOf, transferId: ids.row },
        body: { settingKind: 'post-16', element2Held: false, outcomes: [ids.outcome], provisions: [ids.provision] },
        answer: { revision: 13 },
      },
      refusals: [...common, 'plan-dates-crossed', 'phase-unknown', 'phase-transfer-open', 'outcome-unknown', 'provision-unknown'],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await decidePhaseTransfer(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
  ];
}
