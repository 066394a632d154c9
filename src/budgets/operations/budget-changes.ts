import { z } from 'zod';
import { ledgerProblems } from '../../ledger/index.ts';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { keyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { approveChange } from '../budgets/approve-change.ts';
import { declineChange, draftChange } from '../budgets/draft-change.ts';
import { moveWithinOutcome } from '../budgets/family-move.ts';
import { endGrounds } from '../budgets/rules/budget-words.ts';
import type { ChangeTerms } from '../budgets/rules/change-terms.ts';
import { budgetProblems } from '../problems.ts';
import { CHANGE_REFUSALS, decidedSchema, MONEY_REFUSALS } from './budget-lines.ts';
import { budgetExampleParams, budgetIds, budgetParams, decimalText, positiveMoney } from './budget-schemas.ts';
import { dateSchema, text } from './request-schemas.ts';
import { yearSchema } from './sources.ts';

const lineCode = z
  .string()
  .regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/)
  .meta({ description: 'The line’s code.', example: 'L2' });
const movedMoney = moneySchema.refine((pence) => pence > 0n, 'This must be more than nothing.');

const termsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('amount'),
    lineCode,
    amount: positiveMoney.meta({ description: 'What the line has in all from then on.' }),
    reasonForAmount: z.boolean().default(false).meta({ description: 'The reasons say why less than the cost is enough.' }),
  }),
  z.strictObject({ kind: z.literal('uplift'), lineCodes: z.array(lineCode).min(1).max(50), percent: decimalText('5 is 5 %.') }),
  z.strictObject({ kind: z.literal('virement'), fromLine: lineCode, toLine: lineCode, amount: movedMoney }),
  z.strictObject({ kind: z.literal('carry-forward'), lineCode, fromYear: yearSchema, toYear: yearSchema, amount: movedMoney }),
  z.strictObject({ kind: z.literal('end'), ground: z.enum(endGrounds) }),
]);

const changeParams = z.strictObject({ ...budgetParams.shape, changeId: z.uuid().meta({ description: 'The drafted change.' }) });
const change = { ...budgetExampleParams, changeId: budgetIds.row };
const CHANGE_FAULTS = [
  'line-not-found',
  'virement-other-stream',
  'move-outside-outcome',
  'more-than-the-line',
  'line-is-over',
  'nothing-to-give-back',
  'same-year',
  'year-not-in-line',
  'amount-not-sufficient',
  'notice-too-short',
] as const;
const APPROVE = 'budgets.approve-change';
const MOVE = 'budgets.move-within-outcome';

/** Changing a live budget: one drafts, another approves; the family moves money inside an outcome by itself. */
export function budgetChangeOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...ledgerProblems, ...budgetProblems });
  return [
    define({
      id: 'budgets.draft-change',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/changes',
      summary: 'Draft a change of a budget',
      description:
        'A new amount, an uplift, a virement within a stream, money carried to the next year, or the end. Nothing changes until a second person approves it.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({
        terms: termsSchema,
        effectiveOn: dateSchema.meta({ description: 'From when it counts; what lies before stays as it was.' }),
        noticeOn: dateSchema.optional().meta({ description: 'When the family was told that it gets less.' }),
        reasons: text(4_000, 'Why, in words the family understands.'),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ changeId: z.uuid() }) },
      examples: {
        params: budgetExampleParams,
        body: {
          terms: { kind: 'uplift', lineCodes: ['L2'], percent: '4.5' },
          effectiveOn: '2026-10-01',
          reasons: 'The minimum wage goes up.',
        },
        answer: { changeId: budgetIds.row },
      },
      refusals: [...CHANGE_REFUSALS, ...CHANGE_FAULTS],
      handle: async ({ caller, params, body, ifMatch }) => {
        const { terms, ...rest } = body;
        const drafted = await draftChange(room, caller, { ...params, ifMatch: ifMatch ?? '' }, { ...rest, terms: storedTerms(terms) });
        return drafted.ok ? accepted({ body: drafted.value }) : refused(drafted.refusal as { code: (typeof CHANGE_FAULTS)[number] });
      },
    }),
    define({
      id: APPROVE,
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/changes/{changeId}/approve',
      summary: 'Approve a drafted change',
      description:
        'By somebody else than whoever drafted it, within their own limit. The money is booked, and a new version stands beside the old.',
      scope: 'budgets:write',
      idempotent: true,
      ifMatchRequired: true,
      params: changeParams,
      body: z.strictObject({ fundedThoughShort: text(2_000, 'Why it is funded although a source has not enough.').optional() }),
      answer: { status: 200, description: 'It counts.', body: decidedSchema },
      examples: { params: change, body: {}, answer: { decisionId: budgetIds.decision, revision: 6 } },
      refusals: [...MONEY_REFUSALS, ...CHANGE_FAULTS, 'change-decided'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const asRead = { ...params, ifMatch: ifMatch ?? '' };
        const request = keyedRequest(caller, APPROVE, idempotencyKey ?? '', { ...asRead, ...body });
        const approved = await approveChange(room, caller, asRead, body, request);
        if (!approved.ok) return refused(approved.refusal as { code: 'change-decided' });
        const { decisionId, revision, replayed } = approved.value;
        return accepted({ body: { decisionId, revision }, replayed, headers: { ETag: versionTag(revision) } });
      },
    }),
    define({
      id: 'budgets.decline-change',
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/changes/{changeId}/decline',
      summary: 'Decline a drafted change',
      scope: 'budgets:write',
      params: changeParams,
      answer: { status: 204, description: 'Nothing comes of it.', body: z.undefined() },
      examples: { params: change },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'change-decided'],
      handle: async ({ caller, params }) => {
        const declined = await declineChange(room, caller, params);
        return declined.ok ? accepted({ body: undefined }) : declined;
      },
    }),
    define({
      id: MOVE,
      method: 'post',
      path: '/v1/families/{familyId}/budgets/{budgetId}/moves',
      summary: 'Move money between two supports for the same outcome',
      description:
        'The family does this by itself, up to a limit in each year, and asks nobody. Only money that is promised to nobody yet can move.',
      scope: 'budgets:write',
      idempotent: true,
      ifMatchRequired: true,
      params: budgetParams,
      body: z.strictObject({
        fromLine: lineCode,
        toLine: lineCode,
        amount: movedMoney,
        words: text(2_000, 'What it is for, in your own words.'),
      }),
      answer: { status: 200, description: 'It is moved.', body: decidedSchema },
      examples: {
        params: budgetExampleParams,
        body: { fromLine: 'L2', toLine: 'L5', amount: moneyJson(10_000n), words: 'Alex would like one more swimming lesson.' },
        answer: { decisionId: budgetIds.decision, revision: 6 },
      },
      refusals: [...MONEY_REFUSALS, ...CHANGE_FAULTS, 'above-what-families-move'],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const asRead = { ...params, ifMatch: ifMatch ?? '' };
        const request = keyedRequest(caller, MOVE, idempotencyKey ?? '', { ...asRead, ...body });
        const moved = await moveWithinOutcome(room, caller, asRead, body, request);
        if (!moved.ok) return refused(moved.refusal as { code: 'above-what-families-move' });
        const { decisionId, revision, replayed } = moved.value;
        return accepted({ body: { decisionId, revision }, replayed, headers: { ETag: versionTag(revision) } });
      },
    }),
  ];
}

/** Rows keep pence as text. */
function storedTerms(terms: z.infer<typeof termsSchema>): ChangeTerms {
  return 'amount' in terms ? { ...terms, amount: `${terms.amount}` } : terms;
}
