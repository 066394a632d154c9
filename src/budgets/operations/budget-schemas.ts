import { z } from 'zod';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { BudgetView, LineView } from '../budgets/budget-view.ts';
import {
  budgetStates,
  challengeRoutes,
  changeKinds,
  decisionKinds,
  leftOutGrounds,
  lineStates,
  lineUnits,
  mechanisms,
  proposalStates,
  reviewOutcomes,
  vatCodes,
  yearCuts,
} from '../budgets/rules/budget-words.ts';
import type { BudgetRow, ShareRow } from '../budgets/store.ts';
import { streams } from '../sources/schema.ts';
import { dateSchema, familyParams, ids, present, shownDate, text } from './request-schemas.ts';

/** The shapes of budgets and lines in requests and answers. */

export const budgetIds = { ...ids, budget: '019d9000-7a21-7c04-9d1f-5b0c2e8f4a6d', decision: '019d9000-7a22-7c04-9d1f-5b0c2e8f4a6d' };
export const budgetParams = z.strictObject({ ...familyParams.shape, budgetId: z.uuid().meta({ description: 'The budget.' }) });
export const budgetExampleParams = { familyId: ids.family, budgetId: budgetIds.budget };

export const decimalText = (description: string) =>
  z
    .string()
    .regex(/^\d{1,7}(\.\d{1,4})?$/, 'Write a number with up to four decimals, like 2.5.')
    .meta({ description });
export const sourceCodeSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use small letters, digits and hyphens.')
  .meta({ description: 'The source’s code.', example: 'high-needs-block' });
export const positiveMoney = moneySchema.refine((pence) => pence >= 0n, 'This must not be below nothing.');

const costingSchema = z
  .strictObject({
    unit: z.enum(lineUnits),
    units: decimalText('Units over the whole line.').optional(),
    unitsPerWeek: decimalText('Units a week.').optional(),
    weeks: z
      .number()
      .int()
      .min(1)
      .max(520)
      .optional()
      .meta({ description: 'Of units a week; counted from the days of the line when left out.' }),
    rate: positiveMoney.meta({ description: 'The price of one, without VAT.' }),
    vatCode: z.enum(vatCodes),
    onCostRate: decimalText('What an employer pays on top of the wage: 0.15 is 15 %.').optional(),
    onCostFixed: positiveMoney.optional().meta({ description: 'Insurance, payroll and the like, for the whole line.' }),
  })
  .refine(({ units, unitsPerWeek }) => (units === undefined) !== (unitsPerWeek === undefined), 'Give units or unitsPerWeek, one of them.');

export const lineDraftSchema = z.strictObject({
  lineCode: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/, 'Use capital letters, digits and hyphens.')
    .optional()
    .meta({ description: 'Opaque, yours for ever; drawn when left out.' }),
  provisionId: z.uuid().optional(),
  outcomeId: z.uuid().optional(),
  kind: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'Use small letters and hyphens.')
    .meta({ example: 'personal-assistant' }),
  stream: z.enum(streams),
  educatesOrTrains: z.boolean().meta({ description: 'Whether it educates or trains the child.' }),
  mechanism: z.enum(mechanisms),
  premises: z.boolean().meta({ description: 'Whether it is given in a school, college or early-years setting.' }),
  premisesAgreedOn: dateSchema.optional(),
  from: dateSchema,
  until: dateSchema.meta({ description: 'Its last day.' }),
  amount: positiveMoney,
  contingency: positiveMoney.meta({ description: 'The part of the amount that is promised to nobody yet.' }),
  termTimeOnly: z.boolean(),
  yearCut: z.enum(yearCuts).meta({ description: 'How the sum is cut over financial years.' }),
  costing: costingSchema.optional(),
  annualCost: positiveMoney.optional().meta({ description: 'The yearly cost of extra help at school, before Element 2.' }),
  sources: z
    .array(z.strictObject({ sourceCode: sourceCodeSchema, percent: decimalText('Its part, of 100.') }))
    .min(1)
    .max(10),
  words: z.strictObject({
    title: text(200, 'What it is called.'),
    what: text(2_000, 'What it is.'),
    why: text(2_000, 'Which need and outcome it is for.'),
    reasonForStream: text(2_000, 'Why it is in this stream though it educates or trains.').optional(),
    reasonForAmount: text(2_000, 'Why less than the cost is enough.').optional(),
  }),
});

export const leftOutDraftSchema = z.strictObject({
  provisionId: z.uuid().optional(),
  ground: z.enum(leftOutGrounds),
  what: text(2_000, 'What the plan says.'),
  why: text(2_000, 'Why it is not in the budget.'),
});

const shareSchema = z.strictObject({
  sourceCode: z.string(),
  stream: z.enum(streams),
  financialYear: z.string(),
  amount: moneyJsonSchema,
  costCentre: z.string(),
  subjective: z.string(),
});

const lineSchema = z
  .strictObject({
    lineCode: z.string(),
    kind: z.string(),
    stream: z.enum(streams),
    mechanism: z.enum(mechanisms),
    state: z.enum(lineStates),
    from: shownDate,
    until: shownDate,
    amount: moneyJsonSchema,
    contingency: moneyJsonSchema,
    termTimeOnly: z.boolean(),
    unit: z.enum(lineUnits).optional(),
    units: z.string().optional(),
    rate: moneyJsonSchema.optional(),
    cost: moneyJsonSchema.optional().meta({ description: 'What the agreed support costs by the rules.' }),
    provisionId: z.uuid().optional(),
    outcomeId: z.uuid().optional(),
    title: z.string().optional(),
    what: z.string().optional(),
    why: z.string().optional(),
    shares: z.array(shareSchema),
  })
  .meta({ id: 'BudgetLine', description: 'One support in a budget, and whose money pays for it.' });

