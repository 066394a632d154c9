import { keepWatches, nightlyAlerts, sweepNotices } from '../src/alerts/index.ts';
import { sweepBookings } from '../src/budgets/index.ts';
import {
  askRails,
  carryOnPayments,
  compareStripeBooks,
  followRails,
  monitorDaily,
  planRuns,
  sweepStripe,
  sweepStripeEvents,
} from '../src/payments/index.ts';
import type { Transaction } from '../src/platform/database/in-transaction.ts';
import { keepSchedule } from '../src/platform/queue/keep-schedule.ts';
import { matchAllRequested } from '../src/reconciliation/index.ts';
import { dailyClocks } from './budget-clocks.ts';
import { dailyAnchor } from './daily-anchor.ts';
import { nightlyLedgerCheck } from './ledger-check.ts';

/** What every authority has done for it without asking. Repeated at every start: it changes only what was redefined since. */
export async function keepStandingSchedules(tx: Transaction, authorityId: number, now: Date): Promise<void> {
  await keepSchedule(
    tx,
    nightlyLedgerCheck,
    { authorityId, scheduleId: 'nightly-ledger-check', when: { cadence: 'daily', atLocalTime: '02:00' } },
    now,
  );
  await keepSchedule(tx, dailyClocks, { authorityId, scheduleId: 'budget-clocks', when: { cadence: 'daily', atLocalTime: '04:00' } }, now);
  await keepSchedule(tx, dailyAnchor, { authorityId, scheduleId: 'daily-anchor', when: { cadence: 'daily', atLocalTime: '03:00' } }, now);
  const everyFewMinutes = { cadence: 'every-minutes', everyMinutes: 5 } as const;
  await keepSchedule(tx, sweepBookings, { authorityId, scheduleId: 'sweep-bookings', when: everyFewMinutes }, now);
  // Before the runs are planned, so that what is carried on this morning is in them.
  await keepSchedule(
    tx,
    carryOnPayments,
    { authorityId, scheduleId: 'carry-on-payments', when: { cadence: 'daily', atLocalTime: '05:00' } },
    now,
  );
  await keepSchedule(tx, planRuns, { authorityId, scheduleId: 'plan-payment-runs', when: { cadence: 'daily', atLocalTime: '05:30' } }, now);
  // After the rails have been followed through the night, and before officers begin.
  await keepSchedule(
    tx,
    matchAllRequested,
    { authorityId, scheduleId: 'match-bank-lines', when: { cadence: 'daily', atLocalTime: '06:30' } },
    now,
  );
  // Before the runs are planned, so that an offset without a payment finds its next one in time.
  await keepSchedule(tx, monitorDaily, { authorityId, scheduleId: 'monitor-daily', when: { cadence: 'daily', atLocalTime: '05:15' } }, now);
  await keepSchedule(tx, askRails, { authorityId, scheduleId: 'ask-rails', when: { cadence: 'every-minutes', everyMinutes: 1 } }, now);
  await keepSchedule(
    tx,
    followRails,
    { authorityId, scheduleId: 'follow-rails', when: { cadence: 'every-minutes', everyMinutes: 5 } },
    now,
  );
  await keepSchedule(tx, keepWatches, { authorityId, scheduleId: 'keep-watches', when: everyFewMinutes }, now);
  await keepSchedule(
    tx,
    nightlyAlerts,
    { authorityId, scheduleId: 'nightly-alerts', when: { cadence: 'daily', atLocalTime: '04:30' } },
    now,
  );
  await keepSchedule(
    tx,
    sweepNotices,
    { authorityId, scheduleId: 'sweep-notices', when: { cadence: 'every-minutes', everyMinutes: 1 } },
    now,
  );
  const nightly = (scheduleId: string, atLocalTime: string) => ({
    authorityId,
    scheduleId,
    when: { cadence: 'daily' as const, atLocalTime },
  });
  await keepSchedule(tx, sweepStripeEvents, { authorityId, scheduleId: 'sweep-stripe-events', when: everyFewMinutes }, now);
  await keepSchedule(tx, sweepStripe, nightly('sweep-stripe', '01:00'), now);
  await keepSchedule(tx, compareStripeBooks, nightly('compare-stripe-books', '06:00'), now);
}
