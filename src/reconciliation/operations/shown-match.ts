import { z } from 'zod';
import { budgetProblems } from '../../budgets/index.ts';
import { ledgerProblems } from '../../ledger/index.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import { allocationKinds, deciders, type MatchPart, type MatchRecord, matchStates } from '../matches/match.ts';
import { reconciliationProblems } from '../problems.ts';

/** Booking a match may be refused by the books, in the words of the room that keeps them. */
export const matchProblems = { ...ledgerProblems, ...budgetProblems, ...reconciliationProblems } as const;

const KIND = z.enum(allocationKinds).meta({
  description:
    'item: a payment, recharge or entry that was open. line: the bank’s own correction of another line. rule: a charge of the bank. account: an account of the books. let-go: what was short and nobody asks for.',
});
/** An entry's side on an account is named by both. */
const TARGET = z.string().min(1).max(300);

export const partSchema = z
  .strictObject({ lineId: z.uuid().optional(), kind: KIND, target: TARGET, amount: moneyJsonSchema })
  .meta({ id: 'MatchPart', description: 'Where a part of a line goes.' });

export const partDraftSchema = z
  .strictObject({
    lineId: z.uuid().optional().meta({ description: 'The line that it is a part of; absent for what is let go.' }),
    kind: z.enum(['item', 'line', 'account']).meta({ description: 'What it goes to.' }),
    target: TARGET.meta({ description: 'The item’s id, the other line, or the account.', example: 'suspense' }),
    amount: moneySchema,
  })
  .meta({ id: 'MatchPartDraft', description: 'Where a part of a line is to go.' });

export const matchSchema = z
  .strictObject({
    matchId: z.uuid(),
    accountId: z.uuid(),
    state: z.enum(matchStates),
    decidedBy: z.enum(deciders),
    stage: z.string().meta({ description: 'What it stands on: one-to-one, batch, by-hand and so on.' }),
    score: z.number().optional().meta({ description: 'Log odds that it is right.' }),
    margin: z.number().optional().meta({ description: 'Log odds against everything else that the line could be.' }),
    reasons: z.array(z.string()),
    learningVersion: z.number().int().meta({ description: 'What the matching had learned when it decided.' }),
    lastDay: z.iso.date(),
    lineIds: z.array(z.uuid()),
    parts: z.array(partSchema),
    entryIds: z.array(z.uuid()).meta({ description: 'Its entries in the books.' }),
    payeeId: z.string().optional(),
    madeBy: z.string(),
    madeAt: z.iso.datetime(),
    undoneBy: z.string().optional(),
    undoneAt: z.iso.datetime().optional(),
    undoReason: z.string().optional(),
    refusal: z.strictObject({ code: z.string(), facts: z.record(z.string(), z.unknown()).optional() }).optional(),
  })
  .meta({ id: 'BankMatch', description: 'Lines that were explained together, and by what.' });

export function shownMatch({ parts, madeAt, undoneAt, ...match }: MatchRecord) {
  return {
    ...match,
    parts: parts.map(shownPart),
    madeAt: madeAt.toISOString(),
    ...(undoneAt !== undefined && { undoneAt: undoneAt.toISOString() }),
  };
}

export function shownPart({ lineId, kind, target, amountMinor }: MatchPart) {
  return { ...(lineId !== undefined && { lineId }), kind, target, amount: moneyJson(amountMinor) };
}

export const reasonSchema = z
  .string()
  .trim()
  .min(3)
  .max(500)
  .meta({ description: 'Why, in a sentence: it is kept.', example: 'The partner paid twice.' });

export const matchExample = {
  matchId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a70',
  accountId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  state: 'matched',
  decidedBy: 'engine',
  stage: 'one-to-one',
  score: 24.1,
  margin: 13.8,
  reasons: ['same amount', 'names our reference'],
  learningVersion: 0,
  lastDay: '2026-05-07',
  lineIds: ['019aa000-7a11-7c04-9d1f-5b0c2e8f4a71'],
  parts: [
    {
      lineId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a71',
      kind: 'item',
      target: 'payment:019aa000-7a11-7c04-9d1f-5b0c2e8f4a72',
      amount: { amount: '-433.33', currency: 'GBP' },
    },
  ],
  entryIds: ['019aa000-7a11-5c04-9d1f-5b0c2e8f4a73'],
  madeBy: 'system',
  madeAt: '2026-05-08T05:30:00.000Z',
};
