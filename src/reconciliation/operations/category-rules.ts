import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { paymentProblems } from '../../payments/index.ts';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { endCategoryRule, listCategoryRules, makeCategoryRule, tryCategoryRule } from '../family-statements/category-rule.ts';
import { reconciliationProblems } from '../problems.ts';
import {
  accountExample,
  agreementParams,
  draftOf,
  ids,
  lineSchema,
  ruleDraftSchema,
  ruleExample,
  statementExampleId as ruleId,
  ruleSchema,
  shownLine,
  shownRule,
} from './family-statement-schemas.ts';

const AT = '/v1/families/{familyId}/agreements/{agreementId}/category-rules';

/** Rules that say what lines of a family's account are for. */
export function categoryRuleOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems, ...reconciliationProblems });
  return [
    define({
      id: 'reconciliation.list-category-rules',
      method: 'get',
      path: AT,
      summary: 'List the rules that say what lines are for',
      scope: 'reconciliation:read',
      params: agreementParams,
      answer: { status: 200, description: 'Those that hold.', body: z.strictObject({ data: z.array(ruleSchema) }) },
      examples: { params: ids, answer: { data: [{ ruleId, ...ruleExample }] } },
      refusals: ['record-not-found', 'agreement-not-found'],
      handle: async ({ caller, params }) => {
        const listed = await listCategoryRules(room, caller, params);
        if (!listed.ok) return listed;
        const { rules, childId } = listed.value;
        return accepted({ body: { data: rules.map(shownRule) }, opened: [{ familyId: params.familyId, personId: childId }] });
      },
    }),
    define({
      id: 'reconciliation.try-category-rule',
      method: 'post',
      path: `${AT}/trial`,
      summary: 'Try a rule',
      description: 'Shows which lines it would take. Nothing is done.',
      scope: 'reconciliation:read',
      params: agreementParams,
      body: ruleDraftSchema,
      answer: {
        status: 200,
        description: 'What it would take.',
        body: z.strictObject({ triedOn: z.number().int(), takes: z.array(lineSchema) }),
      },
      examples: {
        params: ids,
        body: ruleExample,
        answer: { triedOn: 12, takes: accountExample.lines.map(({ suggestions: _, ...line }) => line) },
      },
      refusals: ['record-not-found', 'agreement-not-found', 'family-rule-takes-everything'],
      handle: async ({ caller, params, body }) => {
        const tried = await tryCategoryRule(room, caller, params, draftOf(body));
        if (!tried.ok) return tried;
        const { triedOn, takes, childId } = tried.value;
        return accepted({ body: { triedOn, takes: takes.map(shownLine) }, opened: [{ familyId: params.familyId, personId: childId }] });
      },
    }),
    define({
      id: 'reconciliation.make-category-rule',
      method: 'post',
      path: AT,
      summary: 'Make a rule',
      description: 'It holds for the lines that are here and for those to come. What a person said of a line stays.',
      scope: 'reconciliation:write',
      params: agreementParams,
      body: ruleDraftSchema,
      answer: { status: 201, description: 'It holds.', body: z.strictObject({ ruleId: z.uuid(), takes: z.number().int() }) },
      examples: { params: ids, body: ruleExample, answer: { ruleId, takes: 4 } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'family-rule-takes-everything'],
      handle: async ({ caller, params, body }) => {
        const made = await makeCategoryRule(room, caller, params, draftOf(body));
        return made.ok ? accepted({ body: made.value }) : made;
      },
    }),
    define({
      id: 'reconciliation.end-category-rule',
      method: 'delete',
      path: `${AT}/{ruleId}`,
      summary: 'End a rule',
      scope: 'reconciliation:write',
      params: z.strictObject({ ...agreementParams.shape, ruleId: z.uuid() }),
      answer: { status: 204, description: 'It holds no more.', body: z.undefined() },
      examples: { params: { ...ids, ruleId } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'family-rule-not-found'],
      handle: async ({ caller, params }) => {
        const ended = await endCategoryRule(room, caller, params);
        return ended.ok ? accepted({ body: undefined }) : ended;
      },
    }),
  ];
}
