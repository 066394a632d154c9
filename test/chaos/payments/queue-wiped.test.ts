import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { registerDirectPayments } from '../../../jobs/direct-payments.ts';
import { startWorkers } from '../../../jobs/worker.ts';
import { verifyBook } from '../../../src/ledger/index.ts';
import { findPaymentRun } from '../../../src/payments/index.ts';
import { JobRegistry } from '../../../src/platform/queue/job-registry.ts';
import { createOutboxRelay } from '../../../src/platform/queue/outbox-relay.ts';
import { manySmallPayments, payingCouncil } from '../../support/killed-while-paying.ts';
import { testBackEnds } from '../../support/queue-back-ends.ts';
import { sized } from '../size.ts';

const RUNS = sized({ small: 3, full: 20 });
const PAYMENTS = sized({ small: 60, full: 500 });
/** A row that was handed over in vain before is leased for longer each time. */
const ANY_LEASE_MS = 4_500_000;
const log = pino({ level: 'silent' });

describe.each(testBackEnds)('payment runs on $name', ({ start }) => {
  it(`pay once each although the queue is wiped while they are sent, ${RUNS} times`, async () => {
    const council = await payingCouncil();
    const { book, desk } = council;
    const server = await start(book.store.appUrl);
    const queue = server.newQueue();
    const producer = queue.backEnd.openProducer();
    const { clock } = book;
    const relay = createOutboxRelay({ database: book.store.database, producer, clock, log });
    const processors = registerDirectPayments(new JobRegistry(), { ...desk, businessDate: async () => '2026-05-06' });
    const workers = startWorkers({ database: book.store.database, queue: queue.backEnd, processors, clock, log, concurrency: 3 });
    await council.rail.play({ latencyMilliseconds: 20 });
    for (let n = 0; n < RUNS; n += 1) {
      const run = await book.approved(manySmallPayments(book, `wiped ${n}`, PAYMENTS));
      const sent = async () => (await findPaymentRun(desk, book.authorityId, run.runId))?.state;
      const paid = async () => {
        // The release asks for the sending: two hand-overs, one after the other.
        await relay.runOnce();
        return (await council.journal()).length;
      };
      await expect.poll(paid, { timeout: 60_000, interval: 10 }).toBeGreaterThan(n * PAYMENTS + 5);
      await queue.wipe();
      let [polls, nextLeaseEnd] = [0, 1];
      await expect
        .poll(
          async () => {
            polls += 1;
            // Each wait is twice the one before: leases that always end sooner than an attempt fence every attempt for ever.
            if (polls === nextLeaseEnd) {
              clock.advance(ANY_LEASE_MS);
              nextLeaseEnd *= 2;
            }
            await relay.runOnce();
            return sent();
          },
          { timeout: 120_000, interval: 300 },
        )
        .toBe('sent');
    }
    await workers.stop({ deadlineMs: 5_000 });
    const references = (await council.journal()).flatMap(({ fact, reference }) => (fact === 'paid' ? [reference] : []));
    expect([references.length, new Set(references).size]).toEqual([RUNS * PAYMENTS, RUNS * PAYMENTS]);
    expect((await verifyBook(book.store.database, book.authorityId)).findings).toEqual([]);
    await producer.close();
    await server.close();
    await council.close();
  });
});
