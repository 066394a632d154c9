import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { clockProblems } from '../clocks/problems.ts';
import { type Policy, type PolicyCode, policies } from '../clocks/rules/policies.ts';
import { reviewRules } from '../clocks/rules/review-rules.ts';
import { ruleSources } from '../clocks/rules/rule-sources.ts';
import { listPolicySettings, setPolicy } from '../clocks/set-policy.ts';
import { dateSchema, shownDate, text } from './request-schemas.ts';

const codes = policies.map(({ code }) => code) as [PolicyCode, ...PolicyCode[]];
const value = z
  .number()
  .int()
  .nullable()
  .meta({ description: 'Months or days, as the unit says; null: nothing of the kind from then on.' });

const policySchema = z.strictObject({
  code: z.enum(codes),
  name: z.string(),
  unit: z.enum(['months', 'days']),
  usual: z
    .strictObject({ from: shownDate, value: z.number().int(), source: z.string(), verified: z.boolean() })
    .optional()
    .meta({ description: 'What counts where the authority has decided nothing; without it nothing does.' }),
  decided: z.array(z.strictObject({ from: shownDate, value, source: z.string() })),
});

const intervalSchema = z.union([
  z.strictObject({ months: z.number().int() }),
  z.strictObject({ policy: z.string() }),
  z.literal('plan-review'),
]);
const ruleSchema = z.strictObject({
  code: z.string(),
  stream: z.enum(['EDUCATION', 'HEALTH', 'CARE']),
  of: z.enum(['everybody', 'children', 'adults']),
  from: shownDate,
  until: shownDate.optional(),
  first: intervalSchema.meta({ description: 'From the first payment to the first review.' }),
  next: intervalSchema.meta({ description: 'From each review to the next.' }),
  source: z.string(),
  verified: z.boolean(),
});

/** The rules that set days, and what the authority has decided for itself. */
export function policyOperations(room: Pick<BudgetRoom, 'database' | 'clock'>): readonly Operation[] {
  const define = operationsRefusingWith(clockProblems);
  return [
    define({
      id: 'budgets.list-review-rules',
      method: 'get',
      path: '/v1/review-rules',
      summary: 'List the rules that set days',
      description: 'Each with its source, and whether its text was checked against the law.',
      scope: 'budgets:read',
      answer: {
        status: 200,
        description: 'The rules.',
        body: z.strictObject({
          reviews: z.array(ruleSchema),
          sources: z.array(z.strictObject({ code: z.string(), source: z.string(), verified: z.boolean() })),
        }),
      },
      examples: { answer: { reviews: [reviewRules[0]], sources: [ruleSources[0]] } },
      refusals: [],
      handle: async () => accepted({ body: { reviews: reviewRules, sources: ruleSources } }),
    }),
    define({
      id: 'budgets.list-policies',
      method: 'get',
      path: '/v1/budget-policies',
      summary: 'List what the authority has decided for itself',
      scope: 'budgets:read',
      answer: { status: 200, description: 'The policies.', body: z.strictObject({ data: z.array(policySchema) }) },
      examples: {
        answer: {
          data: [{ code: 'child-care-first-review', name: 'First review of a child’s care payments', unit: 'months', decided: [] }],
        },
      },
      refusals: [],
      handle: async ({ caller }) => {
        const settings = await listPolicySettings(room, caller.authorityId);
        const data = (policies as readonly Policy[]).map(({ code, name, unit, usual }) => ({
          code,
          name,
          unit,
          ...(usual !== undefined && { usual }),
          decided: settings.filter((each) => each.code === code).map(({ from, value: days, source }) => ({ from, value: days, source })),
        }));
        return accepted({ body: { data } });
      },
    }),
    define({
      id: 'budgets.set-policy',
      method: 'post',
      path: '/v1/budget-policies',
      summary: 'Keep what the authority has decided',
      description: 'It counts from its day on; what was decided before stays for the days before. Clocks move with the next day’s work.',
      scope: 'budgets:write',
      body: z.strictObject({
        code: z.enum(codes),
        from: dateSchema,
        value,
        source: text(400, 'The decision it comes from.').meta({ example: 'Cabinet, 3 March 2026, item 7' }),
      }),
      answer: { status: 204, description: 'It is kept.', body: z.undefined() },
      examples: { body: { code: 'child-care-first-review', from: '2026-04-01', value: 3, source: 'Cabinet, 3 March 2026, item 7' } },
      refusals: ['policy-value-outside', 'policy-decided-already'],
      handle: async ({ caller, body }) => {
        const set = await setPolicy(room, caller, body);
        return set.ok ? accepted({ body: undefined }) : set;
      },
    }),
  ];
}
