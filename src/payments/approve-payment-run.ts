import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../ledger/index.ts';
import type { PolicyRefusal } from '../people/index.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { appendToOutbox } from '../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { releaseRun } from './job-contracts.ts';
import { linesHash } from './lines-hash.ts';
import { type ApprovingPerson, mayApprove } from './may-approve.ts';
import type { PaymentDesk } from './payment-desk.ts';
import type { PaymentRefusal } from './problems.ts';
import { movePayments, moveRun, readRun } from './store.ts';

/**
 * The second pair of eyes: whoever planned a run cannot approve it. What was approved is kept as a hash of its lines, and the release is
 * asked for in the same transaction, so that an approval is never forgotten and a release never happens without one.
 */
export async function approvePaymentRun(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  { authorityId, principal }: Actor,
  { runId, person }: { readonly runId: string; readonly person?: ApprovingPerson },
): Promise<Result<{ readonly approvedHash: string }, PaymentRefusal | PolicyRefusal>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readRun(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    if (run.plannedBy === principal) return refused({ code: 'approver-is-maker', facts: { runId } });
    if (run.approvedHash !== undefined) {
      if (run.approvedBy === principal) return accepted({ approvedHash: run.approvedHash });
      return refused({ code: 'already-approved', facts: { runId } });
    }
    const now = clock.now();
    if (person !== undefined) {
      const decided = mayApprove(person, run, now);
      if (!decided.ok) return decided;
    }
    const approvedHash = linesHash(run);
    await moveRun(tx, authorityId, runId, { from: 'draft', to: 'approved' }, { approvedBy: principal, approvedAt: now, approvedHash });
    const instructionIds = run.instructions.map(({ instructionId }) => instructionId);
    await movePayments(tx, authorityId, instructionIds, { from: 'due', to: 'approved' });
    await appendToOutbox(tx, releaseRun, { authorityId, payload: { runId }, recordedAt: now, outboxId: uuidv5('release', runId) });
    return accepted({ approvedHash });
  });
}
