import { z } from 'zod';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { CategoryRuleDraft } from '../family-statements/category-rule.ts';
import type { FamilyAccount, FamilyLine } from '../family-statements/family-account.ts';
import type { CategoryRule } from '../family-statements/rules/category-rules.ts';
import { spendingCategories } from '../family-statements/rules/kinds.ts';

/** What requests and answers on a family's own account are made of. */

export const agreementParams = z.strictObject({
  familyId: z.uuid().meta({ description: 'The family.' }),
  agreementId: z.uuid().meta({ description: 'The agreement that the account is for.' }),
});
export const ids = {
  familyId: '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10',
  agreementId: '019d9000-8b11-7c04-9d1f-5b0c2e8f4a6d',
};
export const statementExampleId = '019d9000-8b12-7c04-9d1f-5b0c2e8f4a6d';
export const lineExampleId = '019d9000-8b13-7c04-9d1f-5b0c2e8f4a6d';

const lineFields = {
  lineId: z.uuid(),
  statementId: z.uuid(),
  day: z.iso.date(),
  amount: moneyJsonSchema.meta({ description: 'Below zero, money went out.' }),
  text: z.string().meta({ description: 'What the bank wrote.' }),
  category: z.enum(spendingCategories).optional(),
  categoryBy: z.enum(['rule', 'person']).optional(),
};
export const lineSchema = z.strictObject(lineFields).meta({ id: 'FamilyLine', description: 'A line of a family’s account.' });
const possible = { spendingId: z.uuid(), reasons: z.array(z.string()) };

const missingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['receipt', 'what-for']), lineId: z.uuid(), words: z.string() }),
  z.strictObject({ kind: z.literal('not-on-statement'), spendingId: z.uuid(), words: z.string() }),
  z.strictObject({ kind: z.literal('statement-days'), from: z.iso.date(), until: z.iso.date(), words: z.string() }),
]);

export const accountSchema = z
  .strictObject({
    statements: z.array(
      z.strictObject({
        statementId: z.uuid(),
        fileName: z.string(),
        account: z.string().optional(),
        lines: z.number().int(),
        covers: z.array(z.strictObject({ from: z.iso.date(), until: z.iso.date() })),
        sentAt: z.iso.datetime(),
      }),
    ),
    lines: z.array(
      z.strictObject({
        ...lineFields,
        match: z.strictObject({ ...possible, by: z.enum(['itself', 'person']) }).optional(),
        suggestions: z.array(z.strictObject(possible)),
      }),
    ),
    missing: z.array(missingSchema).meta({ description: 'What we would still like to have.' }),
  })
  .meta({ id: 'FamilyAccount', description: 'A family’s account as its bank statements tell it.' });

export const accountExample = {
  statements: [
    {
      statementId: statementExampleId,
      fileName: 'may.csv',
      account: '••••5678',
      lines: 12,
      covers: [{ from: '2026-05-01', until: '2026-05-31' }],
      sentAt: '2026-06-02T10:00:00.000Z',
    },
  ],
  lines: [
    {
      lineId: lineExampleId,
      statementId: statementExampleId,
      day: '2026-05-08',
      amount: { amount: '-120.00', currency: 'GBP' },
      text: 'JO EXAMPLE WAGES',
      category: 'wages',
      categoryBy: 'rule',
      suggestions: [],
    },
  ],
  missing: [
    {
      kind: 'receipt',
      lineId: lineExampleId,
      words: '£120.00 left the account on 8 May 2026. Please send the receipt, or tell us what became of it.',
    },
  ],
};

export const ruleDraftSchema = z
  .strictObject({
    words: z
      .array(z.string().trim().min(1).max(40))
      .min(1)
      .max(10)
      .meta({ description: 'All of them stand in the line, each as a whole word.' }),
    category: z.enum(spendingCategories),
    direction: z.enum(['out', 'in']).default('out'),
    limit: moneySchema
      .refine((pence) => pence > 0n, 'This must be more than nothing.')
      .optional()
      .meta({ description: 'The most that a line may be.' }),
  })
  .meta({ id: 'CategoryRuleDraft', description: 'Says what lines with these words are for.' });
export const ruleSchema = z
  .strictObject({
    ruleId: z.uuid(),
    words: z.array(z.string()),
    category: z.enum(spendingCategories),
    direction: z.enum(['out', 'in']),
    limit: moneyJsonSchema.optional(),
  })
  .meta({ id: 'CategoryRule', description: 'A rule that says what lines are for.' });
export const ruleExample = { words: ['Jo', 'Example'], category: 'wages', direction: 'out' };

export function draftOf({ limit, ...draft }: z.output<typeof ruleDraftSchema>): CategoryRuleDraft {
  return { ...draft, ...(limit !== undefined && { limit }) };
}

export function shownRule({ limit, words, ...rule }: CategoryRule) {
  return { ...rule, words: [...words], ...(limit !== undefined && { limit: moneyJson(limit) }) };
}

export function shownLine({ lineId, statementId, day, amount, text, category, categoryBy }: FamilyLine) {
  return {
    ...{ lineId, statementId, day, amount: moneyJson(amount), text },
    ...(category !== undefined && { category }),
    ...(categoryBy !== undefined && { categoryBy }),
  };
}

export function shownAccount({ statements, lines, missing }: FamilyAccount) {
  return {
    statements: statements.map(({ statementId, words, lines: count, covers, sentAt }) => ({
      ...{ statementId, lines: count, covers, sentAt: sentAt.toISOString() },
      ...words,
    })),
    lines: lines.map((line) => ({
      ...shownLine(line),
      ...(line.match !== undefined && { match: line.match }),
      suggestions: line.suggestions,
    })),
    missing,
  };
}
