import { v5 as uuidv5 } from 'uuid';
import { type ShareAmount, totalOf } from '../budgets/index.ts';
import type { Actor } from '../ledger/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { PaymentInstruction, PaymentKind, PaymentRun } from './payment-run.ts';
import type { PaymentRefusal } from './problems.ts';
import { paymentReference } from './rules/payment-reference.ts';
import { dueRefsAlreadyPlanned, insertRun, lastNumber, readRun } from './store.ts';

export interface PlannedLine {
  /** What is paid, in the terms of whoever owes it: `L1:instalment:5`. */
  readonly dueRef: string;
  readonly kind: PaymentKind;
  readonly payee: string;
  readonly parts: readonly ShareAmount[];
}

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
  { authorityId, principal }: Actor,
  plan: PlanPaymentRun,
): Promise<Result<PaymentRun, PaymentRefusal>> {
  const { runId, payDate, rail, lines } = plan;
  if (lines.length === 0) return refused({ code: 'payment-run-empty' });
  const unpayable = lines.find(({ parts }) => totalOf(parts) <= 0n || parts.some(({ amount }) => amount < 0n));
  if (unpayable) return refused({ code: 'payment-not-positive', facts: { dueRef: unpayable.dueRef } });
  const dueRefs = lines.map(({ dueRef }) => dueRef);
  const twice = dueRefs.find((dueRef, index) => dueRefs.indexOf(dueRef) !== index);
  if (twice !== undefined) return refused({ code: 'already-planned', facts: { dueRefs: [twice] } });

  return inTransaction(database, { authorityId }, async (tx) => {
    const last = await lastNumber(tx, authorityId);
    const existing = await readRun(tx, authorityId, runId);
    if (existing) return paysTheSame(existing, plan) ? accepted(existing) : refused({ code: 'payment-run-differs', facts: { runId } });
    const already = await dueRefsAlreadyPlanned(tx, authorityId, dueRefs);
    if (already.length > 0) return refused({ code: 'already-planned', facts: { dueRefs: already } });

    const after = last > (plan.numbersAfter ?? 0n) ? last : (plan.numbersAfter ?? 0n);
    const instructions = lines.map((line, index): PaymentInstruction => {
      const number = after + BigInt(index) + 1n;
      const reference = paymentReference({ authorityId, instructionNumber: number });
      const instructionId = uuidv5(line.dueRef, runId);
      return { ...line, instructionId, runId, number, reference, amount: totalOf(line.parts), payDate, rail, state: 'due' };
    });
    const run: PaymentRun = { runId, payDate, rail, state: 'draft', plannedBy: principal, instructions };
    await insertRun(tx, authorityId, run, clock.now());
    return accepted(run);
  });
}

function paysTheSame(run: PaymentRun, { payDate, rail, lines }: PlanPaymentRun): boolean {
  const told = (line: PlannedLine) => [
    line.dueRef,
    line.kind,
    line.payee,
    line.parts.map(({ share, amount }) => [share.line, share.source, share.financialYear, `${amount}`]),
  ];
  return JSON.stringify([run.payDate, run.rail, run.instructions.map(told)]) === JSON.stringify([payDate, rail, lines.map(told)]);
}
