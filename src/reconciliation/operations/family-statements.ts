import { z } from 'zod';
import type { BudgetRoom } from '../../budgets/index.ts';
import { paymentProblems } from '../../payments/index.ts';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { spendingCategories } from '../family-statements/rules/kinds.ts';
import { LARGEST_FAMILY_STATEMENT_BYTES, takeFamilyStatement } from '../family-statements/take-statement.ts';
import { readFamilyAccount, removeFamilyStatement, sayOfLine } from '../family-statements/work-on-account.ts';
import { reconciliationProblems } from '../problems.ts';
import { DATE_ORDERS } from '../statements/reading-choices.ts';
import { categoryRuleOperations } from './category-rules.ts';
import {
  accountExample,
  accountSchema,
  agreementParams,
  ids,
  lineExampleId,
  shownAccount,
  statementExampleId,
} from './family-statement-schemas.ts';

const MEDIA_TYPES = ['application/octet-stream', 'application/xml', 'text/xml', 'text/csv', 'text/plain', 'application/x-ofx'];
const AT = '/v1/families/{familyId}/agreements/{agreementId}';
const saidSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('category'), category: z.enum(spendingCategories) }),
  z.strictObject({ is: z.enum(['spending', 'not-spending']), spendingId: z.uuid() }),
  z.strictObject({ is: z.literal('not-known') }),
]);

/** Bank statements of families' own accounts: sent in, read, and held against what was shown as spent. */
export function familyStatementOperations(room: BudgetRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems, ...reconciliationProblems });
  return [
    define({
      id: 'reconciliation.take-family-statement',
      method: 'post',
      path: `${AT}/bank-statements`,
      summary: 'Send a bank statement of the family’s account',
      description: `As the bank exports it (CSV, OFX, QIF, MT940, camt.053), of at most ${LARGEST_FAMILY_STATEMENT_BYTES / 1_048_576} megabytes. It is kept sealed.`,
      scope: 'reconciliation:write',
      params: agreementParams,
      query: z.strictObject({
        fileName: z
          .string()
          .trim()
          .min(1)
          .max(255)
          .regex(/^[^\p{Cc}/\\]+$/u, 'A file name has no slashes and no control characters.'),
        dateOrder: z.enum(DATE_ORDERS).optional().meta({ description: 'Of a QIF file whose days can be read in two ways.' }),
        newAccount: z.enum(['true', 'false']).optional().meta({ description: 'The family has another account now.' }),
      }),
      upload: { mediaTypes: MEDIA_TYPES, maxBytes: LARGEST_FAMILY_STATEMENT_BYTES },
      answer: { status: 201, description: 'It is kept.', body: z.strictObject({ statementId: z.uuid(), lines: z.number().int() }) },
      examples: { params: ids, query: { fileName: 'may.csv' }, answer: { statementId: statementExampleId, lines: 12 } },
      refusals: [
        ...(['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'statement-file-empty'] as const),
        ...(['bank-statement-unreadable', 'bank-statement-does-not-tie', 'family-statement-several-accounts'] as const),
        ...(['family-statement-not-in-pounds', 'family-statement-sent-already', 'family-statement-not-taken'] as const),
        'family-statement-other-account',
      ],
      handle: async ({ caller, params, query: { fileName, dateOrder, newAccount }, upload }) => {
        if (upload === undefined) throw new Error('the router handed on no upload');
        const file = { fileName, dateOrder, newAccount: newAccount === 'true', upload };
        const taken = await takeFamilyStatement(room, caller, params, file);
        return taken.ok ? accepted({ body: taken.value }) : taken;
      },
    }),
    define({
      id: 'reconciliation.remove-family-statement',
      method: 'delete',
      path: `${AT}/bank-statements/{statementId}`,
      summary: 'Take a bank statement out again',
      description: 'The file and its lines are gone, with what was said of them.',
      scope: 'reconciliation:write',
      params: z.strictObject({ ...agreementParams.shape, statementId: z.uuid() }),
      answer: { status: 204, description: 'It is gone.', body: z.undefined() },
      examples: { params: { ...ids, statementId: statementExampleId } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'family-statement-not-found'],
      handle: async ({ caller, params }) => {
        const removed = await removeFamilyStatement(room, caller, params);
        return removed.ok ? accepted({ body: undefined }) : removed;
      },
    }),
    define({
      id: 'reconciliation.read-family-account',
      method: 'get',
      path: `${AT}/bank-statements`,
      summary: 'See the account, what its lines are for, and what is missing',
      description:
        'A line is matched with what was shown as spent by its sum, its day and one to one; where two could be meant, they are suggested.',
      scope: 'reconciliation:read',
      params: agreementParams,
      answer: { status: 200, description: 'Earliest first.', body: accountSchema },
      examples: { params: ids, answer: accountExample },
      refusals: ['record-not-found', 'agreement-not-found'],
      handle: async ({ caller, params }) => {
        const read = await readFamilyAccount(room, caller, params);
        if (!read.ok) return read;
        return accepted({ body: shownAccount(read.value), opened: [{ familyId: params.familyId, personId: read.value.childId }] });
      },
    }),
    define({
      id: 'reconciliation.say-of-family-line',
      method: 'put',
      path: `${AT}/bank-lines/{lineId}`,
      summary: 'Say what a line is',
      description: 'What it is for, what was shown of it, or that a suggestion is wrong; `not-known` takes back what was said.',
      scope: 'reconciliation:write',
      params: z.strictObject({ ...agreementParams.shape, lineId: z.uuid() }),
      body: saidSchema,
      answer: { status: 204, description: 'It is noted.', body: z.undefined() },
      examples: { params: { ...ids, lineId: lineExampleId }, body: { is: 'category', category: 'wages' } },
      refusals: [
        ...(['record-not-found', 'errand-for-a-stranger', 'agreement-not-found', 'family-line-not-found', 'spending-not-found'] as const),
        ...(['spending-differs', 'spending-has-a-line'] as const),
      ],
      handle: async ({ caller, params, body }) => {
        const said = await sayOfLine(room, caller, params, body);
        return said.ok ? accepted({ body: undefined }) : said;
      },
    }),
    ...categoryRuleOperations(room),
  ];
}
