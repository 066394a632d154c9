import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dailyClocks } from '../../jobs/budget-clocks.ts';
import { dailyAnchor, dailyAnchorProcessor } from '../../jobs/daily-anchor.ts';
import { type CheckLedger, ledgerCheckProcessor, nightlyLedgerCheck } from '../../jobs/ledger-check.ts';
import { keepStandingSchedules } from '../../jobs/schedule.ts';
import { startWorkers } from '../../jobs/worker.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { chooseBackEnd } from '../../src/platform/queue/back-end.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { createOutboxRelay } from '../../src/platform/queue/outbox-relay.ts';
import { createPlanner } from '../../src/platform/queue/planner.ts';
import { accepted } from '../../src/platform/result.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tally } from '../support/tally.ts';

const log = pino({ level: 'silent' });

describe('the nightly ledger check and the daily anchor', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(() => store.close());

  it('run for every night and every authority, the nights that were missed too', async () => {
    const { database } = store;
    const clock = manualClock('2026-06-01T09:00:00Z');
    for (const authorityId of [1, 2]) {
      for (let start = 0; start < 2; start += 1) {
        await inTransaction(database, { authorityId }, (tx) => keepStandingSchedules(tx, authorityId, clock.now()));
      }
    }
    const backEnd = chooseBackEnd({ databaseUrl: store.appUrl, log });
    const producer = backEnd.openProducer();
    const relay = createOutboxRelay({ database, producer, clock, log });
    const planner = createPlanner({ database, clock, log, onPlanned: () => relay.nudge() });
    const checked = tally<string>();
    const note =
      (what: string): CheckLedger =>
      async ({ authorityId, dueOn }) => {
        checked.add(`${authorityId} ${dueOn} ${what}`);
        return accepted(undefined);
      };
    const processors = new JobRegistry()
      .on(nightlyLedgerCheck, ledgerCheckProcessor(note('checked')))
      .on(dailyAnchor, dailyAnchorProcessor(note('anchored')))
      .on(dailyClocks, async () => accepted(undefined));
    const workers = startWorkers({ database, queue: backEnd, processors, clock, log, concurrency: 2 });

    clock.set('2026-06-03T02:00:00Z');
    // With all that stands in every authority's schedule; what is looked for is counted below.
    expect(await planner.runOnce()).toBeGreaterThanOrEqual(8);
    await relay.runOnce();
    await checked.reaches(8);
    await workers.stop({ deadlineMs: 5_000 });
    await producer.close();

    const nights = ['1 2026-06-02', '1 2026-06-03', '2 2026-06-02', '2 2026-06-03'];
    expect([...checked.seen].sort()).toEqual(nights.flatMap((night) => [`${night} anchored`, `${night} checked`]));
  });
});
