import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import type { TrialBalanceLine } from '../balances.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { dateSchema } from './request-schemas.ts';
import { accountClassSchema, bookSideSchema } from './shown-account.ts';
import { sided } from './shown-entry.ts';

const totalSchema = z.strictObject({ side: bookSideSchema, debit: moneyJsonSchema, credit: moneyJsonSchema });
const lineSchema = z
  .strictObject({
    account: z.string(),
    class: accountClassSchema,
    side: bookSideSchema,
    debit: moneyJsonSchema.meta({ description: 'All debits.' }),
    credit: moneyJsonSchema.meta({ description: 'All credits.' }),
    balance: z.strictObject({ side: z.enum(['debit', 'credit']), amount: moneyJsonSchema }),
  })
  .meta({ id: 'TrialBalanceLine', description: "One account's debits, credits and balance." });

export function trialBalanceOperations({ ledger }: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.read-trial-balance',
      method: 'get',
      path: '/v1/ledger/trial-balance',
      summary: 'Read the trial balance',
      description: 'Every account with its debits and credits. On each side they add up to the same, or the book is wrong.',
      scope: 'ledger:read',
      query: z.strictObject({
        on: dateSchema.optional().meta({ description: 'Up to the end of this effective date; of all when left out.' }),
      }),
      answer: {
        status: 200,
        description: 'The trial balance.',
        body: z.strictObject({ on: z.iso.date().optional(), totals: z.array(totalSchema), accounts: z.array(lineSchema) }),
      },
      examples: {
        query: { on: '2026-04-30' },
        answer: {
          on: '2026-04-30',
          totals: [{ side: 'actual', debit: moneyJson(12_000n), credit: moneyJson(12_000n) }],
          accounts: [
            {
              account: 'bank:main',
              class: 'asset',
              side: 'actual',
              debit: moneyJson(0n),
              credit: moneyJson(12_000n),
              balance: { side: 'credit', amount: moneyJson(12_000n) },
            },
          ],
        },
      },
      refusals: [],
      handle: async ({ caller, query: { on } }) => {
        const lines = await ledger.trialBalance(caller.authorityId, on);
        return accepted({ body: { ...(on !== undefined && { on }), totals: totalsOf(lines), accounts: lines.map(shownLine) } });
      },
    }),
  ];
}

function totalsOf(lines: readonly TrialBalanceLine[]): z.infer<typeof totalSchema>[] {
  const sides = [...new Set(lines.map(({ side }) => side))];
  return sides.map((side) => {
    const own = lines.filter((line) => line.side === side);
    const sum = (column: 'debit' | 'credit') => moneyJson(own.reduce((total, line) => total + line[column], 0n));
    return { side, debit: sum('debit'), credit: sum('credit') };
  });
}

function shownLine({ account, class: kind, side, debit, credit, balance }: TrialBalanceLine): z.infer<typeof lineSchema> {
  return { account, class: kind, side, debit: moneyJson(debit), credit: moneyJson(credit), balance: sided(balance) };
}
