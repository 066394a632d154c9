import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import { pino } from 'pino';
import { chooseBackEnd, type QueueBackEnd } from '../../src/platform/queue/back-end.ts';
import { redisIsAtHand, startRedisServer } from './redis-server.ts';

export interface TestQueue {
  readonly backEnd: QueueBackEnd;
  /** Everything the queue knows is gone, as after FLUSHALL. */
  wipe(): Promise<void>;
}

export interface TestQueueServer {
  /** A queue that shares nothing with other tests but the server. */
  newQueue(): TestQueue;
  close(): Promise<void>;
}

export interface TestBackEnd {
  readonly name: 'PostgreSQL' | 'Redis';
  start(databaseUrl: string): Promise<TestQueueServer>;
}

const retry = { attempts: 3, firstDelayMs: 1 };
const log = pino({ level: 'silent' });
const newPrefix = () => `test-${randomBytes(6).toString('hex')}`;

const onPostgresql: TestBackEnd = {
  name: 'PostgreSQL',
  start: async (databaseUrl) => ({
    newQueue: () => ({
      backEnd: chooseBackEnd({ databaseUrl, prefix: newPrefix(), retry, log }),
      wipe: () => truncateQueueSchema(databaseUrl),
    }),
    close: async () => undefined,
  }),
};

const onRedis: TestBackEnd = {
  name: 'Redis',
  start: async (databaseUrl) => {
    const given = process.env['TEST_REDIS_URL'];
    const server = given === undefined ? await startRedisServer() : { url: given, kill: async () => undefined };
    return {
      newQueue: () => {
        const prefix = newPrefix();
        return {
          backEnd: chooseBackEnd({ redisUrl: server.url, databaseUrl, prefix, retry, log }),
          // A server that was given to us may hold what is not ours.
          wipe: () => (given === undefined ? flushAll(server.url) : deleteKeys(given, prefix)),
        };
      },
      close: () => server.kill(),
    };
  },
};

/** PostgreSQL always; Redis wherever there is one. */
export const testBackEnds: readonly TestBackEnd[] = redisIsAtHand() ? [onPostgresql, onRedis] : [onPostgresql];

async function truncateQueueSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('SET ROLE bullmq');
  const { rows } = await client.query<{ tables: string }>(
    `SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') AS tables FROM pg_tables WHERE schemaname = 'bullmq' AND tablename <> 'migration'`,
  );
  await untilNotChosenAsVictim(() => client.query(`TRUNCATE ${rows[0]?.tables}`));
  await client.end();
}

/** Workers lock the same tables in an order of their own, and PostgreSQL ends a deadlock by giving one side up: then the wipe comes again. */
async function untilNotChosenAsVictim(wipe: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await wipe();
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

async function flushAll(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

async function deleteKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys(`{${prefix}}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}
