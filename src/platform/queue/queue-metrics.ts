import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { answered } from './answered.ts';

export interface EndedAttempt {
  readonly topic: string;
  readonly outcome: 'done' | 'refused' | 'outage' | 'fenced';
  readonly seconds: number;
}

interface Backlog {
  readonly undelivered: number;
  readonly oldestAgeSeconds: number;
}

/** While the database is away the other metrics must still be readable. */
const UNKNOWN: Backlog = { undelivered: Number.NaN, oldestAgeSeconds: Number.NaN };

export interface QueueMetrics {
  handedOver(count: number): void;
  attemptEnded(attempt: EndedAttempt): void;
}

/** The backlog is read when the metrics are scraped; nothing polls for it. */
export function queueMetrics({ registry, database, clock }: { registry: Registry; database: Database; clock: Clock }): QueueMetrics {
  const registers = [registry];
  const backlog = async (): Promise<Backlog> => {
    try {
      const [row] = await answered(database.sql<Backlog[]>`
        SELECT undelivered, oldest_age_seconds AS "oldestAgeSeconds" FROM platform.outbox_backlog(${clock.now().toISOString()})`);
      return row ?? UNKNOWN;
    } catch {
      return UNKNOWN;
    }
  };
  new Gauge({
    name: 'threefold_outbox_undelivered',
    help: 'Outbox rows whose job has not come to its end',
    registers,
    async collect() {
      this.set((await backlog()).undelivered);
    },
  });
  new Gauge({
    name: 'threefold_outbox_oldest_age_seconds',
    help: 'How long the oldest work that is still to be done has been waiting',
    registers,
    async collect() {
      this.set((await backlog()).oldestAgeSeconds);
    },
  });
  const handedOver = new Counter({ name: 'threefold_outbox_handed_over_total', help: 'Outbox rows handed to the queue', registers });
  const labelNames = ['topic', 'outcome'] as const;
  const ended = new Counter({ name: 'threefold_job_attempts_total', help: 'Attempts at jobs, by how they ended', labelNames, registers });
  const duration = new Histogram({
    name: 'threefold_job_attempt_seconds',
    help: 'How long attempts at jobs took',
    labelNames,
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  });
  return {
    handedOver: (count) => handedOver.inc(count),
    attemptEnded: ({ topic, outcome, seconds }) => {
      ended.inc({ topic, outcome });
      duration.observe({ topic, outcome }, seconds);
    },
  };
}
