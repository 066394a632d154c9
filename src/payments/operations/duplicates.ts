import { z } from 'zod';
import { recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { clearanceReasons, clearDuplicate } from '../duplicates/clear-duplicate.ts';
import { nearDuplicates } from '../duplicates/near-duplicates.ts';
import { paymentProblems } from '../problems.ts';
import { daySchema, type PaymentRoom } from './payment-room.ts';

const nearSchema = z.strictObject({ reference: z.string(), dueRef: z.string(), payDate: z.iso.date(), payee: z.string() });
const pairSchema = z
  .strictObject({ amount: moneyJsonSchema, why: z.enum(['same-payee', 'same-account']), first: nearSchema, second: nearSchema })
  .meta({ id: 'NearDuplicate', description: 'Two payments that look alike.' });
const near = { reference: 'TF000100000000421K', dueRef: 'instalment:1', payDate: '2026-10-08', payee: 'P7K2M9QX4TB' };
const example = {
  amount: { amount: '769.23', currency: 'GBP' },
  why: 'same-payee',
  first: near,
  second: { ...near, dueRef: 'instalment:9' },
};

/** The guard against paying twice: what looks alike, and what an officer has found to be right all the same. */
export function duplicateOperations(room: PaymentRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.list-near-duplicates',
      method: 'get',
      path: '/v1/near-duplicates',
      summary: 'List payments that look alike',
      description:
        'The same payee and amount within six days, or one account under two payees for the same time. Right ones are among them.',
      scope: 'payments:read',
      query: z.strictObject({
        from: daySchema.meta({ description: 'Pay dates from this day.' }),
        to: daySchema.meta({ description: 'Pay dates up to this day.' }),
      }),
      answer: { status: 200, description: 'The pairs.', body: listSchema(pairSchema) },
      examples: { query: { from: '2026-10-01', to: '2026-10-31' }, answer: { data: [example], nextCursor: null } },
      refusals: [],
      handle: async ({ caller, query }) => {
        const pairs = await nearDuplicates(room, caller.authorityId, query);
        return accepted({ body: { data: pairs.map((pair) => ({ ...pair, amount: moneyJson(pair.amount) })), nextCursor: null } });
      },
    }),
    define({
      id: 'payments.clear-duplicate',
      method: 'post',
      path: '/v1/near-duplicates/clearances',
      summary: 'Say that a payment that looks paid is right',
      description: 'For one that runs leave out with the reason looks-paid-already: from the next plan on it is paid.',
      scope: 'payments:write',
      body: z.strictObject({ dueRef: z.string().min(1).max(200), reason: z.enum(clearanceReasons) }),
      answer: { status: 200, description: 'It is paid like any other.', body: z.strictObject({ dueRef: z.string() }) },
      examples: { body: { dueRef: 'instalment:9', reason: 'two-supports' }, answer: { dueRef: 'instalment:9' } },
      refusals: [],
      handle: async ({ caller, body }) => {
        await clearDuplicate(room, caller, body);
        return accepted({ body: { dueRef: body.dueRef } });
      },
    }),
  ];
}
