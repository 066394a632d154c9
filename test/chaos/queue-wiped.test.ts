import { pino } from 'pino';
import { v5 as uuidv5 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWorkers } from '../../jobs/worker.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { verifyBook } from '../../src/ledger/verify/verify-book.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { appendToOutbox } from '../../src/platform/queue/append-to-outbox.ts';
import { defineJob } from '../../src/platform/queue/job-contract.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { createOutboxRelay } from '../../src/platform/queue/outbox-relay.ts';
import type { EndedAttempt } from '../../src/platform/queue/queue-metrics.ts';
import { accepted } from '../../src/platform/result.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { testBackEnds } from '../support/queue-back-ends.ts';
import { tally } from '../support/tally.ts';
import { AUTHORITY, openChaosBook, purse, send } from './book.ts';
import { sized } from './size.ts';

const JOBS = sized({ small: 60, full: 1_000 });
const WIPES = sized({ small: 3, full: 50 });
const LEASE_MS = 45_000;
/** A row that was handed over in vain before is leased for longer each time. */
const ANY_LEASE_MS = 100 * LEASE_MS;

const log = pino({ level: 'silent' });
const contract = defineJob({ topic: 'test.pay-one-pound', payload: z.object({ number: z.number() }) });

describe.each(testBackEnds)('jobs that post, on $name', ({ start }) => {
  it(`post once each although the queue is wiped ${WIPES} times while they run`, async () => {
    const store = await testDatabase();
    const server = await start(store.appUrl);
    const queue = server.newQueue();
    const clock = manualClock('2026-04-15T09:00:00Z');
    const ledger = openLedger({ database: store.database, clock });
    await openChaosBook(ledger);
    const producer = queue.backEnd.openProducer();
    const relay = createOutboxRelay({ database: store.database, producer, clock, log, leaseMs: LEASE_MS });
    for (let number = 0; number < JOBS; number += 1) {
      await inTransaction(store.database, { authorityId: AUTHORITY }, (tx) =>
        appendToOutbox(tx, contract, { authorityId: AUTHORITY, payload: { number }, recordedAt: clock.now() }),
      );
    }

    const ended = tally<EndedAttempt>();
    const posted = tally<number>();
    const processors = new JobRegistry().on(contract, async ({ number }, { outboxId }) => {
      // The id follows from the row that asked, so whoever carries the job out again asks for the same entry.
      const id = uuidv5('pay', outboxId);
      const legs = [[purse('budget', number), '-100'] as const, [purse('budget', number + 1), '100'] as const];
      const [answer] = await send(ledger, { linked: false, commands: [{ id, legs }] });
      if (answer?.outcome !== 'ok') throw new Error(answer?.detail);
      posted.add(number);
      return accepted(undefined);
    });
    const workers = startWorkers({
      database: store.database,
      queue: queue.backEnd,
      processors,
      clock,
      log,
      concurrency: 4,
      onAttemptEnded: ended.add,
    });

    await relay.runOnce();
    for (let wipe = 1; wipe <= WIPES; wipe += 1) {
      const enough = Math.min(posted.seen.length + Math.floor(JOBS / (WIPES * 3)) + 1, JOBS - 1);
      await expect.poll(() => posted.seen.length, { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(enough);
      await queue.wipe();
      clock.advance(ANY_LEASE_MS);
      await relay.runOnce();
    }
    await expect
      .poll(
        async () => {
          clock.advance(ANY_LEASE_MS);
          await relay.runOnce();
          return new Set(posted.seen).size;
        },
        { timeout: 60_000, interval: 200 },
      )
      .toBe(JOBS);
    await workers.stop({ deadlineMs: 5_000 });

    console.log(`jobs ${JOBS}, carried out ${posted.seen.length} times, queue wiped ${WIPES} times`);
    const verified = await verifyBook(store.database, AUTHORITY);
    expect(verified).toMatchObject({ green: true, entries: BigInt(JOBS), postings: BigInt(JOBS * 2) });
    await producer.close();
    await server.close();
    await store.close();
  });
});
