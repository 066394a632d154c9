import { createPostgresBackend, Queue, runMigrations, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import type { Logger } from 'pino';
import { withDeadline } from './deadline.ts';

/**
 * The only module that knows BullMQ, and which of its two back ends carries the jobs: Redis or Valkey when there is a URL for it,
 * otherwise BullMQ's own tables (schema `bullmq`, owned by the role of that name) in the database we have anyway.
 *
 * There is one queue for all rooms. On PostgreSQL every queue costs each process a pool and a LISTEN connection, and nothing here needs
 * BullMQ's queues to tell work apart: the topic does. A queue per room was refused until a measured flood in one room delays another.
 *
 * Nothing is kept in the queue once it has ended (`removeOnComplete`, `removeOnFail`): a job kept under its id would swallow the sweep
 * that brings it back after a long outage or a restored backup. That work is not done twice is for PostgreSQL to know (`begin_attempt`).
 */
export interface QueueBackEnd {
  readonly kind: 'redis' | 'postgresql';
  openProducer(): JobProducer;
  openConsumer(options: ConsumerOptions): JobConsumer;
}

/** All that a queue is told: whose job, which outbox row, and a name for people who look into the queue. */
export interface QueuedJob {
  readonly authorityId: number;
  readonly outboxId: string;
  readonly topic: string;
}

export interface JobProducer {
  add(jobs: readonly QueuedJob[]): Promise<void>;
  close(): Promise<void>;
}

export interface ConsumerOptions {
  readonly concurrency: number;
  /** Throws `endsTheJob(...)` to end the job at once; anything else thrown is an outage and is tried again. */
  process(job: QueuedJob): Promise<void>;
}

export interface JobConsumer {
  ready(): Promise<void>;
  /** Takes no further jobs; returns at once. */
  pause(): Promise<void>;
  /** Without force it waits for running jobs, however long they take. */
  close(options: { readonly force: boolean }): Promise<void>;
}

export interface BackEndOptions {
  readonly redisUrl?: string | undefined;
  readonly databaseUrl: string;
  /** Sets installations (and test files) apart that share one Redis or one database. */
  readonly prefix?: string;
  readonly retry?: { readonly attempts: number; readonly firstDelayMs: number };
  readonly log: Logger;
}

const QUEUE_SCHEMA = 'bullmq';

/** About two minutes of trying; then the job leaves the queue, and the outbox brings it back when its lease ends. */
const DEFAULT_RETRY = { attempts: 8, firstDelayMs: 1_000 };

/** A queue that does not answer is an outage to the relay, which keeps the rows; BullMQ itself would wait for a connection for ever. */
const ADD_DEADLINE_MS = 10_000;

/** The default of 1 would end a job after two deployments that did not wait for it. */
const MAX_STALLED_COUNT = 10;

export function chooseBackEnd(options: BackEndOptions): QueueBackEnd {
  return options.redisUrl === undefined ? postgresqlBackEnd(options) : redisBackEnd(options, options.redisUrl);
}

export function endsTheJob(code: string): Error {
  return new UnrecoverableError(code);
}

/**
 * Creates or updates BullMQ's tables as the role that owns them. The schema itself comes with the database and belongs to that role
 * already: BullMQ would make it, but PostgreSQL then asks for the right to create schemas, which `bullmq` need not have.
 */
export async function migrateQueueBackEnd(client: pg.ClientBase): Promise<void> {
  const exceptTheSchema = {
    query: (text: string, values?: unknown[]) => client.query(text.startsWith('CREATE SCHEMA') ? 'SELECT' : text, values),
  };
  await client.query('SET ROLE bullmq');
  try {
    await runMigrations(exceptTheSchema, QUEUE_SCHEMA);
  } finally {
    await client.query('RESET ROLE');
  }
}

function redisBackEnd(options: BackEndOptions, url: string): QueueBackEnd {
  const name = options.prefix ?? 'threefold';
  // The braces keep all keys of the queue in one slot of a Redis Cluster.
  const keyPrefix = `{${name}}`;
  return {
    kind: 'redis',
    openProducer: () => {
      // A producer fails fast when Redis is away: the outbox keeps the row, and a command kept in memory would be lost on exit.
      const connection = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
      const queue = producer(new Queue(name, { connection, prefix: keyPrefix, defaultJobOptions: jobOptions(options) }), options);
      return {
        ...queue,
        close: async () => {
          await queue.close();
          // The connection is ours because BullMQ's own farewell (QUIT) fails, and leaves it reconnecting, when Redis is away.
          connection.disconnect();
        },
      };
    },
    openConsumer: (consumerOptions) => {
      const connection = { url, maxRetriesPerRequest: null };
      const settings = { connection, prefix: keyPrefix, ...workerSettings(consumerOptions) };
      return consumer(new Worker(name, (job) => consumerOptions.process(queuedJob(job)), settings), options);
    },
  };
}

function postgresqlBackEnd(options: BackEndOptions): QueueBackEnd {
  const name = options.prefix ?? 'threefold';
  return {
    kind: 'postgresql',
    openProducer: () => {
      const connection = queueConnection(options.databaseUrl, 2);
      return producer(new Queue(name, { connection, defaultJobOptions: jobOptions(options) }, createPostgresBackend), options);
    },
    openConsumer: (consumerOptions) => {
      const connection = queueConnection(options.databaseUrl, 4);
      const process = (job: BullJob) => consumerOptions.process(queuedJob(job));
      return consumer(new Worker(name, process, { connection, ...workerSettings(consumerOptions) }, createPostgresBackend), options);
    },
  };
}

/** `options` inside a connection string would override what is set beside it, so both are joined here. */
function queueConnection(databaseUrl: string, max: number) {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options');
  url.searchParams.delete('options');
  return {
    connectionString: url.href,
    schema: QUEUE_SCHEMA,
    options: [given, '-c role=bullmq'].filter(Boolean).join(' '),
    application_name: 'threefold-queue',
    connectionTimeoutMillis: 5_000,
    max,
  };
}

function jobOptions({ retry = DEFAULT_RETRY }: BackEndOptions) {
  return {
    attempts: retry.attempts,
    backoff: { type: 'exponential', delay: retry.firstDelayMs, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
    // Stack traces may quote what a processor worked on; they belong in our log, which redacts.
    stackTraceLimit: 0,
  };
}

function workerSettings({ concurrency }: ConsumerOptions) {
  return { concurrency, maxStalledCount: MAX_STALLED_COUNT };
}

interface BullJob {
  readonly name: string;
  readonly data: Pick<QueuedJob, 'authorityId' | 'outboxId'>;
}

function queuedJob({ name, data }: BullJob): QueuedJob {
  return { topic: name, authorityId: data.authorityId, outboxId: data.outboxId };
}

interface BullQueue {
  addBulk(jobs: { name: string; data: BullJob['data']; opts: { jobId: string } }[]): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

function producer(queue: BullQueue, { log }: BackEndOptions): JobProducer {
  queue.on('error', (err) => log.warn({ err }, 'the queue cannot be reached by its producer'));
  return {
    add: async (jobs) => {
      const bulk = jobs.map(({ authorityId, outboxId, topic }) => ({
        name: topic,
        data: { authorityId, outboxId },
        // Outbox ids are unique within an authority only.
        opts: { jobId: `${authorityId}-${outboxId}` },
      }));
      await withDeadline('handing jobs to the queue', ADD_DEADLINE_MS, queue.addBulk(bulk));
    },
    close: () => queue.close(),
  };
}

interface BullWorker {
  waitUntilReady(): Promise<void>;
  pause(doNotWaitActive: boolean): Promise<void>;
  close(force: boolean): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

function consumer(worker: BullWorker, { log }: BackEndOptions): JobConsumer {
  worker.on('error', (err) => log.warn({ err }, 'the queue cannot be reached by its worker'));
  return {
    ready: () => worker.waitUntilReady(),
    pause: () => worker.pause(true),
    close: ({ force }) => worker.close(force),
  };
}
