import type { Actor } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PaymentRefusal } from '../problems.ts';
import type { RunDesk } from './run-desk.ts';
import { readRun } from './store.ts';
import { insertExclusions, moveAllPayments, movePayments, moveRun } from './write-run.ts';

type Desk = Pick<RunDesk, 'database' | 'clock' | 'dueLines'>;

/** A run that is not approved is taken back: what it would have paid is due again. */
export async function withdrawPaymentRun(
  { database, clock, dueLines }: Desk,
  { authorityId }: Actor,
  { runId }: { readonly runId: string },
): Promise<Result<undefined, PaymentRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readRun(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    if (run.state === 'withdrawn') return accepted(undefined);
    if (run.state !== 'draft' && run.state !== 'submitted') {
      return refused({ code: 'payment-run-approved', facts: { runId, state: run.state } });
    }
    const due = run.instructions.filter(({ state }) => state === 'due').map(({ dueRef }) => dueRef);
    await moveAllPayments(tx, authorityId, runId, { from: 'due', to: 'withdrawn' });
    await moveRun(tx, authorityId, runId, { from: run.state, to: 'withdrawn' }, { closedAt: clock.now() });
    await dueLines.reopen(tx, authorityId, due, 'left-out');
    return accepted(undefined);
  });
}

/** Why an officer takes a payment out of a draft. */
export const exclusionReasons = ['not-due-yet', 'amount-in-question', 'payee-in-question', 'paid-another-way', 'family-asked'] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Takes one payment out of a draft, with the reason; what it would have paid is due again. */
export async function excludePayment(
  { database, clock, dueLines }: Desk,
  { authorityId, principal }: Actor,
  { runId, instructionId, reason }: { readonly runId: string; readonly instructionId: string; readonly reason: ExclusionReason },
): Promise<Result<undefined, PaymentRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readRun(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    const instruction = run.instructions.find((each) => each.instructionId === instructionId);
    if (instruction === undefined) return refused({ code: 'payment-not-found', facts: { instructionId } });
    if (instruction.state === 'excluded') return accepted(undefined);
    if (run.state !== 'draft') return refused({ code: 'payment-run-not-draft', facts: { runId, state: run.state } });
    const { dueRef } = instruction;
    const now = clock.now();
    await movePayments(tx, authorityId, [instructionId], { from: 'due', to: 'excluded' });
    await insertExclusions(tx, authorityId, runId, [{ dueRef, reason, facts: {} }], { by: principal, at: now });
    await dueLines.reopen(tx, authorityId, [dueRef], 'left-out');
    return accepted(undefined);
  });
}
