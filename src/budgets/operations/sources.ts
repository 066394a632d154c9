import { z } from 'zod';
import { ledgerProblems } from '../../ledger/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { keyedRequest } from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { budgetProblems } from '../problems.ts';
import { listSources, type SourceView } from '../sources/list-sources.ts';
import { changeSource, registerSource } from '../sources/register-source.ts';
import { fundingRules, sourceKinds } from '../sources/rules/funding-rules.ts';
import { streams } from '../sources/schema.ts';
import { setSourceYear } from '../sources/set-source-year.ts';
import { positiveMoney, sourceCodeSchema } from './budget-schemas.ts';
import { dateSchema, present, shownDate, text } from './request-schemas.ts';

const codeText = (description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/)
    .meta({ description });
export const yearSchema = z
  .string()
  .regex(/^\d{4}-\d{2}$/, 'Write a financial year like 2026-27.')
  .refine((year) => Number(year.slice(5)) === (Number(year.slice(0, 4)) + 1) % 100, 'Write two years that follow each other, like 2026-27.')
  .transform((year) => year as `${number}-${number}`)
  .meta({ type: 'string', description: 'A financial year, 1 April to 31 March.', example: '2026-27' });

const sourceSchema = z
  .strictObject({
    sourceCode: z.string(),
    stream: z.enum(streams),
    kind: z.enum(sourceKinds),
    name: z.string(),
    costCentre: z.string(),
    subjective: z.string(),
    partnerCode: z.string().optional().meta({ description: 'Who is recharged for what the council pays from it.' }),
    conditions: z.string().optional(),
    revision: z.number().int(),
    years: z.array(
      z.strictObject({
        financialYear: z.string(),
        amount: moneyJsonSchema,
        indicative: z.boolean(),
        confirmedOn: shownDate.optional(),
        revision: z.number().int().meta({ description: 'The ETag to set this year with.' }),
      }),
    ),
  })
  .meta({ id: 'FundingSource', description: 'Whose money it is, and what it has for each year.' });

const example = {
  sourceCode: 'high-needs-block',
  stream: 'EDUCATION',
  kind: 'high-needs',
  name: 'High needs block',
  costCentre: 'E4100',
  subjective: '5310',
};
const SET_YEAR = 'budgets.set-source-year';

