import { raiseAlertOfParked } from '../src/alerts/index.ts';
import {
  compareBooks,
  compareStripeBooks,
  type EventReader,
  readStripeEvents,
  readWaitingEvents,
  releaseExpiredPurchases,
  type StripeBooks,
  stripeNeedsLook,
  sweepStripe,
  sweepStripeAccount,
  sweepStripeEvents,
} from '../src/payments/index.ts';
import { addDays } from '../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../src/platform/calendar/plain-date.ts';
import type { Database } from '../src/platform/database/database.ts';
import type { JobContext, JobRegistry } from '../src/platform/queue/job-registry.ts';
import { accepted } from '../src/platform/result.ts';

export interface StripeJobs {
  readonly database: Database;
  /** Missing where no authority has an account at Stripe. */
  readonly books?: StripeBooks | undefined;
  readonly readers: ReadonlyMap<string, EventReader>;
}

/**
 * Everything about Stripe that nobody waits for. An authority without an account there has its schedules too, and nothing to do in them.
 */
export function registerStripe(processors: JobRegistry, { database, books, readers }: StripeJobs): JobRegistry {
  const nothing = accepted({});
  const booksOf = ({ authorityId, clock }: JobContext) => (books?.authorityId === authorityId ? { ...books, clock } : undefined);
  const read = async (context: JobContext) => {
    const desk = booksOf(context);
    return desk === undefined ? nothing : readWaitingEvents(desk, { readers, log: context.log, signal: context.signal });
  };
  return processors
    .on(readStripeEvents, (_, context) => read(context))
    .on(sweepStripeEvents, (_, context) => read(context))
    .on(sweepStripe, async (_, context) => {
      const desk = booksOf(context);
      if (desk === undefined) return nothing;
      await releaseExpiredPurchases(desk, desk.authorityId);
      return sweepStripeAccount(desk, { signal: context.signal });
    })
    .on(compareStripeBooks, async ({ dueOn }, context) => {
      const desk = booksOf(context);
      return desk === undefined ? nothing : compareBooks(desk, { day: addDays(dueOn as PlainDate, -1) });
    })
    .on(stripeNeedsLook, ({ sourceRef }, { authorityId }) => raiseAlertOfParked({ database }, authorityId, sourceRef));
}
