import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerReconciliation } from '../../jobs/reconciliation.ts';
import { runJob } from '../../jobs/run-job.ts';
import { findPaymentRun } from '../../src/payments/index.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { type MatchingBook, matchingBook, paymentLine } from '../reconciliation/matches/matching-book.ts';

let book: MatchingBook;
beforeAll(async () => {
  book = await matchingBook();
});
afterAll(() => book.store.close());

describe('the jobs of matching', () => {
  it('match what an import brought, once, however often and at once they run', async () => {
    const run = await book.sent('run', [1_000n, 2_000n]);
    await book.bring(run.instructions.map((payment) => paymentLine(payment)));
    const topic = 'reconciliation.match-account';
    const waiting = await book.rows<{ outboxId: string; payload: unknown }>(
      `select outbox_id as "outboxId", payload from platform.outbox where topic = '${topic}'`,
    );
    expect(waiting.map(({ payload }) => payload)).toEqual([{ accountId: book.accountId }]);
    const before = (await book.balances())['bank:main'] ?? 0n;
    const processors = registerReconciliation(new JobRegistry(), book.desk);
    const options = { database: book.desk.database, processors, clock: book.clock, log: pino({ level: 'silent' }) };
    const jobs = [...waiting, ...waiting].map(({ outboxId }) =>
      runJob(options, new AbortController().signal, { topic, authorityId: book.authorityId, outboxId } as never),
    );
    await Promise.allSettled(jobs);
    expect((await findPaymentRun(book.desk, book.authorityId, run.runId))?.state).toBe('settled');
    expect((await book.balances())['bank:main']).toBe(before - 3_000n);
  });
});
