import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseBackEnd, endsTheJob, migrateQueueBackEnd } from '../../../src/platform/queue/back-end.ts';
import { testDatabase } from '../../support/database.ts';
import { type TestQueueServer, testBackEnds } from '../../support/queue-back-ends.ts';
import { tally } from '../../support/tally.ts';

const log = pino({ level: 'silent' });

describe('the queue back end', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());

  it('is Redis when there is a URL for it, and PostgreSQL otherwise', () => {
    const databaseUrl = store.appUrl;
    expect(chooseBackEnd({ redisUrl: 'redis://127.0.0.1:1', databaseUrl, log }).kind).toBe('redis');
    expect(chooseBackEnd({ redisUrl: undefined, databaseUrl, log }).kind).toBe('postgresql');
  });

  it('migrates as the role bullmq, any number of times, and leaves the session as it was', async () => {
    const client = new pg.Client({ connectionString: store.ownerUrl });
    await client.connect();
    const roleOf = async () => (await client.query('SELECT current_user AS role')).rows[0].role;
    const before = await roleOf();
    await migrateQueueBackEnd(client);
    await migrateQueueBackEnd(client);
    expect(await roleOf()).toBe(before);
    const { rows } = await client.query(`SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'bullmq'`);
    await client.end();
    expect(rows).toEqual([{ tableowner: 'bullmq' }]);
  });

  it('keeps what the connection string asks for beside the role', async () => {
    const url = new URL(store.appUrl);
    url.searchParams.set('options', '-c statement_timeout=7000');
    const producer = chooseBackEnd({ databaseUrl: url.href, log }).openProducer();
    await producer.add([{ authorityId: 1, outboxId: '019a0000-0000-7000-8000-000000000001', topic: 'test.do-work' }]);
    await producer.close();
  });

  it('hands the queue ids and a topic, and nothing else', async () => {
    const producer = chooseBackEnd({ databaseUrl: store.appUrl, prefix: 'ids-only', log }).openProducer();
    const outboxId = '019a0000-0000-7000-8000-000000000002';
    await producer.add([{ authorityId: 7, outboxId, topic: 'test.do-work' }]);
    await producer.close();
    const client = new pg.Client({ connectionString: store.appUrl });
    await client.connect();
    await client.query('SET ROLE bullmq');
    const { rows } = await client.query(`SELECT id, name, data FROM bullmq.job WHERE queue = 'ids-only'`);
    await client.end();
    expect(rows).toEqual([{ id: `7-${outboxId}`, name: 'test.do-work', data: { authorityId: 7, outboxId } }]);
  });
});

describe.each(testBackEnds)('a consumer on $name', ({ start }) => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  let server: TestQueueServer;
  beforeAll(async () => {
    store = await testDatabase();
    server = await start(store.appUrl);
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  it('takes a job once, however often it was handed over while it waited', async () => {
    const { backEnd } = server.newQueue();
    const calls = tally<string>();
    const producer = backEnd.openProducer();
    const job = { authorityId: 1, outboxId: '019a0000-0000-7000-8000-000000000005', topic: 'test.do-work' };
    await producer.add([job]);
    await producer.add([job, { ...job, authorityId: 2 }]);
    const consumer = backEnd.openConsumer({ concurrency: 1, process: async ({ authorityId }) => calls.add(`for ${authorityId}`) });
    await calls.reaches(2);
    await consumer.close({ force: false });
    await producer.close();

    expect(calls.seen).toEqual(['for 1', 'for 2']);
  });

  it('brings a job back after an outage, and never after its end', async () => {
    const { backEnd } = server.newQueue();
    const calls = tally<string>();
    const producer = backEnd.openProducer();
    const consumer = backEnd.openConsumer({
      concurrency: 1,
      process: async ({ topic }) => {
        calls.add(topic);
        throw topic === 'test.refused' ? endsTheJob('plan-has-ended') : new Error('the bank does not answer');
      },
    });
    await producer.add([{ authorityId: 1, outboxId: '019a0000-0000-7000-8000-000000000001', topic: 'test.refused' }]);
    await calls.reaches(1);
    await producer.add([{ authorityId: 1, outboxId: '019a0000-0000-7000-8000-000000000002', topic: 'test.outage' }]);
    // A retry of the first would be due before the retries of the second.
    await calls.reaches(4);
    await consumer.close({ force: false });
    await producer.close();

    expect(calls.seen).toEqual(['test.refused', 'test.outage', 'test.outage', 'test.outage']);
  });

  it('keeps nothing of a job that has ended, so that the same id can come back', async () => {
    const { backEnd } = server.newQueue();
    const calls = tally<string>();
    const producer = backEnd.openProducer();
    const consumer = backEnd.openConsumer({ concurrency: 1, process: async ({ topic }) => calls.add(topic) });
    const job = { authorityId: 1, outboxId: '019a0000-0000-7000-8000-000000000003', topic: 'test.restored' };
    await producer.add([job]);
    await calls.reaches(1);
    // It is still active until its end is recorded; the next job is taken only after that.
    await producer.add([{ ...job, outboxId: '019a0000-0000-7000-8000-000000000004' }]);
    await calls.reaches(2);
    await producer.add([job]);
    await calls.reaches(3);
    await consumer.close({ force: false });
    await producer.close();
  });
});
