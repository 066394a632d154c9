import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { accountKinds, type BankAccount, expectations } from '../bank-accounts/bank-account.ts';
import { changeBankAccount, findBankAccount, readBankAccounts, registerBankAccount } from '../bank-accounts/register.ts';
import { reconciliationProblems } from '../problems.ts';
import { defined } from '../statements/defined.ts';
import { actorOf, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const nameSchema = z.string().trim().min(1).max(100).meta({ description: 'What officers call it.', example: 'Direct payments account' });
const kindSchema = z.enum(accountKinds).meta({ description: 'Whose money is on it.' });
const expectedSchema = z.enum(expectations).meta({ description: 'How often bank statements are to come.' });
const identificationSchema = z
  .strictObject({
    iban: z
      .string()
      .regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/, 'Write the IBAN in capitals and digits, without spaces.')
      .optional(),
    sortCode: z
      .string()
      .regex(/^[0-9]{6}$/, 'A sort code is six digits.')
      .optional(),
    accountNumber: z
      .string()
      .regex(/^[0-9]{8}$/, 'An account number is eight digits.')
      .optional(),
    other: z.string().trim().min(1).max(100).optional().meta({ description: 'What the bank or card firm calls it in its files.' }),
  })
  .refine(({ sortCode, accountNumber }) => (sortCode === undefined) === (accountNumber === undefined), {
    message: 'Give the sort code and the account number together.',
  })
  .meta({ id: 'BankAccountIdentification', description: 'An IBAN, or a sort code and account number, or the bank’s own name for it.' });
const ledgerAccountSchema = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: 'The account of the books that stands for it.', example: 'bank:main' });
const officerSchema = z.string().min(1).max(200).meta({ description: 'Who looks after it; an id, not a name.', example: 'officer-7' });

const accountSchema = z
  .strictObject({
    accountId: z.uuid(),
    name: z.string(),
    kind: kindSchema,
    identification: identificationSchema,
    currency: z.string(),
    ledgerAccount: z.string().optional(),
    expected: expectedSchema,
    responsibleOfficer: z.string().optional(),
    state: z.enum(['open', 'closed']),
    version: z.number().int(),
    registeredBy: z.string(),
    registeredAt: z.iso.datetime(),
  })
  .meta({ id: 'BankAccount', description: 'A bank account whose bank statements are taken.' });

const example = {
  accountId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  name: 'Direct payments account',
  kind: 'council',
  identification: { sortCode: '000000', accountNumber: '12345678' },
  currency: 'GBP',
  ledgerAccount: 'bank:main',
  expected: 'working-days',
  state: 'open',
  version: 1,
  registeredBy: 'key:019aa000',
  registeredAt: '2026-04-01T09:30:00.000Z',
};
const accountParams = z.strictObject({ accountId: z.uuid().meta({ description: 'The id of the account.' }) });
const positions = cursorCodec('bank-accounts', z.strictObject({ after: z.uuid() }));

export function bankAccountOperations({ database, clock }: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.list-bank-accounts',
      method: 'get',
      path: '/v1/bank-accounts',
      summary: 'List the account register',
      scope: 'reconciliation:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of accounts.', body: listSchema(accountSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ after: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rest = await readBankAccounts(database, caller.authorityId, { ...defined(from.value), limit: query.limit + 1 });
        const { data, nextCursor } = pageOf(rest, query.limit, ({ accountId }) => positions.encode({ after: accountId }));
        return accepted({ body: { data: data.map(shownBankAccount), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.register-bank-account',
      method: 'post',
      path: '/v1/bank-accounts',
      summary: 'Register a bank account',
      description: 'Bank statements of other accounts are refused. Registered again with the same facts, it is the account that is there.',
      scope: 'reconciliation:write',
      body: z.strictObject({
        name: nameSchema,
        kind: kindSchema,
        identification: identificationSchema,
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/, 'Three capitals, such as GBP.')
          .default('GBP'),
        ledgerAccount: ledgerAccountSchema.optional(),
        expected: expectedSchema,
        responsibleOfficer: officerSchema.optional(),
      }),
      answer: { status: 201, description: 'The account.', body: accountSchema },
      examples: {
        body: {
          name: example.name,
          kind: example.kind,
          identification: example.identification,
          currency: 'GBP',
          ledgerAccount: example.ledgerAccount,
          expected: example.expected,
        },
        answer: example,
      },
      refusals: ['bank-account-exists', 'bank-account-not-identified'],
      handle: async ({ caller, body: { identification, ledgerAccount, responsibleOfficer, ...draft } }) => {
        const registered = await registerBankAccount({ database, clock }, actorOf(caller), {
          ...draft,
          identification: defined(identification),
          ...defined({ ledgerAccount, responsibleOfficer }),
        });
        return registered.ok ? withTag(registered.value) : registered;
      },
    }),
    define({
      id: 'reconciliation.show-bank-account',
      method: 'get',
      path: '/v1/bank-accounts/{accountId}',
      summary: 'Show a bank account',
      scope: 'reconciliation:read',
      params: accountParams,
      answer: { status: 200, description: 'The account.', body: accountSchema },
      examples: { params: { accountId: example.accountId }, answer: example },
      refusals: ['bank-account-not-found'],
      handle: async ({ caller, params }) => {
        const account = await findBankAccount(database, caller.authorityId, params.accountId);
        return account === undefined ? refused({ code: 'bank-account-not-found' }) : withTag(account);
      },
    }),
    define({
      id: 'reconciliation.change-bank-account',
      method: 'patch',
      path: '/v1/bank-accounts/{accountId}',
      summary: 'Change a bank account',
      description: 'What names it at the bank does not change: another account is registered anew, and this one closed.',
      scope: 'reconciliation:write',
      ifMatchRequired: true,
      params: accountParams,
      body: z.strictObject({
        name: nameSchema.optional(),
        kind: kindSchema.optional(),
        expected: expectedSchema.optional(),
        state: z.enum(['open', 'closed']).optional(),
        ledgerAccount: ledgerAccountSchema.nullable().optional(),
        responsibleOfficer: officerSchema.nullable().optional(),
      }),
      answer: { status: 200, description: 'The account as it is now.', body: accountSchema },
      examples: {
        params: { accountId: example.accountId },
        body: { expected: 'weekly' },
        answer: { ...example, expected: 'weekly', version: 2 },
      },
      refusals: ['bank-account-not-found', 'bank-account-exists', 'version-stale'],
      handle: async ({ caller, params, body, ifMatch = '' }) => {
        const changed = await changeBankAccount({ database }, actorOf(caller), params.accountId, { ...defined(body), ifMatch });
        return changed.ok ? withTag(changed.value) : changed;
      },
    }),
  ];
}

function withTag(account: BankAccount) {
  return accepted({ body: shownBankAccount(account), headers: { ETag: versionTag(account.version) } });
}

function shownBankAccount({ registeredAt, ...account }: BankAccount) {
  return { ...account, registeredAt: registeredAt.toISOString() };
}
