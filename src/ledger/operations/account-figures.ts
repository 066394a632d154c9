import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import type { Account } from '../accounts.ts';
import type { AsOf, Balance, StatementLine } from '../balances.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { accountCodeSchema, dateSchema, defined, dimensionSchema, instantSchema } from './request-schemas.ts';
import { sided } from './shown-entry.ts';

const accountParams = z.strictObject({ code: accountCodeSchema });
const digits = z.string().regex(/^\d{1,18}$/);
const positions = cursorCodec('statement', z.strictObject({ account: z.string(), block: digits, version: digits }));

const balanceQuery = z
  .strictObject({
    effectiveDate: dateSchema.optional().meta({ description: 'At the end of this day, by what is known now.' }),
    recordedAt: instantSchema.optional().meta({ description: 'As the book knew it at this instant.' }),
  })
  .refine(({ effectiveDate, recordedAt }) => effectiveDate === undefined || recordedAt === undefined, {
    path: ['recordedAt'],
    message: 'Ask as of an effective date or as of a recorded time, not both.',
  });

const balanceSchema = z
  .strictObject({
    account: z.string(),
    balance: moneyJsonSchema.meta({ description: "In the account's normal direction: negative when it stands on the other side." }),
    effectiveDate: z.iso.date().optional().meta({ description: 'The day it was asked for.' }),
    recordedAt: z.iso.datetime().optional().meta({ description: 'The instant it was asked for.' }),
    version: z.string().optional().meta({ description: 'Of the present balance only, with what holds would bring and take.' }),
    pendingIn: moneyJsonSchema.optional(),
    pendingOut: moneyJsonSchema.optional(),
  })
  .meta({ id: 'Balance', description: 'Where an account stands, or stood.' });

const lineSchema = z
  .strictObject({
    entryId: z.uuid(),
    kind: z.string(),
    effectiveDate: z.iso.date(),
    recordedAt: z.iso.datetime(),
    reference: z.string().optional(),
    description: z.string().optional(),
    override: z.string().optional(),
    reverses: z.uuid().optional(),
    posting: z.number().int(),
    side: z.enum(['debit', 'credit']),
    amount: moneyJsonSchema,
    balanceAfter: moneyJsonSchema.meta({ description: "In the account's normal direction." }),
    dimension: dimensionSchema,
  })
  .meta({ id: 'StatementLine', description: 'One posting of an account, with the balance after it.' });

export function accountFigureOperations({ ledger }: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.read-balance',
      method: 'get',
      path: '/v1/ledger/accounts/{code}/balance',
      summary: 'Read a balance',
      description: 'Now, at the end of an effective date, or as the book knew it at an instant.',
      scope: 'ledger:read',
      params: accountParams,
      query: balanceQuery,
      answer: { status: 200, description: 'The balance.', body: balanceSchema },
      examples: {
        params: { code: 'bank:main' },
        query: { effectiveDate: '2026-04-30' },
        answer: { account: 'bank:main', balance: moneyJson(12_500_000n), effectiveDate: '2026-04-30' },
      },
      refusals: ['account-not-found'],
      handle: async ({ caller, params: { code }, query }) => {
        const [balance] = await ledger.balances(caller.authorityId, [code], asOf(query));
        if (balance === undefined) return refused({ code: 'account-not-found', account: code });
        return accepted({ body: shownBalance(balance, query) });
      },
    }),
    defineOperation({
      id: 'ledger.read-statement',
      method: 'get',
      path: '/v1/ledger/accounts/{code}/statement',
      summary: 'Read an account statement',
      description: 'Every posting of the account, newest first, each with the balance after it.',
      scope: 'ledger:read',
      params: accountParams,
      query: z.strictObject({
        ...listQuery,
        from: dateSchema.optional().meta({ description: 'First effective date.' }),
        to: dateSchema.optional().meta({ description: 'Last effective date.' }),
      }),
      answer: { status: 200, description: 'A page of postings.', body: listSchema(lineSchema) },
      examples: { params: { code: 'bank:main' }, query: { from: '2026-04-01', to: '2026-04-30' }, answer: { data: [], nextCursor: null } },
      refusals: ['account-not-found', 'cursor-malformed'],
      handle: async ({ caller, params: { code }, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        // A version counts one account's postings: at another account the cursor would point into nowhere.
        if (from.value !== undefined && from.value.account !== code) return refused({ code: 'cursor-malformed' });
        const [account] = await ledger.accounts(caller.authorityId, { codes: [code] });
        if (account === undefined) return refused({ code: 'account-not-found', account: code });
        const lines = await ledger.accountStatement(caller.authorityId, code, {
          ...defined({ from: query.from, to: query.to }),
          ...(from.value !== undefined && { after: { blockSeq: BigInt(from.value.block), version: BigInt(from.value.version) } }),
          newestFirst: true,
          limit: query.limit + 1,
        });
        const page = lines.slice(0, query.limit);
        const last = lines.length > page.length ? page.at(-1) : undefined;
        const nextCursor =
          last === undefined
            ? null
            : positions.encode({ account: code, block: last.blockSeq.toString(), version: last.version.toString() });
        return accepted({
          body: { data: page.map((line) => shownLine(line, account)), nextCursor },
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
  ];
}

function asOf({ effectiveDate, recordedAt }: z.infer<typeof balanceQuery>): AsOf {
  if (effectiveDate !== undefined) return { effectiveDate };
  return recordedAt === undefined ? undefined : { recordedAt };
}

function shownBalance(
  { account, balance, version, pendingIn, pendingOut }: Balance,
  { effectiveDate, recordedAt }: z.infer<typeof balanceQuery>,
): z.infer<typeof balanceSchema> {
  return {
    account,
    balance: moneyJson(balance),
    ...(effectiveDate !== undefined && { effectiveDate }),
    ...(recordedAt !== undefined && { recordedAt: recordedAt.toISOString() }),
    ...(version !== undefined && { version: version.toString() }),
    ...(pendingIn !== undefined && { pendingIn: moneyJson(pendingIn) }),
    ...(pendingOut !== undefined && { pendingOut: moneyJson(pendingOut) }),
  };
}

function shownLine(line: StatementLine, { normalSide }: Account): z.infer<typeof lineSchema> {
  const { blockSeq: _block, version: _version, recordedAt, amount, balanceAfter, ...rest } = line;
  return {
    ...rest,
    recordedAt: recordedAt.toISOString(),
    ...sided(amount),
    balanceAfter: moneyJson(normalSide === 'debit' ? balanceAfter : -balanceAfter),
  };
}
