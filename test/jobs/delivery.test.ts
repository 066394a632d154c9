import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startWorkers, type WorkerOptions, type Workers } from '../../jobs/worker.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { appendToOutbox } from '../../src/platform/queue/append-to-outbox.ts';
import type { JobProducer } from '../../src/platform/queue/back-end.ts';
import { isCurrentAttempt } from '../../src/platform/queue/job-attempts.ts';
import { defineJob } from '../../src/platform/queue/job-contract.ts';
import { JobRegistry, type Processor } from '../../src/platform/queue/job-registry.ts';
import { createOutboxRelay, type OutboxRelay } from '../../src/platform/queue/outbox-relay.ts';
import type { EndedAttempt } from '../../src/platform/queue/queue-metrics.ts';
import { accepted, refused } from '../../src/platform/result.ts';
import { testDatabase } from '../support/database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { type TestQueue, type TestQueueServer, testBackEnds } from '../support/queue-back-ends.ts';
import { type Tally, tally } from '../support/tally.ts';

const LEASE_MS = 45_000;
const log = pino({ level: 'silent' });
const contract = defineJob({ topic: 'test.do-work', payload: z.object({ name: z.string() }) });

describe.each(testBackEnds)('jobs on $name', ({ start }) => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  let server: TestQueueServer;
  let queue: TestQueue;
  let producer: JobProducer;
  let relay: OutboxRelay;
  let clock: ManualClock;
  let ended: Tally<EndedAttempt>;
  let running: Workers[];

  beforeAll(async () => {
    store = await testDatabase();
    server = await start(store.appUrl);
  });

  afterAll(async () => {
    await server.close();
    await store.close();
  });

  beforeEach(() => {
    queue = server.newQueue();
    producer = queue.backEnd.openProducer();
    clock = manualClock('2026-06-01T09:00:00Z');
    relay = createOutboxRelay({ database: store.database, producer, clock, log, leaseMs: LEASE_MS });
    ended = tally();
    running = [];
  });

  afterEach(async () => {
    for (const workers of running) await workers.stop({ deadlineMs: 5_000 });
    await producer.close();
    await settleEverything();
  });

  const ask = (name: string, authorityId = 1) =>
    inTransaction(store.database, { authorityId }, (tx) =>
      appendToOutbox(tx, contract, { authorityId, payload: { name }, recordedAt: clock.now() }),
    );

  const work = (processor: Processor<{ name: string }>, options: Partial<WorkerOptions> = {}) => {
    const processors = new JobRegistry().on(contract, processor);
    const workers = startWorkers({
      database: store.database,
      queue: queue.backEnd,
      processors,
      clock,
      log,
      concurrency: 1,
      onAttemptEnded: ended.add,
      ...options,
    });
    running.push(workers);
    return workers;
  };

  const attempts = (outboxId: string) =>
    inTransaction(store.database, { authorityId: 1 }, async (tx) => {
      const { rows } = await tx.execute(
        `SELECT attempt, outcome, error_code FROM platform.job_attempts WHERE job_id = '${outboxId}' ORDER BY attempt`,
      );
      return rows;
    });

  const isDelivered = (outboxId: string) =>
    inTransaction(store.database, { authorityId: 1 }, async (tx) => {
      const { rows } = await tx.execute<{ delivered: boolean }>(
        `SELECT delivered_at IS NOT NULL AS delivered FROM platform.outbox WHERE outbox_id = '${outboxId}'`,
      );
      return rows[0]?.delivered;
    });

  /** What a test leaves undone must not reach the next one's queue. */
  const settleEverything = async () => {
    const later = new Date('2030-01-01T00:00:00Z').toISOString();
    const left = await store.database.sql<{ authority_id: number; outbox_id: string }[]>`
      SELECT authority_id, outbox_id FROM platform.claim_outbox(${later}, '1 second', 1000)`;
    for (const { authority_id, outbox_id } of left) {
      await store.database.sql`
        SELECT platform.finish_attempt(${authority_id}, ${outbox_id}, attempt, 'done', null, ${later})
          FROM platform.begin_attempt(${authority_id}, ${outbox_id}, ${later})`;
    }
  };

  it('are carried out once each, for the authority that asked', async () => {
    const done: string[] = [];
    await ask('first', 1);
    await ask('second', 2);
    work(async ({ name }, { authorityId }) => {
      done.push(`${name} for ${authorityId}`);
      return accepted(undefined);
    });

    expect(await relay.runOnce()).toBe(2);
    await ended.reaches(2);

    expect(done.sort()).toEqual(['first for 1', 'second for 2']);
    clock.advance(100 * LEASE_MS);
    expect(await relay.runOnce()).toBe(0);
  });

  it('run once when the same row is handed over twice while the queue keeps the job', async () => {
    const done: string[] = [];
    await ask('twice');
    expect(await relay.runOnce()).toBe(1);
    clock.advance(LEASE_MS);
    expect(await relay.runOnce()).toBe(1);

    await ask('after it');
    await relay.runOnce();
    work(async ({ name }) => {
      done.push(name);
      return accepted(undefined);
    });
    await ended.reaches(2);

    expect(done).toEqual(['twice', 'after it']);
  });

  it('run once when the row reaches the queue again after its job has ended', async () => {
    const done: string[] = [];
    const outboxId = await ask('again');
    await relay.runOnce();
    const remember: Processor<{ name: string }> = async ({ name }) => {
      done.push(name);
      return accepted(undefined);
    };
    const workers = work(remember);
    await ended.reaches(1);
    // Only a stopped worker has surely told the queue that the job has ended.
    await workers.stop({ deadlineMs: 5_000 });

    work(remember);
    await producer.add([{ authorityId: 1, outboxId, topic: contract.topic }]);
    await ask('after it');
    await relay.runOnce();
    await ended.reaches(2);

    expect(done).toEqual(['again', 'after it']);
  });

  it('end at a refusal, which is recorded and not tried again', async () => {
    let calls = 0;
    const outboxId = await ask('refused');
    await relay.runOnce();
    work(async () => {
      calls += 1;
      return refused({ code: 'plan-has-ended' });
    });
    await ended.reaches(1);

    expect(ended.seen.map(({ outcome }) => outcome)).toEqual(['refused']);
    expect(await attempts(outboxId)).toEqual([{ attempt: 1, outcome: 'refused', error_code: 'plan-has-ended' }]);
    expect(await isDelivered(outboxId)).toBe(true);
    clock.advance(100 * LEASE_MS);
    expect(await relay.runOnce()).toBe(0);
    expect(calls).toBe(1);
  });

  it('end at a payload that breaks its contract', async () => {
    const outboxId = await ask('broken');
    const stricter = defineJob({ topic: contract.topic, payload: z.object({ paymentId: z.uuid() }) });
    work(async () => accepted(undefined), { processors: new JobRegistry().on(stricter, async () => accepted(undefined)) });
    await relay.runOnce();
    await ended.reaches(1);

    expect(await attempts(outboxId)).toEqual([{ attempt: 1, outcome: 'refused', error_code: 'job-payload-invalid' }]);
  });

  it('are tried again after an outage', async () => {
    const outboxId = await ask('unlucky');
    await relay.runOnce();
    work(async (_, { attempt }) => {
      if (attempt === 1) throw Object.assign(new Error('the bank does not answer'), { code: 'ETIMEDOUT' });
      return accepted(undefined);
    });
    await ended.reaches(2);

    expect(await attempts(outboxId)).toEqual([
      { attempt: 1, outcome: 'outage', error_code: 'ETIMEDOUT' },
      { attempt: 2, outcome: 'done', error_code: null },
    ]);
    expect(await isDelivered(outboxId)).toBe(true);
  });

  it('come back with their lease when an outage outlasts the retries', async () => {
    const outboxId = await ask('patient');
    await relay.runOnce();
    let bankIsBack = false;
    const workers = work(async () => {
      if (!bankIsBack) throw new Error('the bank does not answer');
      return accepted(undefined);
    });
    await ended.reaches(3);
    await workers.stop({ deadlineMs: 5_000 });
    expect(await isDelivered(outboxId)).toBe(false);

    bankIsBack = true;
    clock.advance(LEASE_MS);
    expect(await relay.runOnce()).toBe(1);
    work(async () => accepted(undefined));
    await ended.reaches(4);

    expect(await isDelivered(outboxId)).toBe(true);
  });

  it('that were waiting when the queue was wiped are carried out once their lease has ended', async () => {
    const done: string[] = [];
    for (const name of ['one', 'two', 'three']) await ask(name);
    expect(await relay.runOnce()).toBe(3);

    let letGo = () => {};
    const heldUp = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const started = tally<string>();
    work(async ({ name }) => {
      started.add(name);
      if (started.seen.length === 1) await heldUp;
      done.push(name);
      return accepted(undefined);
    });
    await started.reaches(1);
    await queue.wipe();
    letGo();
    await ended.reaches(1);

    expect(await relay.runOnce()).toBe(0);
    clock.advance(LEASE_MS);
    expect(await relay.runOnce()).toBe(2);
    await ended.reaches(3);

    expect(done.sort()).toEqual(['one', 'three', 'two']);
  });

  it('that run twice at once are fenced: only the later attempt counts', async () => {
    const outboxId = await ask('twins');
    await relay.runOnce();
    const verdicts = new Map<number, boolean>();
    let letFirstGo = () => {};
    const firstIsHeldUp = new Promise<void>((resolve) => {
      letFirstGo = resolve;
    });
    const started = tally<number>();
    work(
      async (_, { attempt, authorityId }) => {
        started.add(attempt);
        if (attempt === 1) await firstIsHeldUp;
        verdicts.set(
          attempt,
          await inTransaction(store.database, { authorityId }, (tx) => isCurrentAttempt(tx, { authorityId, outboxId, attempt })),
        );
        return accepted(undefined);
      },
      { concurrency: 2 },
    );
    await started.reaches(1);

    await queue.wipe();
    clock.advance(LEASE_MS);
    await relay.runOnce();
    await ended.reaches(1);
    letFirstGo();
    await ended.reaches(2);

    expect(verdicts).toEqual(
      new Map([
        [1, false],
        [2, true],
      ]),
    );
    expect(ended.seen.map(({ outcome }) => outcome)).toEqual(['done', 'fenced']);
    expect(await attempts(outboxId)).toEqual([
      { attempt: 1, outcome: 'superseded', error_code: null },
      { attempt: 2, outcome: 'done', error_code: null },
    ]);
  });

  it('that do not stop are cut off at the deadline and stay to be done', async () => {
    const outboxId = await ask('hanging');
    await relay.runOnce();
    const started = tally<AbortSignal>();
    const warnings: string[] = [];
    const workers = work(
      async (_, { signal }) => {
        started.add(signal);
        return new Promise(() => undefined);
      },
      { log: pino({ level: 'warn' }, { write: (line) => warnings.push(JSON.parse(line).msg) }) },
    );
    await started.reaches(1);

    await workers.stop({ deadlineMs: 500 });

    expect(started.seen[0]?.aborted).toBe(true);
    expect(warnings).toEqual([
      'jobs are still running and are asked to stop',
      'jobs did not stop and are cut off; they will be tried again',
    ]);
    expect(await isDelivered(outboxId)).toBe(false);
  });

  it('that heed the signal are tried again by the next worker', async () => {
    const outboxId = await ask('polite');
    await relay.runOnce();
    const started = tally<number>();
    const workers = work(async (_, { signal, attempt }) => {
      started.add(attempt);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    await started.reaches(1);
    await workers.stop({ deadlineMs: 500 });
    expect(await isDelivered(outboxId)).toBe(false);

    work(async () => accepted(undefined));
    await ended.reaches(2);

    expect(ended.seen.map(({ outcome }) => outcome)).toEqual(['outage', 'done']);
    expect(await isDelivered(outboxId)).toBe(true);
  });
});
