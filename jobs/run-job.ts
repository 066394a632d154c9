import type { Logger } from 'pino';
import type { Clock } from '../src/platform/clock/clock.ts';
import type { Database } from '../src/platform/database/database.ts';
import { endsTheJob, type QueuedJob } from '../src/platform/queue/back-end.ts';
import { type AttemptOutcome, beginAttempt, finishAttempt } from '../src/platform/queue/job-attempts.ts';
import type { JobContext, JobRegistry } from '../src/platform/queue/job-registry.ts';
import type { EndedAttempt } from '../src/platform/queue/queue-metrics.ts';

export interface RunJobOptions {
  readonly database: Database;
  readonly processors: JobRegistry;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onAttemptEnded?: (attempt: EndedAttempt) => void;
}

/**
 * One attempt at one job. What to do and whether it is still to be done is read from PostgreSQL; the queue only said that it may be time.
 * Resolves when the job is done or there is nothing to do, throws `endsTheJob` on a refusal and anything else on an outage.
 */
export async function runJob(options: RunJobOptions, signal: AbortSignal, { authorityId, outboxId }: QueuedJob): Promise<void> {
  const { database, processors, clock } = options;
  const begun = await beginAttempt(database, { authorityId, outboxId }, clock.now());
  if (begun === undefined) return;

  const { attempt, topic, payload } = begun;
  const log = options.log.child({ topic, authorityId, outboxId, attempt });
  const startedAt = performance.now();
  const ended = await attemptedBy(processors, topic, payload, { authorityId, outboxId, attempt, clock, signal, log });

  const counts = await finishAttempt(database, { authorityId, outboxId, attempt }, ended, clock.now());
  const outcome = counts ? ended.outcome : 'fenced';
  options.onAttemptEnded?.({ topic, outcome, seconds: (performance.now() - startedAt) / 1_000 });

  if (outcome === 'fenced') {
    log.warn('another attempt has taken over; this one does not count');
    return;
  }
  if (ended.outcome === 'refused') {
    log.warn({ code: ended.errorCode }, 'the job was refused');
    throw endsTheJob(ended.errorCode);
  }
  if (ended.outcome === 'outage') {
    log.error({ err: ended.error }, 'the job met an outage and will be tried again');
    // The queue keeps the message in the clear until the next attempt, so it is told the code and no more.
    throw new Error(ended.errorCode);
  }
}

async function attemptedBy(processors: JobRegistry, topic: string, payload: unknown, context: JobContext): Promise<AttemptOutcome> {
  try {
    const processor = processors.processorOf(topic);
    // An outage, not a refusal: during a deployment an older worker may meet a topic that a newer one serves.
    if (processor === undefined) throw new Error(`no processor serves the topic ${topic}`);
    const result = await processor(payload, context);
    return result.ok ? { outcome: 'done' } : { outcome: 'refused', errorCode: result.refusal.code };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { outcome: 'outage', errorCode: errorCodeOf(error), error };
  }
}

function errorCodeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
