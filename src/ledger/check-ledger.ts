import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { appendToOutbox } from '../platform/queue/append-to-outbox.ts';
import { accepted, type Result } from '../platform/result.ts';
import { checkFailed } from './job-contracts.ts';
import type { LedgerRefusal } from './refusals.ts';
import { checkRuns } from './schema.ts';
import { type VerifyReport, verifyBook } from './verify/verify-book.ts';

export interface LedgerCheck {
  readonly authorityId: number;
  /** The same in every attempt, so that a check that runs twice is recorded once. */
  readonly checkId: string;
  readonly clock: Clock;
}

/** The nightly check: re-adds the book, keeps what it found as data and, when that is anything, asks for an alert in the same transaction. */
export async function checkLedger(
  database: Database,
  { authorityId, checkId, clock }: LedgerCheck,
): Promise<Result<VerifyReport, LedgerRefusal>> {
  const startedAt = clock.now();
  const report = await verifyBook(database, authorityId);
  await inTransaction(database, { authorityId }, async (tx) => {
    const kept = await tx
      .insert(checkRuns)
      .values({
        authorityId,
        checkId,
        startedAt,
        finishedAt: clock.now(),
        headBlockSeq: report.head.blockSeq,
        green: report.green,
        findings: report.findings.map((finding) => ({ ...finding, blockSeq: finding.blockSeq?.toString() })),
      })
      .onConflictDoNothing()
      .returning({ checkId: checkRuns.checkId });
    if (kept.length > 0 && !report.green) {
      await appendToOutbox(tx, checkFailed, { authorityId, payload: { checkId }, recordedAt: clock.now(), outboxId: checkId });
    }
  });
  return accepted(report);
}
