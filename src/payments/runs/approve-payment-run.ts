import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../../ledger/index.ts';
import type { PolicyRefusal } from '../../people/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { releaseRun } from '../job-contracts.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRefusal } from '../problems.ts';
import { linesHash } from './lines-hash.ts';
import { type ApprovingPerson, mayApprove } from './may-approve.ts';
import { readRun } from './store.ts';
import { moveAllPayments, moveRun } from './write-run.ts';

export interface ApprovePaymentRun {
  readonly runId: string;
  readonly person?: ApprovingPerson;
  /** The hash of the lines that the approver was shown: what is approved is what was seen. */
  readonly seenHash?: string;
}

/**
 * The second pair of eyes: whoever planned or submitted a run cannot approve it. What was approved is kept as a hash of its lines, and the
 * release is asked for in the same transaction, so that an approval is never forgotten and a release never happens without one.
 */
export async function approvePaymentRun(
  { database, clock }: Pick<PaymentDesk, 'database' | 'clock'>,
  { authorityId, principal }: Actor,
  { runId, person, seenHash }: ApprovePaymentRun,
): Promise<Result<{ readonly approvedHash: string }, PaymentRefusal | PolicyRefusal | VersionStale>> {
  return inTransaction(database, { authorityId }, async (tx) => {
    const run = await readRun(tx, authorityId, runId, 'update');
    if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
    if (run.plannedBy === principal || run.submittedBy === principal) return refused({ code: 'approver-is-maker', facts: { runId } });
    if (run.approvedHash !== undefined) {
      if (run.approvedBy === principal) return accepted({ approvedHash: run.approvedHash });
      return refused({ code: 'already-approved', facts: { runId } });
    }
    if (run.state !== 'submitted') return refused({ code: 'payment-run-not-submitted', facts: { runId, state: run.state } });
    const approvedHash = linesHash(run);
    const seen = seenHash === undefined ? accepted(undefined) : checkVersion(seenHash, approvedHash);
    if (!seen.ok) return seen;
    const now = clock.now();
    if (person !== undefined) {
      const decided = mayApprove(person, run, now);
      if (!decided.ok) return decided;
    }
    await moveRun(tx, authorityId, runId, { from: 'submitted', to: 'approved' }, { approvedBy: principal, approvedAt: now, approvedHash });
    await moveAllPayments(tx, authorityId, runId, { from: 'due', to: 'approved' });
    await appendToOutbox(tx, releaseRun, { authorityId, payload: { runId }, recordedAt: now, outboxId: uuidv5('release', runId) });
    return accepted({ approvedHash });
  });
}
