import type { Actor } from '../src/ledger/index.ts';
import {
  askAllRails,
  askRails,
  followAllRails,
  followRails,
  planAllRuns,
  planRuns,
  type RunDesk,
  releasePaymentRun,
  releaseRun,
  sendRun,
  sendRunPayments,
} from '../src/payments/index.ts';
import type { PlainDate } from '../src/platform/calendar/plain-date.ts';
import type { JobContext, JobRegistry } from '../src/platform/queue/job-registry.ts';

export interface DirectPaymentsDesk extends Omit<RunDesk, 'clock'> {
  /** What day it is for an authority. */
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

const system = ({ authorityId }: Pick<JobContext, 'authorityId'>): Actor => ({ authorityId, principal: 'system' });

/**
 * Everything about runs that nobody waits for. Jobs carry ids only and may run late, twice, or twice at once: runs, payments and attempts
 * are in the tables, and each step looks there for what is still to be done.
 */
export function registerDirectPayments(processors: JobRegistry, { businessDate, ...desk }: DirectPaymentsDesk): JobRegistry {
  return processors
    .on(planRuns, async ({ dueOn }, context) =>
      planAllRuns({ ...desk, clock: context.clock }, system(context), {
        dueOn: dueOn as PlainDate,
        today: await businessDate(context.authorityId),
      }),
    )
    .on(releaseRun, ({ runId }, context) => releasePaymentRun({ ...desk, clock: context.clock }, system(context), { runId }))
    .on(sendRun, ({ runId }, context) => sendRunPayments({ ...desk, clock: context.clock }, system(context), { runId, ...toWork(context) }))
    .on(askRails, (_, context) => askAllRails({ ...desk, clock: context.clock }, system(context), toWork(context)))
    .on(followRails, (_, context) => followAllRails({ ...desk, clock: context.clock }, system(context), toWork(context)));
}

const toWork = ({ log, signal }: JobContext) => ({ log, signal });
