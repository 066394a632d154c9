import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { planProblems } from '../plans/problems.ts';
import { ceaseReasons } from '../plans/rules/cease-reasons.ts';
import { phases } from '../plans/rules/phases.ts';
import { planTypes } from '../plans/rules/plan-types.ts';
import { provisionKinds } from '../plans/rules/provision-kinds.ts';
import { shownDate } from './request-schemas.ts';

const dated = {
  code: z.string(),
  name: z.string(),
  from: shownDate,
  until: shownDate.optional().meta({ description: 'Its last day.' }),
  source: z.string(),
  verified: z.boolean().meta({ description: 'Whether its text was checked against the law.' }),
};

/** The lists that plans are written with: dated, each with its source. */
export function planKindOperations(): readonly Operation[] {
  const define = operationsRefusingWith(planProblems);
  return [
    define({
      id: 'budgets.list-plan-kinds',
      method: 'get',
      path: '/v1/plan-kinds',
      summary: 'List kinds of plan, kinds of support, moves and reasons to end',
      scope: 'budgets:read',
      answer: {
        status: 200,
        description: 'The lists.',
        body: z.strictObject({
          planTypes: z.array(z.strictObject({ ...dated, ageLimit: z.number().int(), reviewMonths: z.number().int().optional() })),
          provisionKinds: z.array(
            z.strictObject({
              ...dated,
              therapy: z.literal(true).optional(),
              place: z.literal(true).optional(),
              employable: z.literal(true).optional(),
            }),
          ),
          phases: z.array(
            z.strictObject({
              ...dated,
              due: z.union([z.strictObject({ monthAndDay: z.string() }), z.strictObject({ monthsBefore: z.number().int() })]),
            }),
          ),
          ceaseReasons: z.array(z.strictObject({ ...dated, byHandoverOnly: z.literal(true).optional() })),
        }),
      },
      examples: {
        answer: {
          planTypes: planTypes.slice(0, 1),
          provisionKinds: provisionKinds.slice(0, 1),
          phases: phases.slice(0, 1),
          ceaseReasons: ceaseReasons.slice(0, 1),
        },
      },
      refusals: [],
      handle: async () => accepted({ body: { planTypes, provisionKinds, phases, ceaseReasons } }),
    }),
  ];
}
