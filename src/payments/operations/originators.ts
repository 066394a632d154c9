import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { originatorSettingsSchema } from '../originators/originator-settings.ts';
import { listOriginators } from '../originators/originators.ts';
import { confirmOriginator, proposeOriginator, removeOriginator } from '../originators/propose-originator.ts';
import { originatorStates } from '../originators/schema.ts';
import { paymentProblems } from '../problems.ts';
import { BACS_PROFILES, bacsProfileSchema } from '../rails/bacs/bacs-profiles.ts';
import { bankCsvProfileSchema } from '../rails/bank-csv/bank-csv-profile.ts';
import { BANK_CSV_PROFILES } from '../rails/bank-csv/bank-csv-profiles.ts';
import { PAIN001_PROFILES, pain001ProfileSchema } from '../rails/pain001/pain001-profiles.ts';
import { exampleIds } from './payee-schemas.ts';
import { type PaymentRoom, railSchema } from './payment-room.ts';

const ORIGINATOR_ID = 'b4a1c6de-1f0e-4f52-9a3b-7d5e2c8f1a60';
const params = { originatorId: ORIGINATOR_ID };
const originatorParams = z.strictObject({ originatorId: z.uuid().meta({ description: 'The originator.' }) });
const settings = { format: 'bacs', serviceUserNumber: '654321', serviceUserName: 'EXAMPLE COUNCIL', profile: BACS_PROFILES[0] };
const shownSchema = z
  .strictObject({
    originatorId: z.uuid(),
    rail: z.string(),
    state: z.enum(originatorStates),
    ownAccountId: z.uuid(),
    maskedAccount: z.string(),
    settings: originatorSettingsSchema,
    itemLimit: moneyJsonSchema.nullable(),
    fileLimit: moneyJsonSchema.nullable(),
    mostPayments: z.number().int().nullable(),
    proposedBy: z.string(),
    confirmedBy: z.string().nullable(),
  })
  .meta({ id: 'Originator', description: 'As whom, and from which of our accounts, a rail of bank files pays.' });
const example = {
  ...{ originatorId: ORIGINATOR_ID, rail: 'bacs', state: 'listed', ownAccountId: exampleIds.account, maskedAccount: '••••9911', settings },
  ...{ itemLimit: { amount: '10000.00', currency: 'GBP' }, fileLimit: null, mostPayments: null },
  ...{ proposedBy: 'identity:1', confirmedBy: 'identity:2' },
};

/** The list of those we pay as: two people put an originator on it, one takes it off. */
export function originatorOperations(room: PaymentRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.list-bank-profiles',
      method: 'get',
      path: '/v1/bank-profiles',
      summary: 'List what banks want in their files',
      description: 'The nearest one is compared with the bank’s guide, changed, and given in the settings of an originator.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The profiles that come with the service, each with its source and whether a bank has taken a file by it.',
        body: z.strictObject({
          bacs: z.array(bacsProfileSchema),
          pain001: z.array(pain001ProfileSchema),
          bankCsv: z.array(bankCsvProfileSchema),
        }),
      },
      examples: { answer: { bacs: [...BACS_PROFILES], pain001: [...PAIN001_PROFILES], bankCsv: [...BANK_CSV_PROFILES] } },
      refusals: [],
      handle: async () => accepted({ body: { bacs: [...BACS_PROFILES], pain001: [...PAIN001_PROFILES], bankCsv: [...BANK_CSV_PROFILES] } }),
    }),
    define({
      id: 'payments.list-originators',
      method: 'get',
      path: '/v1/originators',
      summary: 'List those we pay as',
      description: 'Also proposals, and those that are off the list.',
      scope: 'payments:read',
      answer: { status: 200, description: 'The originators.', body: listSchema(shownSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const rows = await inTransaction(room.database, { authorityId, readOnly: true }, (tx) => listOriginators(tx, authorityId));
        const data = rows.map(({ originatorId, rail, state, ownAccountId, masked, itemLimit, fileLimit, ...row }) => ({
          ...{ originatorId, rail, state, ownAccountId, maskedAccount: masked, settings: row.settings, mostPayments: row.mostPayments },
          ...{ itemLimit: itemLimit === null ? null : moneyJson(itemLimit), fileLimit: fileLimit === null ? null : moneyJson(fileLimit) },
          ...{ proposedBy: row.proposedBy, confirmedBy: row.confirmedBy },
        }));
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
    define({
      id: 'payments.propose-originator',
      method: 'post',
      path: '/v1/originators',
      summary: 'Propose whom a rail pays as',
      description: 'From the bank’s letter. A colleague compares it and confirms; a change is proposed the same way.',
      scope: 'payments:write',
      body: z.strictObject({
        rail: railSchema,
        ownAccountId: z.uuid(),
        settings: originatorSettingsSchema,
        itemLimit: moneySchema.optional(),
        fileLimit: moneySchema.optional(),
        mostPayments: z.number().int().min(1).max(1_000_000).optional(),
      }),
      answer: { status: 201, description: 'It waits for a colleague.', body: originatorParams },
      examples: { body: { rail: 'bacs', ownAccountId: exampleIds.account, settings }, answer: params },
      refusals: ['originator-of-other-format', 'own-account-no-sort-code', 'originator-waits-already'],
      handle: async ({ caller, body }) => {
        const proposed = await proposeOriginator(room, caller, body);
        return proposed.ok ? accepted({ body: proposed.value }) : proposed;
      },
    }),
    define({
      id: 'payments.confirm-originator',
      method: 'post',
      path: '/v1/originators/{originatorId}/confirmation',
      summary: 'Confirm whom a rail pays as',
      description: 'As the second person. The rail’s runs can be planned and their files made from here on.',
      scope: 'payments:write',
      params: originatorParams,
      answer: { status: 200, description: 'It is on the list.', body: originatorParams },
      examples: { params, answer: params },
      refusals: ['originator-not-found', 'originator-not-waiting', 'proposer-may-not-confirm', 'originator-not-listed', 'person-needed'],
      handle: async ({ caller, params: { originatorId } }) => {
        const confirmed = await confirmOriginator(room, caller, { originatorId });
        return confirmed.ok ? accepted({ body: { originatorId } }) : confirmed;
      },
    }),
    define({
      id: 'payments.remove-originator',
      method: 'delete',
      path: '/v1/originators/{originatorId}',
      summary: 'Take an originator off the list',
      description: 'At once: no run of its rail is planned and no file made any more. A proposal is taken back the same way.',
      scope: 'payments:write',
      params: originatorParams,
      answer: { status: 200, description: 'It is off the list.', body: originatorParams },
      examples: { params, answer: params },
      refusals: ['originator-not-found'],
      handle: async ({ caller, params: { originatorId } }) => {
        const removed = await removeOriginator(room, caller, { originatorId });
        return removed.ok ? accepted({ body: { originatorId } }) : removed;
      },
    }),
  ];
}
