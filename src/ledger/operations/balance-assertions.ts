import { z } from 'zod';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { commandId } from './command-id.ts';
import { explainRefusal } from './explain-refusal.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { accountCodeSchema, dateSchema } from './request-schemas.ts';

const OPERATION = 'ledger.assert-balance';

const assertionSchema = z.strictObject({ assertionId: z.uuid(), account: z.string(), asOf: z.iso.date(), balance: moneyJsonSchema }).meta({
  id: 'BalanceAssertion',
  description: 'That an account stood at a balance at the end of a day; every check holds the book to it.',
});

const example = { account: 'bank:main', asOf: '2026-04-30', balance: moneyJson(12_500_000n) };

export function balanceAssertionOperations(room: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: OPERATION,
      method: 'post',
      path: '/v1/ledger/balance-assertions',
      summary: 'Assert a balance',
      description:
        "A figure from outside, such as a bank statement's closing balance: refused unless the book agrees, and held to it for ever.",
      scope: 'ledger:post',
      idempotent: true,
      body: z.strictObject({
        account: accountCodeSchema,
        asOf: dateSchema,
        balance: moneySchema.meta({ description: "In the account's normal direction." }),
      }),
      answer: { status: 201, description: 'The assertion.', body: assertionSchema },
      examples: { body: example, answer: { assertionId: '2f1c6f0e-6f0b-5d7e-8c39-0a4f5b1f7d10', ...example } },
      refusals: ['account-unknown', 'assertion-fails', 'idempotency-conflict'],
      handle: async ({ caller, body, idempotencyKey }) => {
        const assertion = { assertionId: commandId(caller, OPERATION, idempotencyKey), ...body };
        const asserted = await room.ledger.assertBalance(actorOf(caller), assertion);
        if (!asserted.ok) return refused(await explainRefusal(room, caller.authorityId, asserted.refusal));
        return accepted({ body: { ...assertion, balance: moneyJson(body.balance) }, replayed: !asserted.value.asserted });
      },
    }),
  ];
}
