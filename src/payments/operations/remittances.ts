import { z } from 'zod';
import { openedBy, readFamily } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { adviceForFamily } from '../remittances/advice-for-family.ts';
import type { RemittanceAdvice } from '../remittances/remittance-advice.ts';
import { listReturns } from '../returns/record-return.ts';
import { paymentStates } from '../runs/states.ts';
import { INSTRUCTION_ID, type PaymentRoom } from './payment-room.ts';

const adviceSchema = z
  .strictObject({
    instructionId: z.uuid(),
    reference: z.string().meta({ description: 'What the bank statement says.' }),
    payOn: z.iso.date(),
    paidTo: z.string().optional(),
    amount: moneyJsonSchema,
    lines: z.array(z.strictObject({ line: z.string(), what: z.string(), amount: moneyJsonSchema })),
    kept: moneyJsonSchema.meta({ description: 'Money to return that was kept from it.' }),
    state: z.enum(paymentStates),
    words: z.array(z.string()).meta({ description: 'The whole in plain words.' }),
  })
  .meta({ id: 'RemittanceAdvice', description: 'A payment and what it is for.' });
const returnSchema = z
  .strictObject({ instructionId: z.uuid(), returnedOn: z.iso.date(), bookedOn: z.iso.date(), reason: z.string() })
  .meta({ id: 'PaymentReturn', description: 'A payment that came back.' });

const FAMILY_ID = '01981c5e-7d7a-7c31-9a2b-0d7c5a1e4f11';
const payments = cursorCodec('family-payments', z.strictObject({ number: z.string().regex(/^\d{1,18}$/) }));
const returns = cursorCodec('payment-returns', z.strictObject({ recordedAt: z.iso.datetime() }));

export function remittanceOperations(room: PaymentRoom): readonly Operation[] {
  const { database } = room;
  return [
    defineOperation({
      id: 'payments.list-family-payments',
      method: 'get',
      path: '/v1/families/{familyId}/payments',
      summary: 'List a family’s payments',
      description: 'The newest first, each with what it is for, in plain words.',
      scope: 'payments:read',
      params: z.strictObject({ familyId: z.uuid() }),
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of payments.', body: listSchema(adviceSchema) },
      examples: { params: { familyId: FAMILY_ID }, answer: { data: [], nextCursor: null } },
      refusals: ['cursor-malformed', 'record-not-found'],
      handle: async ({ caller, params: { familyId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : payments.decode(cursor);
        if (!from.ok) return from;
        const before = from.value === undefined ? undefined : BigInt(from.value.number);
        const read = await readFamily(room, caller.authorityId, familyId, (family) =>
          adviceForFamily(family, caller, { before, limit: limit + 1 }),
        );
        if (!read.ok) return read;
        const { found, advice } = read.value;
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : payments.encode({ number: `${last.number}` });
        const data = advice.slice(0, limit).map(shownAdvice);
        return accepted({ body: { data, nextCursor }, opened: openedBy(caller, familyId), ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'payments.list-returns',
      method: 'get',
      path: '/v1/payment-returns',
      summary: 'List the payments that came back',
      description: 'The latest first: each is due again, and somebody has to see where it can be paid to.',
      scope: 'payments:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of returns.', body: listSchema(returnSchema) },
      examples: {
        answer: {
          data: [{ instructionId: INSTRUCTION_ID, returnedOn: '2026-10-16', bookedOn: '2026-10-16', reason: 'account-closed' }],
          nextCursor: null,
        },
      },
      refusals: ['cursor-malformed'],
      handle: async ({ caller: { authorityId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : returns.decode(cursor);
        if (!from.ok) return from;
        const before = from.value === undefined ? undefined : new Date(from.value.recordedAt);
        const found = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
          listReturns(tx, authorityId, { before, limit: limit + 1 }),
        );
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : returns.encode({ recordedAt: last.recordedAt.toISOString() });
        const data = found
          .slice(0, limit)
          .map(({ instructionId, returnedOn, bookedOn, reason }) => ({ instructionId, returnedOn, bookedOn, reason }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
  ];
}

function shownAdvice({ amount, kept, lines, ...advice }: RemittanceAdvice) {
  return {
    ...advice,
    amount: moneyJson(amount),
    kept: moneyJson(kept),
    lines: lines.map((line) => ({ ...line, amount: moneyJson(line.amount) })),
  };
}
