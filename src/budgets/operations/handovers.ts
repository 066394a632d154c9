import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { acceptHandover } from '../plans/handovers/accept-handover.ts';
import { signedHandoverSchema } from '../plans/handovers/handover-document.ts';
import { readHandover } from '../plans/handovers/read-handover.ts';
import { type HandoverRoom, sendHandover } from '../plans/handovers/send-handover.ts';
import { planProblems } from '../plans/problems.ts';
import { dateSchema, familyParams, ids, planParams, revised, revisedSchema, shownDate } from './request-schemas.ts';

const BODY_LIMIT = 2_000_000;

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'The short name of an authority, such as southvale.')
  .meta({ example: 'southvale' });

const signedExample = {
  document: '{"format":"threefold-handover-1"}',
  sha256: 'a'.repeat(64),
  keyId: '0'.repeat(32),
  signature: 'A'.repeat(86),
};

/** A family moves to another authority: the plan ends here with a signed document, and begins there from it. */
export function handoverOperations(room: HandoverRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems });
  return [
    define({
      id: 'budgets.send-handover',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/handover',
      summary: 'Hand a plan over to another authority',
      description: 'Every line must have given back what it did not pay. The answer is what the other authority takes in.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: planParams,
      body: z.strictObject({ to: slug, movesOn: dateSchema.meta({ description: 'The first day on which the other authority keeps it.' }) }),
      answer: {
        status: 201,
        description: 'The signed handover.',
        body: z.strictObject({ handoverId: z.uuid(), ...revisedSchema.shape, ...signedHandoverSchema.shape }),
      },
      examples: {
        params: { familyId: ids.family, planId: ids.plan },
        body: { to: 'southvale', movesOn: '2026-04-15' },
        answer: { handoverId: ids.row, revision: 12, ...signedExample },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'version-stale',
        'plan-not-open',
        'plan-dates-crossed',
        'handover-to-oneself',
        'handover-lines-open',
      ],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await sendHandover(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body)),
    }),
    define({
      id: 'budgets.read-handover',
      method: 'get',
      path: '/v1/families/{familyId}/plans/{planId}/handover',
      summary: 'Read the handover by which a plan went or came',
      scope: 'budgets:read',
      params: planParams,
      answer: {
        status: 200,
        description: 'The handover as it was signed.',
        body: z.strictObject({
          handoverId: z.uuid(),
          direction: z.enum(['out', 'in']),
          otherSide: z.string(),
          movesOn: shownDate,
          givenBack: moneyJsonSchema.meta({ description: 'What the sender’s lines gave back in all.' }),
          ...signedHandoverSchema.shape,
        }),
      },
      examples: {
        params: { familyId: ids.family, planId: ids.plan },
        answer: {
          handoverId: ids.row,
          direction: 'out',
          otherSide: 'southvale',
          movesOn: '2026-04-15',
          givenBack: { amount: '1200.00', currency: 'GBP' },
          ...signedExample,
        },
      },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const read = await readHandover(room, caller.authorityId, params);
        if (!read.ok) return read;
        const { handoverId, direction, otherSide, movesOn, givenBack } = read.value.row;
        const body = { handoverId, direction, otherSide, movesOn, givenBack: moneyJson(givenBack), ...read.value.signed };
        return accepted({ body, opened: [{ familyId: params.familyId }] });
      },
    }),
    define({
      id: 'budgets.accept-handover',
      method: 'post',
      path: '/v1/families/{familyId}/handovers',
      summary: 'Take a plan from another authority',
      description: 'Open the family’s record and add the child first. The plan is in force from the day of the move.',
      scope: 'budgets:write',
      params: familyParams,
      bodyLimitBytes: BODY_LIMIT,
      body: z.strictObject({ childId: z.uuid().meta({ description: 'The child in this family.' }), handover: signedHandoverSchema }),
      answer: {
        status: 201,
        description: 'The plan, and by when it is reviewed.',
        body: z.strictObject({ planId: z.uuid(), ...revisedSchema.shape, nextReviewBy: shownDate.optional() }),
      },
      examples: {
        params: { familyId: ids.family },
        body: { childId: ids.child, handover: signedExample },
        answer: { planId: ids.plan, revision: 1, nextReviewBy: '2026-07-15' },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'plan-child-unknown',
        'plan-type-unknown',
        'plan-age-outside',
        'plan-dates-crossed',
        'plan-running-already',
        'handover-unreadable',
        'handover-untrusted',
        'handover-for-another',
        'handover-other-child',
        'handover-taken-already',
      ],
      handle: async ({ caller, params, body }) => revised(await acceptHandover(room, caller, params.familyId, body)),
    }),
  ];
}
