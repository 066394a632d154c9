import type { Transaction } from '../src/platform/database/in-transaction.ts';
import { keepSchedule } from '../src/platform/queue/keep-schedule.ts';
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
  await keepSchedule(tx, dailyAnchor, { authorityId, scheduleId: 'daily-anchor', when: { cadence: 'daily', atLocalTime: '03:00' } }, now);
}
