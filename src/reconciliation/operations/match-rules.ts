import { z } from 'zod';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { endRule, makeRule, tryRule } from '../match-rules/make-rule.ts';
import { type MatchRule, readRules } from '../match-rules/read-rules.ts';
import type { DifferenceRule } from '../matching/rules/difference-rules.ts';
import { reconciliationProblems } from '../problems.ts';
import { actorOf, dayQuery, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const wordsSchema = z
  .array(z.string().trim().min(1).max(40))
  .max(10)
  .meta({ description: 'All of them stand in the line, each as a whole word.', example: ['monthly', 'charges'] });

const draftSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('bank-charge'),
      words: wordsSchema,
      typeCode: z.string().trim().min(1).max(20).optional().meta({ description: 'The bank’s own code for such lines.' }),
      limit: moneySchema.meta({ description: 'The most that one line may be.' }),
      monthlyLimit: moneySchema.meta({ description: 'The most that the rule takes in a month.' }),
    }),
    z.strictObject({
      kind: z.literal('write-off'),
      limit: moneySchema.meta({ description: 'The most that may be let go of one item.' }),
      limitPercent: z.number().positive().max(5).multipleOf(0.01).meta({ description: 'The most of the item, in percent.', example: 1 }),
    }),
  ])
  .meta({ id: 'MatchRuleDraft', description: 'A rule for charges of the bank, or for letting small differences go.' });

const ruleSchema = z
  .strictObject({
    ruleId: z.uuid(),
    kind: z.enum(['bank-charge', 'write-off']),
    words: z.array(z.string()).optional(),
    typeCode: z.string().optional(),
    limit: moneyJsonSchema,
    monthlyLimit: moneyJsonSchema.optional(),
    limitPercent: z.number().optional(),
    validFrom: z.iso.date(),
    validUntil: z.iso.date().optional(),
    madeBy: z.string(),
    madeAt: z.iso.datetime(),
  })
  .meta({ id: 'MatchRule', description: 'A rule of matching, with the days on which it holds.' });

const ruleParams = z.strictObject({ ruleId: z.uuid().meta({ description: 'The id of the rule.' }) });
const CHECKED = ['rule-matches-everything', 'rule-limit-not-positive', 'rule-limit-too-high'] as const;
const draftExample = {
  kind: 'bank-charge',
  words: ['monthly', 'charges'],
  limit: { amount: '25.00', currency: 'GBP' },
  monthlyLimit: { amount: '50.00', currency: 'GBP' },
};
const example = {
  ...draftExample,
  ruleId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a90',
  validFrom: '2026-05-01',
  madeBy: 'identity:019aa000',
  madeAt: '2026-05-01T09:30:00.000Z',
};

export function matchRuleOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.list-match-rules',
      method: 'get',
      path: '/v1/match-rules',
      summary: 'List rules of matching',
      description: 'The ended ones too.',
      scope: 'reconciliation:read',
      answer: { status: 200, description: 'All rules.', body: z.strictObject({ data: z.array(ruleSchema) }) },
      examples: { answer: { data: [example] } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const rules = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => readRules(tx, authorityId));
        return accepted({ body: { data: rules.map(shownRule) } });
      },
    }),
    define({
      id: 'reconciliation.try-match-rule',
      method: 'post',
      path: '/v1/match-rules/trial',
      summary: 'Try a rule of matching',
      description: 'Shows which of the latest lines it would take. Nothing is done.',
      scope: 'reconciliation:read',
      body: draftSchema,
      answer: {
        status: 200,
        description: 'What it would take.',
        body: z.strictObject({ triedOn: z.number().int(), takes: z.array(z.uuid()) }),
      },
      examples: { body: draftExample, answer: { triedOn: 2_000, takes: ['019aa000-7a11-7c04-9d1f-5b0c2e8f4a71'] } },
      refusals: CHECKED,
      handle: async ({ caller, body }) => {
        const tried = await tryRule(room, caller.authorityId, ruleOf(body));
        return tried.ok ? accepted({ body: tried.value }) : tried;
      },
    }),
    define({
      id: 'reconciliation.make-match-rule',
      method: 'post',
      path: '/v1/match-rules',
      summary: 'Make a rule of matching',
      description:
        'A charge of the bank within the limits is matched by itself and posted to bank-charges; what is short within the limits may be let go with one key.',
      scope: 'reconciliation:write',
      body: z.strictObject({ rule: draftSchema, validFrom: dayQuery }),
      answer: { status: 201, description: 'The rule.', body: ruleSchema },
      examples: { body: { rule: draftExample, validFrom: '2026-05-01' }, answer: example },
      refusals: CHECKED,
      handle: async ({ caller, body: { rule, validFrom } }) => {
        const made = await makeRule(room, actorOf(caller), ruleOf(rule), validFrom);
        return made.ok ? accepted({ body: shownRule(made.value) }) : made;
      },
    }),
    define({
      id: 'reconciliation.end-match-rule',
      method: 'post',
      path: '/v1/match-rules/{ruleId}/end',
      summary: 'End a rule of matching',
      description: 'From today on. What it has taken stays, and can be undone like any match.',
      scope: 'reconciliation:write',
      params: ruleParams,
      answer: { status: 200, description: 'The rule, ended.', body: ruleSchema },
      examples: { params: { ruleId: example.ruleId }, answer: { ...example, validUntil: '2026-05-31' } },
      refusals: ['match-rule-not-found', 'match-rule-ended'],
      handle: async ({ caller, params: { ruleId } }) => {
        const ended = await endRule(room, actorOf(caller), ruleId);
        return ended.ok ? accepted({ body: shownRule(ended.value) }) : ended;
      },
    }),
  ];
}

function ruleOf(draft: z.output<typeof draftSchema>): DifferenceRule {
  // The id is made with the rule; until then nothing refers to it.
  if (draft.kind === 'write-off') {
    return { kind: 'write-off', ruleId: 'new', limitMinor: draft.limit, limitBasisPoints: Math.round(draft.limitPercent * 100) };
  }
  const { kind, words, typeCode, limit, monthlyLimit } = draft;
  return { kind, ruleId: 'new', words, limitMinor: limit, monthlyLimitMinor: monthlyLimit, ...(typeCode !== undefined && { typeCode }) };
}

function shownRule({ rule, validFrom, validUntil, madeBy, madeAt }: MatchRule) {
  const { ruleId, kind, limitMinor } = rule;
  return {
    ...{ ruleId, kind, validFrom, madeBy },
    ...(rule.kind === 'bank-charge'
      ? {
          words: rule.words,
          monthlyLimit: moneyJson(rule.monthlyLimitMinor),
          ...(rule.typeCode !== undefined && { typeCode: rule.typeCode }),
        }
      : { limitPercent: rule.limitBasisPoints / 100 }),
    limit: moneyJson(limitMinor),
    ...(validUntil !== undefined && { validUntil }),
    madeAt: madeAt.toISOString(),
  };
}
