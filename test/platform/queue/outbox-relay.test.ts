import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { appendToOutbox } from '../../../src/platform/queue/append-to-outbox.ts';
import { chooseBackEnd, type JobProducer } from '../../../src/platform/queue/back-end.ts';
import { defineJob } from '../../../src/platform/queue/job-contract.ts';
import { listenForOutbox } from '../../../src/platform/queue/outbox-listener.ts';
import { createOutboxRelay } from '../../../src/platform/queue/outbox-relay.ts';
import { testDatabase } from '../../support/database.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { redisIsAtHand, startRedisServer } from '../../support/redis-server.ts';
import { tally } from '../../support/tally.ts';

const log = pino({ level: 'silent' });
const contract = defineJob({ topic: 'test.do-work', payload: z.object({ name: z.string() }) });
const A_DAY_MS = 86_400_000;

describe('the outbox relay', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  let producer: JobProducer;
  let clock: ManualClock;
  const stops: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    clock = manualClock('2026-06-01T09:00:00Z');
    producer = chooseBackEnd({ databaseUrl: store.appUrl, log }).openProducer();
    stops.push(() => producer.close());
    // What the last test left is out of this one's way for a day.
    await store.database.sql`SELECT count(*) FROM platform.claim_outbox(${clock.now().toISOString()}, '20 days', 1000)`;
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  const ask = (name: string) =>
    inTransaction(store.database, { authorityId: 1 }, (tx) =>
      appendToOutbox(tx, contract, { authorityId: 1, payload: { name }, recordedAt: clock.now() }),
    );

  const claimOf = (outboxId: string) =>
    inTransaction(store.database, { authorityId: 1 }, async (tx) => {
      const { rows } = await tx.execute(`SELECT attempt, claimed_until FROM platform.outbox WHERE outbox_id = '${outboxId}'`);
      return rows[0];
    });

  const newRelay = (
    options: { leaseMs?: number; batchSize?: number; pollIntervalMs?: number; onHandedOver?: (count: number) => void } = {},
  ) => createOutboxRelay({ database: store.database, producer, clock, log, ...options });

  it('hands over more rows than fit into one batch', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await ask(name);
    expect(await newRelay({ batchSize: 2 }).runOnce()).toBe(5);
  });

  it('shares the rows with other relays instead of handing them over twice', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await ask(name);
    const counts = await Promise.all([newRelay({ batchSize: 1 }).runOnce(), newRelay({ batchSize: 1 }).runOnce(), newRelay().runOnce()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
  });

  it('waits longer from one hand-over to the next', async () => {
    await ask('slow');
    const relay = newRelay({ leaseMs: 1_000 });
    const handedOverAfter: number[] = [];
    for (let second = 0; second <= 31; second += 1) {
      if ((await relay.runOnce()) > 0) handedOverAfter.push(second);
      clock.advance(1_000);
    }
    expect(handedOverAfter).toEqual([0, 1, 3, 7, 15, 31]);
  });

  it('does not see work whose transaction was rolled back', async () => {
    const failing = inTransaction(store.database, { authorityId: 1 }, async (tx) => {
      await appendToOutbox(tx, contract, { authorityId: 1, payload: { name: 'never' }, recordedAt: clock.now() });
      throw new Error('the posting was refused');
    });
    await expect(failing).rejects.toThrow('the posting was refused');
    expect(await newRelay().runOnce()).toBe(0);
  });

  it('hands over once what was asked for twice under one id', async () => {
    const outboxId = '019a0000-0000-7000-8000-000000000001';
    for (const name of ['same', 'same']) {
      await inTransaction(store.database, { authorityId: 1 }, (tx) =>
        appendToOutbox(tx, contract, { authorityId: 1, payload: { name }, recordedAt: clock.now(), outboxId }),
      );
    }
    expect(await newRelay().runOnce()).toBe(1);
  });

  it('is nudged in its own process', async () => {
    const handedOver = tally<number>();
    const relay = newRelay({ pollIntervalMs: A_DAY_MS, onHandedOver: handedOver.add });
    stops.push(() => relay.stop());
    await relay.start();
    await ask('here');
    relay.nudge();
    await handedOver.reaches(1);
  });

  it('is woken by another process', async () => {
    const handedOver = tally<number>();
    const relay = newRelay({ pollIntervalMs: A_DAY_MS, onHandedOver: handedOver.add });
    stops.push(() => relay.stop());
    await relay.start();
    await ask('elsewhere');
    // As ledger.post does in the statement that writes the row.
    await store.database.sql`SELECT pg_notify('threefold_outbox', '')`;
    await handedOver.reaches(1);
  });

  it('listens again after its connection was lost', async () => {
    const woken = tally<void>();
    const listener = listenForOutbox({ databaseUrl: store.appUrl, log, onWakeUp: () => woken.add(), reconnectAfterMs: 1 });
    stops.push(() => listener.stop());
    await listener.start();
    await store.database.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'threefold-outbox' AND datname = current_database()`;
    await woken.reaches(2);
    await store.database.sql`SELECT pg_notify('threefold_outbox', '')`;
    await woken.reaches(3);
  });

  it.skipIf(!redisIsAtHand())('gives its claims back at once when the queue is away', async () => {
    const redis = await startRedisServer();
    const onRedis = chooseBackEnd({ redisUrl: redis.url, databaseUrl: store.appUrl, log }).openProducer();
    stops.push(() => onRedis.close());
    await ask('before');
    const relay = createOutboxRelay({ database: store.database, producer: onRedis, clock, log });
    expect(await relay.runOnce()).toBe(1);

    await redis.kill();
    const outboxId = await ask('after');
    await expect(relay.runOnce()).rejects.toThrow();
    expect(await claimOf(outboxId)).toEqual({ attempt: 0, claimed_until: null });
    expect(await newRelay().runOnce()).toBe(1);
  });
});
