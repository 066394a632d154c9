import type { QueueBackEnd } from '../src/platform/queue/back-end.ts';
import { DeadlineExceeded, withDeadline } from '../src/platform/queue/deadline.ts';
import { type RunJobOptions, runJob } from './run-job.ts';

export interface WorkerOptions extends RunJobOptions {
  readonly queue: QueueBackEnd;
  readonly concurrency: number;
}

export interface Workers {
  ready(): Promise<void>;
  /** Ends within the deadline, whatever the processors do. What is cut off stays in the outbox and is tried again. */
  stop(options: { readonly deadlineMs: number }): Promise<void>;
}

/** BullMQ's own close waits for running jobs without limit, so the limit is ours: first they may finish, then they are asked to stop. */
const SHARE_TO_FINISH = 0.6;
const SHARE_TO_ABORT = 0.2;
const SHARE_TO_CLOSE = 0.2;

export function startWorkers(options: WorkerOptions): Workers {
  const { queue, log, concurrency } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let accepting = true;

  const consumer = queue.openConsumer({
    concurrency,
    process: async (job) => {
      // Fetched while the worker was being paused: nobody would wait for it, so it goes back unbegun.
      if (!accepting) throw new Error('the worker is stopping');
      const run = runJob(options, stopping.signal, job);
      running.add(run);
      try {
        await run;
      } finally {
        running.delete(run);
      }
    },
  });

  const stop = async (deadlineMs: number) => {
    accepting = false;
    await endsWithin(
      deadlineMs * SHARE_TO_FINISH,
      consumer.pause().then(() => Promise.allSettled(running)),
    );
    if (running.size > 0) log.warn({ jobs: running.size }, 'jobs are still running and are asked to stop');
    stopping.abort(new Error('the worker is stopping'));
    await endsWithin(deadlineMs * SHARE_TO_ABORT, Promise.allSettled(running));
    if (running.size > 0) log.error({ jobs: running.size }, 'jobs did not stop and are cut off; they will be tried again');
    const closed = await endsWithin(deadlineMs * SHARE_TO_CLOSE, consumer.close({ force: running.size > 0 }));
    if (!closed) log.error('the queue did not let the worker go in time');
  };
  let stopped: Promise<void> | undefined;

  return {
    ready: () => consumer.ready(),
    stop: ({ deadlineMs }) => {
      stopped ??= stop(deadlineMs);
      return stopped;
    },
  };
}

async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  try {
    await withDeadline('stopping the worker', milliseconds, work);
    return true;
  } catch (error) {
    if (error instanceof DeadlineExceeded) return false;
    throw error;
  }
}
