import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { OpenedRecord, Operation } from '../../platform/http/operation.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../platform/letters/letter-as-text.ts';
import { accepted } from '../../platform/result.ts';
import { budgetLetter } from '../explanation/budget-letter.ts';
import { type BudgetExplanation, explainBudget } from '../explanation/explain-budget.ts';
import type { LineExplanation } from '../explanation/rules/explain-line.ts';
import { spokenPassages } from '../explanation/rules/in-words.ts';
import { passageParts } from '../explanation/rules/passage.ts';
import { enGb } from '../explanation/rules/words/en-gb.ts';
import type { PositionRoom } from '../position/position-room.ts';
import { positionProblems } from '../position/problems.ts';
import { figuresExample, figuresSchema, lineExample, shownFigures, streamSchema } from './position-schemas.ts';
import { familyParams, ids, shownDate } from './request-schemas.ts';

const passageSchema = z
  .strictObject({ part: z.enum(passageParts), heading: z.string(), sentences: z.array(z.string()) })
  .meta({ id: 'ExplanationPassage', description: 'One question about a line, and its answer in plain words.' });

const lineExplanationSchema = z
  .strictObject({
    lineId: z.uuid(),
    lineCode: z.string(),
    title: z.string(),
    figures: figuresSchema,
    money: z.array(
      z.strictObject({
        source: z.string(),
        sourceName: z.string(),
        stream: streamSchema,
        financialYear: z.string(),
        amount: moneyJsonSchema,
        indicative: z.boolean().meta({ description: 'That year’s money is not confirmed yet.' }),
        rule: z.string().meta({ description: 'Where it is written that this money may pay for it.' }),
      }),
    ),
    steps: z
      .array(
        z.strictObject({
          kind: z.enum(['cost', 'vat', 'on-costs', 'fixed-costs', 'school-part', 'agreed-difference', 'total']),
          amount: moneyJsonSchema,
        }),
      )
      .meta({ description: 'How the figure came about: all but the total add up to the total.' }),
    passages: z.array(passageSchema),
  })
  .meta({ id: 'LineExplanation', description: 'A line explained, in words and as data.' });

const explanationExample = {
  familyId: ids.family,
  on: '2026-12-31',
  lines: [
    {
      lineId: lineExample.lineId,
      lineCode: lineExample.lineCode,
      title: 'Personal assistant',
      figures: figuresExample,
      money: [],
      steps: [{ kind: 'total', amount: moneyJson(1_040_000n) }],
      passages: [{ part: 'ask', heading: 'If you want to ask', sentences: ['Ask Example Council about any of this.'] }],
    },
  ],
  total: figuresExample,
};

/** What is in a family's budget and why: the same words and sums as on the page, as data and as a letter. */
export function explanationOperations(room: PositionRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...positionProblems });
  return [
    define({
      id: 'budgets.read-explanation',
      method: 'get',
      path: '/v1/families/{familyId}/budget-explanation',
      summary: 'What is in a family’s budget, and why',
      description:
        'For each line: what it is for, whose money it is and by which rule, how the figure came about, what is not in it, what happens next and whom to ask. The figures are those of the position.',
      scope: 'budgets:read',
      params: familyParams,
      answer: {
        status: 200,
        description: 'The explanation.',
        body: z
          .strictObject({ familyId: z.uuid(), on: shownDate, lines: z.array(lineExplanationSchema), total: figuresSchema })
          .meta({ id: 'BudgetExplanation', description: 'A family’s budget explained.' }),
      },
      examples: { params: { familyId: ids.family }, answer: explanationExample },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const explained = await explainBudget(room, caller, { familyId, catalogue: enGb });
        if (!explained.ok) return explained;
        const { today, position, lines } = explained.value;
        return accepted({
          body: { familyId, on: today, lines: lines.map(shownLine), total: shownFigures(position.total) },
          opened: openedOf(explained.value),
        });
      },
    }),
    define({
      id: 'budgets.read-letter',
      method: 'get',
      path: '/v1/families/{familyId}/budget-letter',
      summary: 'The letter about a family’s budget',
      description:
        'The explanation set as a letter: as plain text, and as a tagged PDF that a screen reader reads in order. Ask for large print where somebody needs it.',
      scope: 'budgets:read',
      params: familyParams,
      query: z.strictObject({ print: z.enum(['usual', 'large']).default('usual') }),
      answer: {
        status: 200,
        description: 'The letter.',
        body: z
          .strictObject({ text: z.string(), pdf: z.base64().meta({ description: 'The PDF, in base64.' }) })
          .meta({ id: 'BudgetLetter', description: 'One letter, in two ways.' }),
      },
      examples: { params: { familyId: ids.family }, answer: { text: 'Your budget', pdf: 'JVBERi0xLjc=' } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId }, query }) => {
        const explained = await explainBudget(room, caller, { familyId, catalogue: enGb });
        if (!explained.ok) return explained;
        const { lines, position, today, council } = explained.value;
        const letter = budgetLetter({ lines, total: position.total, today, council }, enGb);
        const pdf = (await letterAsPdf(letter, { print: query.print })).toString('base64');
        return accepted({ body: { text: letterAsText(letter), pdf }, opened: openedOf(explained.value) });
      },
    }),
  ];
}

/** Whose parts of the record an explanation shows. */
export function openedOf({ position: { familyId, lines } }: BudgetExplanation): readonly OpenedRecord[] {
  return [...new Set(lines.map(({ childId }) => childId))].map((personId) => ({ familyId, personId }));
}

function shownLine(explanation: LineExplanation): z.infer<typeof lineExplanationSchema> {
  const { line, figures, steps } = explanation;
  return {
    lineId: line.lineId,
    lineCode: line.lineCode,
    title: line.title,
    figures: shownFigures(figures),
    money: line.money.map(({ source, sourceName, stream, financialYear, amount, indicative, rule }) => {
      return { source, sourceName, stream, financialYear, amount: moneyJson(amount), indicative, rule };
    }),
    steps: steps.map(({ kind, amount }) => ({ kind, amount: moneyJson(amount) })),
    passages: spokenPassages(explanation, enGb).map(({ sentences, ...passage }) => ({ ...passage, sentences: [...sentences] })),
  };
}
