import { z } from 'zod';
import { ledgerProblems } from '../../ledger/index.ts';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { keyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { agreeBudget } from '../budgets/agree-budget.ts';
import { goLive } from '../budgets/go-live.ts';
import { setLines } from '../budgets/set-lines.ts';
import { budgetProblems } from '../problems.ts';
import { budgetExampleParams, budgetIds, budgetParams, leftOutDraftSchema, lineDraftSchema } from './budget-schemas.ts';
import { revisedSchema, text } from './request-schemas.ts';

const AGREE = 'budgets.agree-budget';

const lineExample = {
  kind: 'personal-assistant',
  stream: 'CARE',
  educatesOrTrains: false,
  mechanism: 'DIRECT_PAYMENT',
  premises: false,
  from: '2026-04-01',
  until: '2027-03-31',
  amount: moneyJson(1_040_000n),
  contingency: moneyJson(40_000n),
  termTimeOnly: false,
  yearCut: 'months',
  sources: [{ sourceCode: 'childrens-social-care', percent: '100' }],
  words: { title: 'Personal assistant', what: 'Help on weekday afternoons', why: 'To meet friends' },
};

/** What every change of a budget may be refused with. */
export const CHANGE_REFUSALS = ['record-not-found', 'errand-for-a-stranger', 'budget-state', 'change-under-way', 'version-stale'] as const;
export const MONEY_REFUSALS = [
  ...CHANGE_REFUSALS,
  'booking-under-way',
  'books-refused',
  'source-short',
  'idempotency-conflict',
  'maker-may-not-approve',
  'above-your-limit',
] as const;

export const decidedSchema = z.strictObject({
  decisionId: z.uuid(),
  revision: z.number().int().meta({ description: 'The ETag to change the budget with.' }),
});

/** The lines of a budget, from the indicative figure to the day it starts. */
export function budgetLineOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...ledgerProblems, ...budgetProblems });
  return [
    define({
      id: 'budgets.set-lines',
      method: 'put',
      path: '/v1/families/{familyId}/budgets/{budgetId}/lines',
      summary: 'Write the lines of a budget down',
      description: 'The indicative figure, line by line: no promise yet. These stand instead of all earlier ones; all are taken or none.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({
        lines: z.array(lineDraftSchema).min(1).max(50),
        leftOut: z.array(leftOutDraftSchema).max(50).default([]),
        reasons: text(4_000, 'Why these supports and these sums.'),
      }),
      answer: {
        status: 200,
        description: 'The codes of the lines, in order.',
        body: z.strictObject({ revision: z.number().int(), lineCodes: z.array(z.string()) }),
      },
      examples: {
        params: budgetExampleParams,
        body: { lines: [lineExample], leftOut: [], reasons: 'It is what the plan says.' },
        answer: { revision: 2, lineCodes: ['L7Q2M4X9A1C'] },
      },
      refusals: [
        ...CHANGE_REFUSALS,
        'dates-crossed',
        'line-outside-budget',
        'contingency-above-amount',
        'place-fees-not-allowed',
        'premises-agreement-missing',
        'therapy-belongs-to-education',
        'percentages-do-not-add-up',
        'source-named-twice',
        'source-not-found',
        'source-may-not-fund',
        'line-without-its-stream',
        'element-2-not-deducted',
        'amount-not-sufficient',
        'line-code-taken',
        'provision-not-in-plan',
        'provision-of-another-kind',
        'provision-not-running',
        'stream-not-of-section',
        'provision-in-another-budget',
      ],
      handle: async ({ caller, params, body, ifMatch }) => {
        const set = await setLines(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        if (!set.ok) return refused(set.refusal);
        const { revision, lineCodes } = set.value;
        return accepted({ body: { revision, lineCodes: [...lineCodes] }, headers: { ETag: versionTag(revision) } });
      },
    }),
    define({
      id: AGREE,
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/agree',
      summary: 'Agree a budget',
      description: 'By a second person, within their own limit. Each line is given its money by its sources.',
      scope: 'budgets:write',
      idempotent: true,
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({
        reasons: text(4_000, 'Why it is agreed as it is.'),
        fundedThoughShort: text(2_000, 'Why it is funded although a source has not enough: support in a plan is a duty.').optional(),
      }),
      answer: { status: 200, description: 'It is agreed.', body: decidedSchema },
      examples: {
        params: budgetExampleParams,
        body: { reasons: 'It pays for all of the agreed support.' },
        answer: { decisionId: budgetIds.decision, revision: 3 },
      },
      refusals: [...MONEY_REFUSALS, 'budget-without-lines'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const asRead = { ...params, ifMatch: ifMatch ?? '' };
        const request = keyedRequest(caller, AGREE, idempotencyKey ?? '', { ...asRead, ...body });
        const agreed = await agreeBudget(room, caller, asRead, body, request);
        if (!agreed.ok) return refused(agreed.refusal as { code: (typeof MONEY_REFUSALS)[number] });
        const { decisionId, revision, replayed } = agreed.value;
        return accepted({ body: { decisionId, revision }, replayed, headers: { ETag: versionTag(revision) } });
      },
    }),
    define({
      id: 'budgets.go-live',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/go-live',
      summary: 'Let an agreed budget start',
      description: 'When both sides have signed, or with a written reason before that.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({
        reasons: text(4_000, 'Why it starts now.'),
        withoutSignatures: text(2_000, 'Why it starts before both sides have signed.').optional(),
      }),
      answer: { status: 200, description: 'It is live.', body: revisedSchema },
      examples: { params: budgetExampleParams, body: { reasons: 'Both have signed.' }, answer: { revision: 4 } },
      refusals: [...CHANGE_REFUSALS, 'signatures-missing'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const live = await goLive(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return live.ok ? accepted({ body: live.value, headers: { ETag: versionTag(live.value.revision) } }) : live;
      },
    }),
  ];
}
