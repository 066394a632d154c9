import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { exclusionWords } from '../runs/exclusion-words.ts';
import { linesHash } from '../runs/lines-hash.ts';
import type { Exclusion, PaymentInstruction, PaymentRun, RunHead } from '../runs/payment-run.ts';
import { NEVER_SUBMITTED, paymentKinds, paymentStates, runStates } from '../runs/states.ts';
import { INSTRUCTION_ID, RUN_ID } from './payment-room.ts';

export const runHeadSchema = z
  .strictObject({
    runId: z.uuid(),
    payDate: z.iso.date(),
    rail: z.string(),
    state: z.enum(runStates),
    plannedBy: z.string(),
    submittedBy: z.string().optional(),
    approvedBy: z.string().optional(),
  })
  .meta({ id: 'PaymentRunHead', description: 'A payment run as lists show it.' });

const exclusionSchema = z.strictObject({
  dueRef: z.string(),
  reason: z.string(),
  words: z.string().meta({ description: 'The reason in plain words, and what to do.' }),
});

export const runSchema = runHeadSchema
  .extend({
    payments: z.number().int(),
    total: moneyJsonSchema.meta({ description: 'What would be or was sent in all.' }),
    hash: z
      .string()
      .meta({ description: 'Over everything that decides where money goes; also the ETag. What is approved is what has this hash.' }),
    excluded: z.array(exclusionSchema).meta({ description: 'What was due and is not paid by this run, and why.' }),
  })
  .meta({ id: 'PaymentRun', description: 'A payment run.' });

export const paymentSchema = z
  .strictObject({
    instructionId: z.uuid(),
    reference: z.string(),
    dueRef: z.string(),
    kind: z.enum(paymentKinds),
    state: z.enum(paymentStates),
    amount: moneyJsonSchema,
    payee: z.string(),
    paidTo: z.string().optional(),
    dueOn: z.iso.date().optional(),
    settledOn: z.iso.date().optional(),
  })
  .meta({ id: 'Payment', description: 'One payment of a run.' });

export function shownHead({ runId, payDate, rail, state, plannedBy, submittedBy, approvedBy }: RunHead) {
  return {
    runId,
    payDate,
    rail,
    state,
    plannedBy,
    ...(submittedBy !== undefined && { submittedBy }),
    ...(approvedBy !== undefined && { approvedBy }),
  };
}

export function shownRun(run: PaymentRun, excluded: readonly Exclusion[]) {
  const paid = run.instructions.filter(({ state }) => !NEVER_SUBMITTED.some((never) => never === state));
  return {
    ...shownHead(run),
    payments: paid.length,
    total: moneyJson(paid.reduce((sum, { amount }) => sum + amount, 0n)),
    hash: linesHash(run),
    excluded: excluded.map(({ dueRef, reason }) => ({ dueRef, reason, words: exclusionWords(reason) })),
  };
}

export function shownPayment(instruction: PaymentInstruction) {
  const { instructionId, reference, dueRef, kind, state, amount, payee, paidTo, dueOn, settledOn } = instruction;
  return {
    instructionId,
    reference,
    dueRef,
    kind,
    state,
    amount: moneyJson(amount),
    payee,
    ...(paidTo !== undefined && { paidTo }),
    ...(dueOn !== undefined && { dueOn }),
    ...(settledOn !== undefined && { settledOn }),
  };
}

export const headExample = {
  runId: RUN_ID,
  payDate: '2026-12-31',
  rail: 'manual',
  state: 'draft',
  plannedBy: 'system',
} as const;
export const runExample = {
  ...headExample,
  payments: 1,
  total: { amount: '769.23', currency: 'GBP' },
  hash: '5b3c1f0a9d8e7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b7a6f5e4d3c2b',
  excluded: [{ dueRef: 'instalment:2', reason: 'consent-missing', words: exclusionWords('consent-missing') }],
};
export const paymentExample = {
  instructionId: INSTRUCTION_ID,
  reference: 'TF000100000000421K',
  dueRef: 'instalment:1',
  kind: 'instalment',
  state: 'due',
  amount: { amount: '769.23', currency: 'GBP' },
  payee: 'P7K2M9QX4TB',
  paidTo: '••••1234',
  dueOn: '2026-12-31',
} as const;
