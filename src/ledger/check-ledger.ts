import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { appendToOutbox } from '../platform/queue/append-to-outbox.ts';
import { accepted, type Result } from '../platform/result.ts';
import { readAnchors } from './anchors/anchor-folder.ts';
import { type TakenAnchor, takeAnchor } from './anchors/take-anchor.ts';
import { checkFailed } from './job-contracts.ts';
import type { LedgerRefusal } from './refusals.ts';
import { checkRuns } from './schema.ts';
import { type VerifyReport, verifyBook } from './verify/verify-book.ts';

export interface LedgerCheck {
  readonly authorityId: number;
  /** The same in every attempt, so that a check that runs twice is recorded once. */
  readonly checkId: string;
  readonly clock: Clock;
  /** Where the book's anchors are kept. */
  readonly anchorFolder: string;
}

/**
 * The nightly check: re-adds the whole book and holds it against every anchor. What it finds is kept as data and, when that is anything,
 * an alert is asked for in the same transaction.
 */
export async function checkLedger(database: Database, check: LedgerCheck): Promise<Result<VerifyReport, LedgerRefusal>> {
  const startedAt = check.clock.now();
  const anchors = await readAnchors(check.anchorFolder, check.authorityId);
  const report = await verifyBook(database, check.authorityId, { anchors });
  await keepCheckRun(database, check, startedAt, report);
  return accepted(report);
}

/** The daily anchor: proves what was posted since the last one, keeps the new one, and raises the same alert when the book is not right. */
export async function anchorLedger(database: Database, check: LedgerCheck): Promise<Result<TakenAnchor, LedgerRefusal>> {
  const { authorityId, anchorFolder: folder, clock } = check;
  const startedAt = clock.now();
  const taken = await takeAnchor(database, { authorityId, folder, clock });
  await keepCheckRun(database, check, startedAt, taken.report);
  return accepted(taken);
}

async function keepCheckRun(
  database: Database,
  { authorityId, checkId, clock }: LedgerCheck,
  startedAt: Date,
  report: VerifyReport,
): Promise<void> {
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
}
