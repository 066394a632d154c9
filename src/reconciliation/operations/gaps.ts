import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { type AccountGaps, gapReport } from '../gaps/gap-report.ts';
import { reconciliationProblems } from '../problems.ts';
import { defined } from '../statements/defined.ts';
import { bankAmount, bankAmountSchema, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const gapSchema = z.strictObject({
  firstDay: z.iso.date().optional().meta({ description: 'The first missing day; absent when the break lies within one day.' }),
  lastDay: z.iso.date().optional(),
  workingDays: z.number().int().meta({ description: 'How many of the missing days are working days.' }),
  lastDayBefore: z.iso.date(),
  firstDayAfter: z.iso.date(),
  closing: bankAmountSchema.meta({ description: 'What the bank statement before ends with.' }),
  opening: bankAmountSchema.meta({ description: 'What the bank statement after begins with.' }),
  movedUntold: bankAmountSchema.meta({ description: 'What the account moved by in between.' }),
});

const accountGapsSchema = z
  .strictObject({
    accountId: z.uuid(),
    account: z.string(),
    expected: z.string(),
    coveredUntil: z.iso.date().optional(),
    lateSince: z.iso.date().optional().meta({ description: 'By this day a bank statement was to be here, and is not.' }),
    gaps: z.array(gapSchema),
    unprovedStatements: z.number().int().meta({ description: 'Bank statements without balances: nothing shows that they are whole.' }),
    linesDiffer: z
      .array(z.strictObject({ firstDay: z.iso.date(), lastDay: z.iso.date(), difference: bankAmountSchema }))
      .meta({ description: 'Days without a gap whose kept lines do not make the bank’s balances.' }),
  })
  .meta({ id: 'AccountGaps', description: 'What is missing of one bank account.' });

const example = {
  accountId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  account: 'Direct payments account',
  expected: 'working-days',
  coveredUntil: '2026-04-30',
  gaps: [
    {
      firstDay: '2026-04-13',
      lastDay: '2026-04-17',
      workingDays: 5,
      lastDayBefore: '2026-04-12',
      firstDayAfter: '2026-04-18',
      closing: bankAmount(120_000n, 'GBP'),
      opening: bankAmount(95_000n, 'GBP'),
      movedUntold: bankAmount(-25_000n, 'GBP'),
    },
  ],
  unprovedStatements: 0,
  linesDiffer: [],
};

export function gapOperations({ database, businessDate }: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.report-gaps',
      method: 'get',
      path: '/v1/bank-statement-gaps',
      summary: 'Report missing bank statements',
      description: 'Account by account: days between bank statements that do not join, and bank statements that are late.',
      scope: 'reconciliation:read',
      query: z.strictObject({ accountId: z.uuid().optional() }),
      answer: { status: 200, description: 'What is missing.', body: z.strictObject({ data: z.array(accountGapsSchema) }) },
      examples: { answer: { data: [example] } },
      refusals: [],
      handle: async ({ caller, query }) => {
        const today = await businessDate(caller.authorityId);
        const report = await gapReport({ database }, caller, { today, ...defined(query) });
        return accepted({ body: { data: report.map(shownGaps) } });
      },
    }),
  ];
}

function shownGaps({ account, stretches, gaps, unprovedStatements, coveredUntil, lateSince }: AccountGaps) {
  const { accountId, name, currency, expected } = account;
  return {
    accountId,
    account: name,
    expected,
    ...defined({ coveredUntil, lateSince }),
    gaps: gaps.map(({ closingMinor, openingMinor, differenceMinor, ...days }) => ({
      ...days,
      closing: bankAmount(closingMinor, currency),
      opening: bankAmount(openingMinor, currency),
      movedUntold: bankAmount(differenceMinor, currency),
    })),
    unprovedStatements,
    linesDiffer: stretches
      .filter(({ differenceMinor }) => differenceMinor !== 0n)
      .map(({ firstDay, lastDay, differenceMinor }) => ({ firstDay, lastDay, difference: bankAmount(differenceMinor, currency) })),
  };
}
