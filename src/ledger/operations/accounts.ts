import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneySchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { checkVersion, versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import type { Account } from '../accounts.ts';
import { explainRefusal } from './explain-refusal.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { accountCodeSchema, dateSchema, defined, dimensionOf, dimensionSchema, reasonSchema } from './request-schemas.ts';
import { accountClassSchema, accountExample, accountSchema, bookSideSchema, shownAccount } from './shown-account.ts';

const positions = cursorCodec('accounts', z.strictObject({ after: z.string().max(200) }));
const accountParams = z.strictObject({ code: accountCodeSchema });

const openingSchema = z
  .strictObject({
    code: accountCodeSchema,
    class: accountClassSchema,
    side: bookSideSchema,
    normalSide: z.enum(['debit', 'credit']).meta({ description: 'The side on which it grows.' }),
    opensOn: dateSchema,
    closesOn: dateSchema.optional(),
    floor: moneySchema.optional().meta({ description: 'Zero means that it may not be overdrawn; no floor when left out.' }),
    ceiling: moneySchema.optional(),
    dimension: dimensionSchema.optional(),
  })
  .refine(({ opensOn, closesOn }) => closesOn === undefined || closesOn >= opensOn, {
    path: ['closesOn'],
    message: 'The last day cannot lie before the first.',
  });

const changeSchema = z
  .strictObject({
    reason: reasonSchema,
    closesOn: dateSchema.nullable().optional().meta({ description: 'Its last day; null opens it again.' }),
    floor: moneySchema.nullable().optional().meta({ description: 'Null takes the floor away.' }),
    ceiling: moneySchema.nullable().optional().meta({ description: 'Null takes the ceiling away.' }),
    loweredFloor: z
      .strictObject({ floor: moneySchema, until: dateSchema })
      .nullable()
      .optional()
      .meta({ description: "An officer's permission to go lower, up to and with a day; null takes it back." }),
  })
  .refine((change) => Object.keys(change).length > 1, 'Say what shall change.');

export function accountOperations(room: LedgerRoom): readonly Operation[] {
  const { ledger } = room;
  const readAccount = async (authorityId: number, code: string): Promise<Account | undefined> =>
    (await ledger.accounts(authorityId, { codes: [code] }))[0];
  return [
    defineOperation({
      id: 'ledger.open-account',
      method: 'post',
      path: '/v1/ledger/accounts',
      summary: 'Open an account',
      description: 'The code makes it happen once: an account that exists as described is answered as it is now.',
      scope: 'ledger:administer',
      body: openingSchema,
      answer: { status: 201, description: 'The account.', body: accountSchema },
      examples: {
        body: { code: 'bank:main', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01' },
        answer: accountExample,
      },
      refusals: ['account-code-taken', 'limits-contradict'],
      handle: async ({ caller, body: { dimension, ...members } }) => {
        const draft = { ...defined(members), ...dimensionOf(dimension) };
        if (limitsContradict(draft)) return refused({ code: 'limits-contradict' });
        const opened = await ledger.openAccounts(actorOf(caller), [draft]);
        if (!opened.ok) return refused({ code: opened.refusal.code, account: draft.code });
        const account = await readAccount(caller.authorityId, draft.code);
        if (account === undefined) throw new Error('an account was opened and cannot be read');
        return accepted({ body: shownAccount(account), headers: tagOf(account), replayed: opened.value.existed > 0 });
      },
    }),
    defineOperation({
      id: 'ledger.list-accounts',
      method: 'get',
      path: '/v1/ledger/accounts',
      summary: 'List accounts',
      description: 'In the order of their codes, with where they stand now.',
      scope: 'ledger:read',
      query: z.strictObject({
        ...listQuery,
        prefix: accountCodeSchema.optional().meta({ description: 'Only accounts whose code begins so.', example: 'share:L1:' }),
      }),
      answer: { status: 200, description: 'A page of accounts.', body: listSchema(accountSchema) },
      examples: { query: { prefix: 'bank:' }, answer: { data: [accountExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rows = await ledger.accounts(caller.authorityId, {
          limit: query.limit + 1,
          ...defined({ prefix: query.prefix, after: from.value?.after }),
        });
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && rows.length > page.length ? positions.encode({ after: last.code }) : null;
        // A partner's page may come out shorter: what it does not fund is left out of it, and the cursor leads on all the same.
        const funded = caller.actingAs?.sources;
        const seen =
          funded === undefined ? page : page.filter(({ dimension: { source } }) => source !== undefined && funded.includes(source));
        return accepted({ body: { data: seen.map(shownAccount), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'ledger.read-account',
      method: 'get',
      path: '/v1/ledger/accounts/{code}',
      summary: 'Look at an account',
      scope: 'ledger:read',
      params: accountParams,
      answer: { status: 200, description: 'The account and where it stands now.', body: accountSchema },
      examples: { params: { code: 'bank:main' }, answer: accountExample },
      refusals: ['account-not-found'],
      handle: async ({ caller, params }) => {
        const account = await readAccount(caller.authorityId, params.code);
        return account === undefined
          ? refused({ code: 'account-not-found', account: params.code })
          : accepted({ body: shownAccount(account), headers: tagOf(account) });
      },
    }),
    defineOperation({
      id: 'ledger.change-account',
      method: 'patch',
      path: '/v1/ledger/accounts/{code}',
      summary: 'Change what an account allows',
      description: 'Its closing day and its limits, with a reason that is kept in the audit. What is left out stays as it is.',
      scope: 'ledger:administer',
      ifMatchRequired: true,
      params: accountParams,
      body: changeSchema,
      answer: { status: 200, description: 'The account as it is now.', body: accountSchema },
      examples: {
        params: { code: 'bank:main' },
        body: { reason: 'Emergency placement agreed on 3 April', loweredFloor: { floor: moneyJson(-50_000n), until: '2026-04-30' } },
        answer: { ...accountExample, floor: moneyJson(0n), loweredFloor: { floor: moneyJson(-50_000n), until: '2026-04-30' } },
      },
      refusals: ['account-not-found', 'account-not-empty', 'account-used-later', 'limits-contradict', 'version-stale'],
      handle: async ({ caller, params: { code }, body: { reason, ...change }, ifMatch }) => {
        const read = await readAccount(caller.authorityId, code);
        if (read === undefined) return refused({ code: 'account-not-found', account: code });
        const checked = checkVersion(ifMatch ?? '', read.revision);
        if (!checked.ok) return checked;
        const changed = await ledger.changeAccount(
          actorOf(caller),
          code,
          defined(change),
          reason,
          ifMatch === '*' ? undefined : read.revision,
        );
        if (!changed.ok && changed.refusal.code === 'revision-stale') return refused({ code: 'version-stale' });
        if (!changed.ok) return refused(await explainRefusal(room, caller.authorityId, changed.refusal));
        const account = await readAccount(caller.authorityId, code);
        if (account === undefined) throw new Error('an account was changed and cannot be read');
        return accepted({ body: shownAccount(account), headers: tagOf(account) });
      },
    }),
  ];
}

function tagOf(account: Account): Record<string, string> {
  return { ETag: versionTag(account.revision) };
}

function limitsContradict({ floor, ceiling }: { floor?: bigint; ceiling?: bigint }): boolean {
  return floor !== undefined && ceiling !== undefined && floor > ceiling;
}
