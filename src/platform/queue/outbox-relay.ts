import type { Logger } from 'pino';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { answered } from './answered.ts';
import type { JobProducer, QueuedJob } from './back-end.ts';
import { listenForOutbox } from './outbox-listener.ts';
import { repeatingTask } from './repeating-task.ts';

export interface OutboxRelay {
  start(): Promise<void>;
  stop(): Promise<void>;
  nudge(): void;
  /** Hands over everything that can be claimed now, and says how many rows that was. */
  runOnce(): Promise<number>;
}

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly producer: JobProducer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pollIntervalMs?: number;
  /** How long a handed-over job may take before it is handed over again. At most a minute: that is how long a wiped queue may cost. */
  readonly leaseMs?: number;
  readonly batchSize?: number;
  readonly onHandedOver?: (count: number) => void;
}

interface Claim extends QueuedJob {
  readonly attempt: number;
}

/**
 * Carries outbox rows to the queue: claim, hand over, and leave the row undelivered until its job has ended. There is no sweeper beside
 * it: a row whose relay died, whose queue was wiped or whose job ran out of retries is simply claimable again when its lease ends.
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { database, producer, clock, log, pollIntervalMs = 1_000, leaseMs = 45_000, batchSize = 500 } = options;

  const claim = (): Promise<Claim[]> =>
    answered(
      database.sql<Claim[]>`
        SELECT authority_id AS "authorityId", outbox_id AS "outboxId", topic, attempt
          FROM platform.claim_outbox(${clock.now().toISOString()}, ${`${leaseMs} milliseconds`}, ${batchSize})`,
    );

  const release = async (claims: readonly Claim[]): Promise<void> => {
    const identities = claims.map(({ authorityId, outboxId, attempt }) => ({ authorityId, outboxId, attempt }));
    await answered(database.sql`SELECT platform.release_outbox(${database.sql.json(identities)})`);
  };

  const handOver = async (claims: readonly Claim[]): Promise<void> => {
    try {
      await producer.add(claims);
    } catch (error) {
      await release(claims);
      throw error;
    }
    options.onHandedOver?.(claims.length);
  };

  const runOnce = async (): Promise<number> => {
    let handedOver = 0;
    for (;;) {
      const claims = await claim();
      if (claims.length > 0) await handOver(claims);
      handedOver += claims.length;
      if (claims.length < batchSize) return handedOver;
    }
  };

  const task = repeatingTask({
    everyMs: pollIntervalMs,
    run: runOnce,
    onFailure: (err) => log.warn({ err }, 'the outbox could not be handed over; its rows stay where they are'),
  });
  const listener = listenForOutbox({ databaseUrl: database.url, log, onWakeUp: () => task.nudge() });

  return {
    runOnce,
    nudge: () => task.nudge(),
    start: async () => {
      task.start();
      await listener.start();
    },
    stop: async () => {
      await listener.stop();
      await task.stop();
    },
  };
}
