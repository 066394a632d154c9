import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { answerReview, askReview } from '../budgets/decision-reviews.ts';
import { answerProposal, proposeUse } from '../budgets/proposals.ts';
import { challengeRoutes, reviewOutcomes } from '../budgets/rules/budget-words.ts';
import { budgetProblems } from '../problems.ts';
import { budgetExampleParams, budgetIds, budgetParams } from './budget-schemas.ts';
import { shownDate, text } from './request-schemas.ts';

const proposalParams = z.strictObject({ ...budgetParams.shape, proposalId: z.uuid().meta({ description: 'The proposal.' }) });
const decisionParams = z.strictObject({ ...budgetParams.shape, decisionId: z.uuid().meta({ description: 'The decision.' }) });
const proposal = { ...budgetExampleParams, proposalId: budgetIds.row };
const decision = { ...budgetExampleParams, decisionId: budgetIds.decision };

/** What a family asks of its budget, and what it is answered. */
export function budgetAnswerOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...budgetProblems });
  return [
    define({
      id: 'budgets.propose-use',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/proposals',
      summary: 'Say what you would like to use the budget for',
      description: 'In your own words. You are answered, with reasons, by the day in answerBy.',
      scope: 'budgets:write',
      params: budgetParams,
      body: z.strictObject({
        lineCode: z.string().max(20).optional().meta({ description: 'The line it is about, if it is about one.', example: 'L2' }),
        words: text(4_000, 'I would like to use it for ...'),
      }),
      answer: { status: 201, description: 'It is kept.', body: z.strictObject({ proposalId: z.uuid(), answerBy: shownDate }) },
      examples: {
        params: budgetExampleParams,
        body: { lineCode: 'L2', words: 'I would like to use it for a football club.' },
        answer: { proposalId: budgetIds.row, answerBy: '2026-05-29' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'line-not-found'],
      handle: async ({ caller, params, body }) => {
        const proposed = await proposeUse(room, caller, params, body);
        if (proposed.ok) return accepted({ body: proposed.value });
        return { ok: false, refusal: proposed.refusal as { code: 'line-not-found' } };
      },
    }),
    define({
      id: 'budgets.answer-proposal',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/proposals/{proposalId}/answer',
      summary: 'Answer what a family proposes',
      description: 'With reasons either way. If money must move for it, draft a change as well.',
      scope: 'budgets:write',
      params: proposalParams,
      body: z.strictObject({ agreed: z.boolean(), answer: text(4_000, 'The answer, in words the family understands.') }),
      answer: { status: 204, description: 'It is answered.', body: z.undefined() },
      examples: { params: proposal, body: { agreed: true, answer: 'Yes. The club is part of the same outcome.' } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'proposal-answered'],
      handle: async ({ caller, params, body }) => {
        const answered = await answerProposal(room, caller, params, body);
        return answered.ok ? accepted({ body: undefined }) : { ok: false, refusal: answered.refusal as { code: 'proposal-answered' } };
      },
    }),
    define({
      id: 'budgets.ask-review',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/decisions/{decisionId}/review',
      summary: 'Ask that a decision be looked at again',
      description: 'Once for each decision. It is always taken, and answered by the day in answerBy by somebody else.',
      scope: 'budgets:write',
      params: decisionParams,
      body: z.strictObject({ words: text(8_000, 'Why you disagree, in your own words.') }),
      answer: {
        status: 201,
        description: 'By which way it is looked at, and by when you are answered.',
        body: z.strictObject({ route: z.enum(challengeRoutes), answerBy: shownDate }),
      },
      examples: {
        params: decision,
        body: { words: 'It is not enough for two afternoons.' },
        answer: { route: 'review', answerBy: '2026-05-29' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'review-asked-already'],
      handle: async ({ caller, params, body }) => {
        const asked = await askReview(room, caller, params, body.words);
        return asked.ok ? accepted({ body: asked.value }) : { ok: false, refusal: asked.refusal as { code: 'review-asked-already' } };
      },
    }),
    define({
      id: 'budgets.answer-review',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/decisions/{decisionId}/review/answer',
      summary: 'Answer a family that asked to look again',
      description: 'By somebody else than whoever decided, in writing, with reasons.',
      scope: 'budgets:write',
      params: decisionParams,
      body: z.strictObject({ outcome: z.enum(reviewOutcomes), answer: text(8_000, 'The answer, with reasons.') }),
      answer: { status: 204, description: 'It is answered.', body: z.undefined() },
      examples: { params: decision, body: { outcome: 'changed', answer: 'We had left out the holidays. It will be more.' } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'review-answered', 'maker-may-not-approve'],
      handle: async ({ caller, params, body }) => {
        const answered = await answerReview(room, caller, params, body);
        return answered.ok ? accepted({ body: undefined }) : { ok: false, refusal: answered.refusal as { code: 'review-answered' } };
      },
    }),
  ];
}