/** Funding sources and what they have. */
export function sourceOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...budgetProblems, ...ledgerProblems });
  return [
    define({
      id: 'budgets.list-funding-rules',
      method: 'get',
      path: '/v1/funding-rules',
      summary: 'List what may fund what',
      description: 'By law, dated. No source can be made that these do not allow, and no line is paid from one that may not pay for it.',
      scope: 'budgets:read',
      answer: {
        status: 200,
        description: 'The rules.',
        body: z.strictObject({
          data: z.array(
            z.strictObject({
              sourceKind: z.enum(sourceKinds),
              stream: z.enum(streams),
              from: shownDate,
              until: shownDate.optional(),
              source: z.string(),
              verified: z.boolean().meta({ description: 'Whether the words of the source were seen.' }),
            }),
          ),
        }),
      },
      refusals: [],
      handle: async () => accepted({ body: { data: [...fundingRules] } }),
    }),
    define({
      id: 'budgets.list-sources',
      method: 'get',
      path: '/v1/funding-sources',
      summary: 'List funding sources',
      description: 'With what each has for each year. A partner sees those it pays for.',
      scope: 'budgets:read',
      answer: { status: 200, description: 'The sources.', body: z.strictObject({ data: z.array(sourceSchema) }) },
      examples: { answer: { data: [{ ...example, revision: 1, years: [] }] } },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: { data: (await listSources(room, caller)).map(shownSource) } }),
    }),
    define({
      id: 'budgets.register-source',
      method: 'post',
      path: '/v1/funding-sources',
      summary: 'Make a funding source known',
      scope: 'budgets:write',
      body: z.strictObject({
        sourceCode: sourceCodeSchema,
        stream: z.enum(streams),
        kind: z.enum(sourceKinds),
        name: text(200, 'What it is called.'),
        costCentre: codeText('The cost centre in the general ledger.'),
        subjective: codeText('The subjective code in the general ledger.'),
        partnerCode: sourceCodeSchema.optional().meta({ description: 'Of money that the council pays first and recharges.' }),
        conditions: text(4_000, 'What a grant may be used for.').optional(),
      }),
      answer: { status: 201, description: 'It is known.', body: z.strictObject({ sourceCode: z.string(), revision: z.number().int() }) },
      examples: { body: example, answer: { sourceCode: 'high-needs-block', revision: 1 } },
      refusals: ['source-may-not-fund', 'source-exists', 'grant-without-conditions', 'cost-code-of-another-stream'],
      handle: async ({ caller, body }) => {
        const made = await registerSource(room, caller, body);
        return made.ok ? accepted({ body: made.value, headers: { ETag: versionTag(made.value.revision) } }) : made;
      },
    }),
    define({
      id: 'budgets.change-source',
      method: 'patch',
      path: '/v1/funding-sources/{sourceCode}',
      summary: 'Change a source’s name or conditions',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: z.strictObject({ sourceCode: sourceCodeSchema }),
      body: z.strictObject({
        name: text(200, 'What it is called.').optional(),
        conditions: text(4_000, 'What a grant may be used for.').optional(),
      }),
      answer: { status: 200, description: 'The new revision.', body: z.strictObject({ revision: z.number().int() }) },
      examples: { params: { sourceCode: 'high-needs-block' }, body: { name: 'High needs block' }, answer: { revision: 2 } },
      refusals: ['source-not-found', 'version-stale'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const changed = await changeSource(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return changed.ok ? accepted({ body: changed.value, headers: { ETag: versionTag(changed.value.revision) } }) : changed;
      },
    }),
    define({
      id: SET_YEAR,
      method: 'post',
      path: '/v1/funding-sources/{sourceCode}/years/{financialYear}',
      summary: 'Say what a source has for a year',
      description:
        'In all: the difference to what it had is booked. Next year’s sum may be indicative; confirm it later, higher or lower. If-Match "0" is for a year of which nothing was said yet.',
      scope: 'budgets:write',
      idempotent: true,
      ifMatchRequired: true,
      params: z.strictObject({ sourceCode: sourceCodeSchema, financialYear: yearSchema }),
      body: z.strictObject({ amount: positiveMoney, indicative: z.boolean(), effectiveOn: dateSchema }),
      answer: { status: 200, description: 'The year’s revision.', body: z.strictObject({ revision: z.number().int() }) },
      examples: {
        params: { sourceCode: 'high-needs-block', financialYear: '2026-27' },
        body: { amount: moneyJson(2_000_000n), indicative: false, effectiveOn: '2026-04-01' },
        answer: { revision: 1 },
      },
      refusals: [
        'source-not-found',
        'source-year-confirmed',
        'change-under-way',
        'booking-under-way',
        'books-refused',
        'idempotency-conflict',
        'version-stale',
      ],
      handle: async ({ caller, params, body, ifMatch, idempotencyKey }) => {
        const command = { ...params, ...body, ifMatch: ifMatch ?? '' };
        const set = await setSourceYear(room, caller, command, keyedRequest(caller, SET_YEAR, idempotencyKey ?? '', command));
        if (!set.ok) return refused(set.refusal);
        const { revision, replayed } = set.value;
        return accepted({ body: { revision }, replayed, headers: { ETag: versionTag(revision) } });
      },
    }),
  ];
}

function shownSource({ years, partnerCode, conditions, ...source }: SourceView): z.infer<typeof sourceSchema> {
  const { sourceCode, stream, kind, name, costCentre, subjective, revision } = source;
  return {
    ...{ sourceCode, stream, kind, name, costCentre, subjective, revision },
    ...(partnerCode !== null && { partnerCode }),
    ...(conditions !== null && { conditions }),
    years: years.map(({ financialYear, amount, indicative, confirmedOn, revision: ofYear }) => ({
      ...{ financialYear, amount: moneyJson(amount), indicative, revision: ofYear },
      ...present({ confirmedOn: confirmedOn ?? undefined }),
    })),
  };
}
