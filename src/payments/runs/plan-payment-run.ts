import { v5 as uuidv5 } from 'uuid';
import { totalOf } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { findDuplicates } from '../duplicates/find-duplicates.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { amountToSend } from '../rules/offsets.ts';
import { paymentReference } from '../rules/payment-reference.ts';
import type { PaymentInstruction, PaymentRun, PlannedLine } from './payment-run.ts';
import { dueRefsAlreadyPlanned, lastNumber, readRun } from './store.ts';
import { insertRun } from './write-run.ts';

export interface PlanPaymentRun {
  /** The caller's own: the same plan sent twice is one run. */
  readonly runId: string;
  readonly payDate: PlainDate;
  readonly rail: string;
  readonly lines: readonly PlannedLine[];
  /** The last number that payments made elsewhere have used, for an authority that brings its history with it. */
  readonly numbersAfter?: bigint;
}

/** Writes down what is to be paid together and gives each payment its reference. Nothing is promised or moved by it. */
export async function planPaymentRun(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  actor: Actor,
  plan: PlanPaymentRun,
): Promise<Result<PaymentRun, PaymentRefusal>> {
  const { authorityId } = actor;
  const { runId, lines } = plan;
  if (lines.length === 0) return refused({ code: 'payment-run-empty' });
  const dueRefs = lines.map(({ dueRef }) => dueRef);
  const twice = dueRefs.find((dueRef, index) => dueRefs.indexOf(dueRef) !== index);
  if (twice !== undefined) return refused({ code: 'already-planned', facts: { dueRefs: [twice] } });
  const unpayable = lines.find((line) => !isPositive(line));
  if (unpayable) return refused({ code: 'payment-not-positive', facts: { dueRef: unpayable.dueRef } });

  return inTransaction(database, { authorityId }, async (tx) => {
    const last = await lastNumber(tx, authorityId);
    const existing = await readRun(tx, authorityId, runId);
    if (existing) return paysTheSame(existing, plan) ? accepted(existing) : refused({ code: 'payment-run-differs', facts: { runId } });
    const already = await dueRefsAlreadyPlanned(tx, authorityId, dueRefs);
    if (already.length > 0) return refused({ code: 'already-planned', facts: { dueRefs: already } });
    const [duplicate] = await findDuplicates(tx, authorityId, lines);
    if (duplicate !== undefined) {
      const { line, reference } = duplicate;
      return refused({ code: 'looks-paid-already', facts: { dueRef: line.dueRef, ...(reference !== undefined && { reference }) } });
    }
    return accepted(await writeDraft(tx, actor, plan, last, clock.now()));
  });
}

export function isPositive({ parts, offsets = [] }: Pick<PlannedLine, 'parts' | 'offsets'>): boolean {
  const amounts = [...parts, ...offsets.flatMap((offset) => offset.parts)].map(({ amount }) => amount);
  return amounts.every((amount) => amount >= 0n) && totalOf(parts) > 0n && amountToSend(parts, offsets) > 0n;
}

/** With the authority's turn to number taken: `last` is the last number that was given. */
export async function writeDraft(tx: Transaction, actor: Actor, plan: PlanPaymentRun, last: bigint, now: Date): Promise<PaymentRun> {
  const run = draftOf(actor, plan, last);
  await insertRun(tx, actor.authorityId, run, now);
  return run;
}

export function draftOf(
  { authorityId, principal }: Actor,
  { runId, payDate, rail, lines, numbersAfter = 0n }: PlanPaymentRun,
  last: bigint,
): PaymentRun {
  const after = last > numbersAfter ? last : numbersAfter;
  const instructions = lines.map((line, index): PaymentInstruction => {
    const number = after + BigInt(index) + 1n;
    const reference = paymentReference({ authorityId, instructionNumber: number });
    const offsets = line.offsets ?? [];
    const amount = amountToSend(line.parts, offsets);
    return { ...line, offsets, instructionId: uuidv5(line.dueRef, runId), runId, number, reference, amount, payDate, rail, state: 'due' };
  });
  return { runId, payDate, rail, state: 'draft', plannedBy: principal, instructions };
}

function paysTheSame(run: PaymentRun, { payDate, rail, lines }: PlanPaymentRun): boolean {
  const told = (line: PlannedLine) => [
    line.dueRef,
    line.kind,
    line.payee,
    line.parts.map(({ share, amount }) => [share.line, share.source, share.financialYear, `${amount}`]),
    `${amountToSend(line.parts, line.offsets ?? [])}`,
  ];
  return JSON.stringify([run.payDate, run.rail, run.instructions.map(told)]) === JSON.stringify([payDate, rail, lines.map(told)]);
}
