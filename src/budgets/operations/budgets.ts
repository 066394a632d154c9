import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { listBudgets, readBudgetView } from '../budgets/budget-view.ts';
import { refuseBudget } from '../budgets/refuse-budget.ts';
import { requestBudget } from '../budgets/request-budget.ts';
import { signAgreement, writeAgreement } from '../budgets/write-agreement.ts';
import { budgetProblems } from '../problems.ts';
import {
  budgetExampleParams,
  budgetFactsExample,
  budgetFactsSchema,
  budgetIds,
  budgetParams,
  budgetSchema,
  shownBudget,
  shownFacts,
} from './budget-schemas.ts';
import { dateSchema, familyParams, ids, revisedSchema, text } from './request-schemas.ts';

/** A budget from the family's request on: ask, read, refuse, and the agreement that both sides sign. */
export function budgetRecordOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...budgetProblems });
  return [
    define({
      id: 'budgets.request-budget',
      method: 'post',
      path: '/v1/families/{familyId}/budgets',
      summary: 'Ask for a personal budget',
      description: 'A family that asks must be answered, with reasons. Say in your own words what you want to use it for.',
      scope: 'budgets:write',
      params: familyParams,
      body: z.strictObject({
        planId: z.uuid().meta({ description: 'The plan it is for.' }),
        from: dateSchema,
        until: dateSchema.meta({ description: 'Its last day.' }),
        familyWords: text(4_000, 'What the family wants, in its own words.'),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ budgetId: z.uuid(), revision: z.number().int() }) },
      examples: {
        params: { familyId: ids.family },
        body: { planId: ids.plan, from: '2026-04-01', until: '2027-03-31', familyWords: 'We would like to choose who helps Alex.' },
        answer: { budgetId: budgetIds.budget, revision: 1 },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'dates-crossed', 'plan-not-found', 'plan-ceased'],
      handle: async ({ caller, params, body }) => {
        const asked = await requestBudget(room, caller, params.familyId, body);
        return asked.ok ? accepted({ body: asked.value, headers: { ETag: versionTag(asked.value.revision) } }) : asked;
      },
    }),
    define({
      id: 'budgets.list-budgets',
      method: 'get',
      path: '/v1/families/{familyId}/budgets',
      summary: 'List a family’s budgets',
      description: 'Staff see all of them; somebody of the family, those of children whose affairs are open to them.',
      scope: 'budgets:read',
      params: familyParams,
      answer: { status: 200, description: 'The budgets, by their first day.', body: z.strictObject({ data: z.array(budgetFactsSchema) }) },
      examples: { params: { familyId: ids.family }, answer: { data: [budgetFactsExample] } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const found = await listBudgets(room, caller, familyId);
        if (!found.ok) return found;
        const children = [...new Set(found.value.map(({ childId }) => childId))];
        return accepted({ body: { data: found.value.map(shownFacts) }, opened: children.map((personId) => ({ familyId, personId })) });
      },
    }),
    define({
      id: 'budgets.read-budget',
      method: 'get',
      path: '/v1/families/{familyId}/budgets/{budgetId}',
      summary: 'Read a budget',
      description:
        'Its lines with whose money pays, what was left out and why, and every decision with its reasons and what can be done about it.',
      scope: 'budgets:read',
      params: budgetParams,
      answer: { status: 200, description: 'The budget.', body: budgetSchema },
      examples: { params: budgetExampleParams },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const read = await readBudgetView(room, caller, params);
        if (!read.ok) return read;
        const { revision, childId: personId } = read.value.budget;
        const opened = [{ familyId: params.familyId, personId }];
        return accepted({ body: shownBudget(read.value), headers: { ETag: versionTag(revision) }, opened });
      },
    }),
    define({
      id: 'budgets.refuse-budget',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/refuse',
      summary: 'Refuse a budget that was asked for',
      description: 'With written reasons. The answer of the budget says what the family can do about it and until when.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({ reasons: text(4_000, 'Why, in words the family understands.') }),
      answer: { status: 200, description: 'It is refused.', body: revisedSchema },
      examples: {
        params: budgetExampleParams,
        body: { reasons: 'The support is part of a service that cannot be divided.' },
        answer: { revision: 2 },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'budget-state', 'change-under-way', 'version-stale'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const done = await refuseBudget(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.reasons);
        return done.ok ? accepted({ body: done.value, headers: { ETag: versionTag(done.value.revision) } }) : done;
      },
    }),
    define({
      id: 'budgets.write-agreement',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/agreements',
      summary: 'Write the agreement down with the family',
      description:
        'A new version each time. The family’s words are kept as they said them; names under older versions do not count for it.',
      scope: 'budgets:write',
      params: budgetParams,
      body: z.strictObject({
        text: text(20_000, 'What was agreed.'),
        familyWords: text(20_000, 'What the family said, in its own words.'),
      }),
      answer: { status: 201, description: 'Its version.', body: z.strictObject({ version: z.number().int() }) },
      examples: {
        params: budgetExampleParams,
        body: { text: 'Alex chooses who helps on weekday afternoons.', familyWords: 'Somebody young who likes football.' },
        answer: { version: 1 },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger'],
      handle: async ({ caller, params, body }) => {
        const written = await writeAgreement(room, caller, params, body);
        return written.ok ? accepted({ body: written.value }) : written;
      },
    }),
    define({
      id: 'budgets.sign-agreement',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/agreements/{version}/signatures',
      summary: 'Sign the agreement',
      description:
        'Somebody of the family signs for the family, staff for the council; an officer who is asked on paper says so in On-Behalf-Of.',
      scope: 'budgets:write',
      params: z.strictObject({
        ...budgetParams.shape,
        version: z
          .string()
          .regex(/^[1-9]\d{0,5}$/)
          .transform(Number)
          .meta({ type: 'integer', description: 'The version that was read.' }),
      }),
      answer: { status: 200, description: 'Whose side is signed.', body: z.strictObject({ side: z.enum(['family', 'council']) }) },
      examples: { params: { ...budgetExampleParams, version: '1' }, answer: { side: 'family' } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'agreement-superseded'],
      handle: async ({ caller, params }) => {
        const signed = await signAgreement(room, caller, params);
        return signed.ok ? accepted({ body: signed.value }) : signed;
      },
    }),
  ];
}