export const budgetFactsSchema = z
  .strictObject({
    budgetId: z.uuid(),
    planId: z.uuid(),
    childId: z.uuid(),
    state: z.enum(budgetStates),
    from: shownDate,
    until: shownDate,
    requestedOn: shownDate,
    revision: z.number().int().meta({ description: 'The ETag to change it with.' }),
  })
  .meta({ id: 'BudgetFacts' });

export const budgetSchema = z
  .strictObject({
    ...budgetFactsSchema.shape,
    amount: moneyJsonSchema,
    familyWords: z.string().optional(),
    lines: z.array(lineSchema),
    leftOut: z.array(z.strictObject({ ground: z.enum(leftOutGrounds), what: z.string().optional(), why: z.string().optional() })),
    decisions: z.array(
      z.strictObject({
        decisionId: z.uuid(),
        kind: z.enum(decisionKinds),
        decidedOn: shownDate,
        effectiveOn: shownDate,
        noticeOn: shownDate.optional(),
        reasons: z.string().optional(),
        ifYouDisagree: z.array(
          z.strictObject({ stream: z.enum(streams), route: z.enum(challengeRoutes), until: shownDate, law: z.string() }),
        ),
      }),
    ),
    drafts: z
      .array(z.strictObject({ changeId: z.uuid(), kind: z.enum(changeKinds), effectiveOn: shownDate, reasons: z.string().optional() }))
      .meta({ description: 'Changes that are drafted and not yet decided.' }),
    proposals: z.array(
      z.strictObject({
        proposalId: z.uuid(),
        state: z.enum(proposalStates),
        proposedOn: shownDate,
        answerBy: shownDate,
        answeredOn: shownDate.optional(),
        words: z.string().optional(),
        answer: z.string().optional(),
      }),
    ),
    reviews: z.array(
      z.strictObject({
        decisionId: z.uuid(),
        route: z.enum(challengeRoutes),
        askedOn: shownDate,
        answerBy: shownDate,
        answeredOn: shownDate.optional(),
        outcome: z.enum(reviewOutcomes).optional(),
        words: z.string().optional(),
        answer: z.string().optional(),
      }),
    ),
    agreement: z
      .strictObject({
        version: z.number().int(),
        text: z.string().optional(),
        familyWords: z.string().optional(),
        signatures: z.array(z.strictObject({ side: z.enum(['family', 'council']), signedOn: shownDate })),
      })
      .optional(),
  })
  .meta({ id: 'Budget', description: 'A budget with its lines and every decision on it.' });

export const budgetFactsExample = {
  budgetId: budgetIds.budget,
  planId: ids.plan,
  childId: ids.child,
  state: 'live',
  from: '2026-04-01',
  until: '2027-03-31',
  requestedOn: '2026-03-02',
  revision: 5,
};

export function shownFacts({ budgetId, planId, childId, state, from, until, requestedOn, revision }: BudgetRow) {
  return { budgetId, planId, childId, state, from, until, requestedOn, revision };
}

export function shownBudget(view: BudgetView): z.infer<typeof budgetSchema> {
  const { budget, familyWords, lines, leftOut, decisions, drafts, proposals, reviews, agreement } = view;
  return {
    ...shownFacts(budget),
    amount: moneyJson(lines.reduce((sum, { amount }) => sum + amount, 0n)),
    ...(familyWords !== undefined && { familyWords }),
    lines: lines.map(shownLine),
    leftOut: leftOut.map(({ ground, words }) => ({ ground, ...words })),
    decisions: decisions.map(({ decisionId, kind, decidedOn, effectiveOn, noticeOn, reasons, streamRoutes }) =>
      present({ decisionId, kind, decidedOn, effectiveOn, noticeOn, reasons, ifYouDisagree: [...streamRoutes] }),
    ),
    drafts: drafts.map(({ changeId, kind, effectiveOn, reasons }) => present({ changeId, kind, effectiveOn, reasons })),
    proposals: proposals.map(({ proposalId, state, proposedOn, answerBy, answeredOn, words, answer }) =>
      present({ proposalId, state, proposedOn, answerBy, answeredOn, words, answer }),
    ),
    reviews: reviews.map(({ decisionId, route, askedOn, answerBy, answeredOn, outcome, words, answer }) =>
      present({ decisionId, route, askedOn, answerBy, answeredOn, outcome, words, answer }),
    ),
    ...(agreement !== undefined && {
      agreement: { ...agreement, signatures: agreement.signatures.map(({ side, signedOn }) => ({ side, signedOn })) },
    }),
  };
}

function shownLine(line: LineView): z.infer<typeof lineSchema> {
  const { lineCode, kind, stream, mechanism, state, from, until, amount, contingency, termTimeOnly, unit, units, rate, cost } = line;
  const { title, what, why } = line.words;
  const terms = { lineCode, kind, stream, mechanism, state, from, until, termTimeOnly };
  const optional = { unit, units, provisionId: line.provisionId, outcomeId: line.outcomeId, title, what, why };
  return {
    ...terms,
    amount: moneyJson(amount),
    contingency: moneyJson(contingency),
    ...(present(optional) as Partial<z.infer<typeof lineSchema>>),
    ...(rate !== null && { rate: moneyJson(rate) }),
    ...(cost !== null && { cost: moneyJson(cost) }),
    shares: line.shares.map(shownShare),
  };
}

function shownShare({ sourceCode, stream, financialYear, amount, costCentre, subjective }: ShareRow): z.infer<typeof shareSchema> {
  return { sourceCode, stream, financialYear, amount: moneyJson(amount), costCentre, subjective };
}
