import { z } from 'zod';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { findBankStatement, listBankLines, listBankStatements, type StoredLine, type StoredStatement } from '../bank-lines/list-lines.ts';
import { reconciliationProblems } from '../problems.ts';
import { bankAmount, bankAmountSchema, dayQuery, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const statementSchema = z
  .strictObject({
    statementId: z.uuid(),
    accountId: z.uuid(),
    importId: z.uuid(),
    lineNumber: z.number().int().meta({ description: 'Where it begins in its file.' }),
    format: z.string(),
    bankStatementId: z.string().optional(),
    sequence: z.string().optional(),
    firstDay: z.iso.date().optional(),
    lastDay: z.iso.date().optional(),
    opening: bankAmountSchema.optional(),
    closing: bankAmountSchema.optional(),
    sum: bankAmountSchema,
    linesNew: z.number().int(),
    linesKnown: z.number().int(),
    linesPending: z.number().int(),
    undoneAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'BankStatement', description: 'A bank statement that was imported.' });

const lineSchema = z
  .strictObject({
    lineId: z.uuid(),
    accountId: z.uuid(),
    statementId: z.uuid().meta({ description: 'The bank statement that brought it first.' }),
    importId: z.uuid(),
    lineNumber: z.number().int().meta({ description: 'Where it stands in that file.' }),
    bookingDate: z.iso.date(),
    valueDate: z.iso.date().optional(),
    valueDateAsWritten: z.string().optional().meta({ description: 'Where our calendar has no such day.' }),
    amount: bankAmountSchema,
    bankReference: z.string().optional(),
    endToEndId: z.string().optional(),
    counterpartyName: z.string().optional(),
    counterpartyAccount: z.string().optional(),
    remittance: z.string(),
    returnReason: z.string().optional(),
    typeCode: z.string().optional(),
    reversal: z.boolean(),
    payments: z.number().int().optional().meta({ description: 'How many payments stand behind a batch booking.' }),
    balanceAfter: bankAmountSchema.optional(),
    matchId: z.uuid().optional().meta({ description: 'The match that explains it.' }),
    undoneAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'BankLine', description: 'One movement on a bank account.' });

const ids = { accountId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d', importId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6e' };
const gbp = (amount: string) => ({ amount, currency: 'GBP' });
const statementExample = {
  ...ids,
  statementId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a70',
  lineNumber: 12,
  format: 'camt.053',
  bankStatementId: '2026-05-07/001',
  sequence: '87',
  firstDay: '2026-05-07',
  lastDay: '2026-05-07',
  opening: gbp('18250.40'),
  closing: gbp('17817.07'),
  sum: gbp('-433.33'),
  linesNew: 1,
  linesKnown: 0,
  linesPending: 0,
};
const lineExample = {
  ...ids,
  lineId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a71',
  statementId: statementExample.statementId,
  lineNumber: 31,
  bookingDate: '2026-05-07',
  amount: gbp('-433.33'),
  bankReference: 'FP26050700812',
  counterpartyName: 'PENHALIGON NURSING',
  remittance: 'PENHALIGON NURSING',
  reversal: false,
};
const statementPositions = cursorCodec('bank-statements', z.strictObject({ after: z.uuid() }));
const linePositions = cursorCodec('bank-lines', z.strictObject({ bookingDate: z.iso.date(), lineId: z.uuid() }));

export function bankLineOperations({ database }: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.list-bank-statements',
      method: 'get',
      path: '/v1/bank-statements',
      summary: 'List bank statements',
      description: 'In the order they came in, the undone ones too.',
      scope: 'reconciliation:read',
      query: z.strictObject({ ...listQuery, accountId: z.uuid().optional(), importId: z.uuid().optional() }),
      answer: { status: 200, description: 'A page of bank statements.', body: listSchema(statementSchema) },
      examples: { answer: { data: [statementExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { accountId, importId, limit, cursor } }) => {
        const from = cursor === undefined ? accepted({ after: undefined }) : statementPositions.decode(cursor);
        if (!from.ok) return from;
        const rest = await listBankStatements(database, caller.authorityId, {
          accountId,
          importId,
          after: from.value.after,
          limit: limit + 1,
        });
        const { data, nextCursor } = pageOf(rest, limit, ({ statementId }) => statementPositions.encode({ after: statementId }));
        return accepted({ body: { data: data.map(shownStatement), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.show-bank-statement',
      method: 'get',
      path: '/v1/bank-statements/{statementId}',
      summary: 'Show a bank statement',
      scope: 'reconciliation:read',
      params: z.strictObject({ statementId: z.uuid().meta({ description: 'The id of the bank statement.' }) }),
      answer: { status: 200, description: 'The bank statement.', body: statementSchema },
      examples: { params: { statementId: statementExample.statementId }, answer: statementExample },
      refusals: ['bank-statement-not-found'],
      handle: async ({ caller, params }) => {
        const statement = await findBankStatement(database, caller.authorityId, params.statementId);
        return statement === undefined ? refused({ code: 'bank-statement-not-found' }) : accepted({ body: shownStatement(statement) });
      },
    }),
    define({
      id: 'reconciliation.list-bank-lines',
      method: 'get',
      path: '/v1/bank-lines',
      summary: 'List bank lines',
      description: 'By booking date. Undone ones only when asked for.',
      scope: 'reconciliation:read',
      query: z.strictObject({
        ...listQuery,
        accountId: z.uuid().optional(),
        statementId: z.uuid().optional().meta({ description: 'Only lines that this bank statement brought first.' }),
        importId: z.uuid().optional(),
        from: dayQuery.optional(),
        to: dayQuery.optional(),
        undone: z.literal('included').optional().meta({ description: 'Undone lines too.' }),
      }),
      answer: { status: 200, description: 'A page of lines.', body: listSchema(lineSchema) },
      examples: { query: { from: '2026-05-01', to: '2026-05-31' }, answer: { data: [lineExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { limit, cursor, undone, ...filter } }) => {
        const from = cursor === undefined ? accepted(undefined) : linePositions.decode(cursor);
        if (!from.ok) return from;
        const after = from.value && { bookingDate: from.value.bookingDate as PlainDate, lineId: from.value.lineId };
        const rest = await listBankLines(database, caller.authorityId, {
          ...filter,
          after,
          limit: limit + 1,
          undoneToo: undone === 'included',
        });
        const { data, nextCursor } = pageOf(rest, limit, ({ bookingDate, lineId }) => linePositions.encode({ bookingDate, lineId }));
        return accepted({ body: { data: data.map(shownLine), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
  ];
}

function shownStatement(statement: StoredStatement) {
  const { ordinal: _o, sequenceNumber: _s, openingMinor, closingMinor, sumMinor, currency, undoneAt, ...rest } = statement;
  return {
    ...present(rest),
    ...(openingMinor !== null && { opening: bankAmount(openingMinor, currency) }),
    ...(closingMinor !== null && { closing: bankAmount(closingMinor, currency) }),
    sum: bankAmount(sumMinor, currency),
    ...(undoneAt !== null && { undoneAt: undoneAt.toISOString() }),
  };
}

function shownLine(line: StoredLine) {
  const { amountMinor, currency, batchItems, balanceAfterMinor, dayOpeningMinor: _d, rawText: _r, undoneAt, ...rest } = line;
  return {
    ...present(rest),
    amount: bankAmount(amountMinor, currency),
    ...(batchItems !== null && { payments: batchItems.length }),
    ...(balanceAfterMinor !== null && { balanceAfter: bankAmount(balanceAfterMinor, currency) }),
    ...(undoneAt !== null && { undoneAt: undoneAt.toISOString() }),
  };
}

/** What a row does not have is left out of the answer, not sent as null. */
function present(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
