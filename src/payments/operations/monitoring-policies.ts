import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { listMonitoringPolicies, setMonitoringPolicy } from '../monitoring/monitoring-policy.ts';
import { type MonitoringPolicyCode, monitoringPolicies } from '../monitoring/rules/policies.ts';
import { recoveryRegimes } from '../recovery/rules/regimes.ts';
import { agreementTable, dateSchema, shownDate, text } from './agreement-schemas.ts';

const codes = monitoringPolicies.map(({ code }) => code) as [MonitoringPolicyCode, ...MonitoringPolicyCode[]];
const policySchema = z.strictObject({
  code: z.enum(codes),
  name: z.string(),
  unit: z.string(),
  from: shownDate,
  value: z.number().int(),
  source: z.string(),
  verified: z.boolean(),
});

/** What an authority decides about looking at spending and money to return, and what the law lists. */
export function monitoringPolicyOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith(agreementTable);
  return [
    define({
      id: 'payments.list-monitoring-policies',
      method: 'get',
      path: '/v1/monitoring-policies',
      summary: 'See the policies on monitoring and money to return',
      description: 'What is usual, and what the authority has decided, each from its day and with its source.',
      scope: 'payments:read',
      answer: { status: 200, description: 'All of them.', body: listSchema(policySchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const data = await listMonitoringPolicies(room, caller.authorityId);
        return accepted({ body: { data: [...data], nextCursor: null } });
      },
    }),
    define({
      id: 'payments.set-monitoring-policy',
      method: 'post',
      path: '/v1/monitoring-policies',
      summary: 'Decide a policy from a day on',
      scope: 'payments:write',
      body: z.strictObject({
        code: z.enum(codes),
        from: dateSchema,
        value: z.number().int().meta({ description: 'In the policy’s unit: pence for sums.' }),
        source: text(500, 'Where the authority has decided it.'),
      }),
      answer: { status: 204, description: 'It is kept.', body: z.undefined() },
      examples: { body: { code: 'weeks-kept', from: '2026-04-01', value: 8, source: 'Cabinet, 3 March 2026' } },
      refusals: ['monitoring-policy-outside', 'monitoring-policy-in-the-past', 'monitoring-policy-exists'],
      handle: async ({ caller, body }) => {
        const set = await setMonitoringPolicy(room, caller, body);
        return set.ok ? accepted({ body: undefined }) : set;
      },
    }),
    define({
      id: 'payments.list-recovery-grounds',
      method: 'get',
      path: '/v1/recovery-grounds',
      summary: 'See on which grounds each law lets money be asked back',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'Dated, with where it is written and whether that was read.',
        body: listSchema(
          z.strictObject({
            regime: z.string(),
            stream: z.string(),
            of: z.string(),
            from: shownDate,
            grounds: z.array(z.strictObject({ ground: z.string(), source: z.string(), verified: z.boolean() })),
            routes: z.array(z.strictObject({ route: z.string(), source: z.string(), verified: z.boolean() })),
          }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async () => {
        const data = recoveryRegimes.map(({ code: regime, stream, of, from, grounds, routes }) => {
          return { regime, stream, of, from, grounds: [...grounds], routes: [...routes] };
        });
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
  ];
}
