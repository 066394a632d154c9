import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { affectedAccounts, listModulusTables, loadModulusTable } from '../modulus/load-table.ts';
import { modulusOutcomes } from '../modulus/rules/check-account.ts';
import { addOwnAccount, listOwnAccounts, removeOwnAccount } from '../payees/own-accounts.ts';
import { listPayeePolicies, setPayeePolicy } from '../payees/payee-policy.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import { paymentProblems } from '../problems.ts';
import { bankDetailsSchema, dateSchema, exampleIds, shownDate } from './payee-schemas.ts';

const days = (least: number, most: number, description: string) => z.number().int().min(least).max(most).meta({ description });
const policyFields = {
  changeDays: days(3, 15, 'Working days between the second person’s yes and the first payment to a changed account.'),
  firstDays: days(0, 15, 'The same for somebody’s first account.'),
  answerDays: days(1, 10, 'Working days within which a family hears where its payment is.'),
  source: z.string().trim().min(1).max(200).meta({ description: 'Where the rule was decided.' }),
};
const policyExample = { from: '2026-04-01', changeDays: 4, firstDays: 0, answerDays: 2, source: 'Payments policy 2026' };
const ownAccountSchema = z.strictObject({ ownAccountId: z.uuid(), masked: z.string(), addedBy: z.string() }).meta({ id: 'OwnAccount' });
const ownAccountExample = { ownAccountId: exampleIds.account, masked: '••••5678', addedBy: 'identity:1' };
const affectedSchema = z.strictObject({
  accountId: z.uuid(),
  payeeId: z.uuid(),
  before: z.enum(modulusOutcomes),
  after: z.enum(modulusOutcomes),
});

/** The rules by which bank details are taken in: days, accounts of the council, and the published tables for check digits. */
export function payeeRuleOperations(room: PayeeRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.list-payee-policies',
      method: 'get',
      path: '/v1/payee-policies',
      summary: 'Read the rules on changed bank accounts',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The rules, earliest first.',
        body: listSchema(z.strictObject({ from: shownDate, ...policyFields })),
      },
      examples: { answer: { data: [policyExample], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) =>
        accepted({ body: { data: (await listPayeePolicies(room, caller.authorityId)).map((each) => ({ ...each })), nextCursor: null } }),
    }),
    define({
      id: 'payments.set-payee-policy',
      method: 'post',
      path: '/v1/payee-policies',
      summary: 'Set the rule on changed bank accounts from a day on',
      scope: 'payments:write',
      body: z.strictObject({ from: dateSchema, ...policyFields }),
      answer: { status: 201, description: 'The rule.', body: z.strictObject({ policyId: z.uuid() }) },
      examples: { body: policyExample, answer: { policyId: exampleIds.table } },
      refusals: ['payee-policy-in-the-past', 'payee-policy-exists'],
      handle: async ({ caller, body }) => {
        const made = await setPayeePolicy(room, caller, body);
        return made.ok ? accepted({ body: made.value }) : made;
      },
    }),
    define({
      id: 'payments.list-own-accounts',
      method: 'get',
      path: '/v1/own-accounts',
      summary: 'List accounts that payments may leave from',
      scope: 'payments:read',
      answer: { status: 200, description: 'The accounts, masked.', body: listSchema(ownAccountSchema) },
      examples: { answer: { data: [ownAccountExample], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: { data: await listOwnAccounts(room, caller.authorityId), nextCursor: null } }),
    }),
    define({
      id: 'payments.add-own-account',
      method: 'post',
      path: '/v1/own-accounts',
      summary: 'Let payments leave from an account of the council',
      scope: 'payments:write',
      body: bankDetailsSchema,
      answer: { status: 201, description: 'The account.', body: ownAccountSchema },
      examples: {
        body: { accountName: 'Example Council', sortCode: '01-02-03', accountNumber: '12345678' },
        answer: ownAccountExample,
      },
      refusals: ['bank-details-malformed'],
      handle: async ({ caller, body }) => {
        const added = await addOwnAccount(room, caller, body);
        return added.ok ? accepted({ body: added.value }) : added;
      },
    }),
    define({
      id: 'payments.remove-own-account',
      method: 'delete',
      path: '/v1/own-accounts/{ownAccountId}',
      summary: 'Let no more payments leave from an account',
      scope: 'payments:write',
      params: z.strictObject({ ownAccountId: z.uuid().meta({ description: 'The account of the council.' }) }),
      answer: { status: 200, description: 'It is off the list.', body: z.strictObject({ removed: z.literal(true) }) },
      examples: { params: { ownAccountId: exampleIds.account }, answer: { removed: true } },
      refusals: ['own-account-not-found'],
      handle: async ({ caller, params: { ownAccountId } }) => {
        const removed = await removeOwnAccount(room, caller, ownAccountId);
        return removed.ok ? accepted({ body: { removed: true as const } }) : removed;
      },
    }),
    define({
      id: 'payments.load-modulus-table',
      method: 'post',
      path: '/v1/modulus-tables',
      summary: 'Load the published tables for check digits',
      description: 'The two files as the scheme publishes them. Every account is checked again; who is affected is in the answer.',
      scope: 'payments:write',
      body: z.strictObject({
        version: z.string().trim().min(1).max(40).meta({ description: 'As it stands on the files.' }),
        validFrom: dateSchema.meta({ description: 'The first day on which it holds.' }),
        weights: z.string().min(1).max(800_000).meta({ description: 'The weight table, a row a line.' }),
        substitutions: z.string().max(100_000).meta({ description: 'The sort codes that are read as others, a pair a line.' }),
      }),
      answer: {
        status: 201,
        description: 'What was loaded, and whose accounts it judges otherwise.',
        body: z.strictObject({
          tableId: z.uuid(),
          rows: z.number().int(),
          accountsChecked: z.number().int(),
          affected: z.array(affectedSchema),
        }),
      },
      examples: {
        body: {
          version: 'made-up 1',
          validFrom: '2026-04-01',
          weights: '010200 010299 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1',
          substitutions: '',
        },
        answer: { tableId: exampleIds.table, rows: 1, accountsChecked: 0, affected: [] },
      },
      refusals: ['modulus-table-unreadable', 'modulus-table-differs'],
      handle: async ({ caller, body }) => {
        const loaded = await loadModulusTable(room, caller, body);
        if (!loaded.ok) return loaded;
        return accepted({ body: { ...loaded.value, affected: [...loaded.value.affected] } });
      },
    }),
    define({
      id: 'payments.list-modulus-tables',
      method: 'get',
      path: '/v1/modulus-tables',
      summary: 'List the tables for check digits',
      description: 'With the accounts that each judged otherwise than when they were taken in.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The tables.',
        body: listSchema(
          z.strictObject({
            tableId: z.uuid(),
            version: z.string(),
            validFrom: shownDate,
            loadedAt: z.iso.datetime(),
            loadedBy: z.string(),
            affected: z.array(affectedSchema),
          }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const tables = await listModulusTables(room, authorityId);
        const affected = await affectedAccounts(room, authorityId);
        const data = tables.map(({ loadedAt, ...table }) => ({
          ...table,
          loadedAt: loadedAt.toISOString(),
          affected: affected.filter(({ tableId }) => tableId === table.tableId).map(({ tableId: _, ...account }) => account),
        }));
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
  ];
}
