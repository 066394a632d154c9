import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budgetClocksProcessor, dailyClocks } from '../../jobs/budget-clocks.ts';
import { dailyAnchor } from '../../jobs/daily-anchor.ts';
import { nightlyLedgerCheck } from '../../jobs/ledger-check.ts';
import { keepStandingSchedules } from '../../jobs/schedule.ts';
import { startWorkers } from '../../jobs/worker.ts';
import { businessDates } from '../../src/people/index.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { chooseBackEnd } from '../../src/platform/queue/back-end.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { createOutboxRelay } from '../../src/platform/queue/outbox-relay.ts';
import { createPlanner } from '../../src/platform/queue/planner.ts';
import { accepted } from '../../src/platform/result.ts';
import { type PlanDesk, planDesk } from '../budgets/plans/plan-desk.ts';
import { tally } from '../support/tally.ts';

const log = pino({ level: 'silent' });
let desk: PlanDesk;
beforeAll(async () => {
  desk = await planDesk();
});
afterAll(() => desk.api.close());

it('the clocks are worked off on every day, and days that were missed leave nothing behind and nothing twice', async () => {
  const { api, authorityId } = desk;
  const { database } = api.store;
  const plan = await desk.planInForce('Aldous');
  await desk.ask(200, 'PATCH', plan.path, { nextReviewBy: '2026-04-16' }, '"2"');
  await inTransaction(database, { authorityId }, (tx) => keepStandingSchedules(tx, authorityId, api.clock.now()));
  const queue = chooseBackEnd({ databaseUrl: api.store.appUrl, log });
  const producer = queue.openProducer();
  const relay = createOutboxRelay({ database, producer, clock: api.clock, log });
  const planner = createPlanner({ database, clock: api.clock, log, onPlanned: () => relay.nudge() });
  const worked = tally<string>();
  const process = budgetClocksProcessor({ ...api.room, businessDate: businessDates(database, api.clock) });
  const nothing = async () => accepted(undefined);
  const processors = new JobRegistry()
    .on(nightlyLedgerCheck, nothing)
    .on(dailyAnchor, nothing)
    .on(dailyClocks, async (window, context) => {
      const done = await process(window, context);
      worked.add(window.dueOn);
      return done;
    });
  const workers = startWorkers({ database, queue, processors, clock: api.clock, log, concurrency: 2 });

  api.clock.set('2026-04-18T09:30:00.000Z');
  await planner.runOnce();
  await relay.runOnce();
  await worked.reaches(3);
  await workers.stop({ deadlineMs: 5_000 });
  await producer.close();

  const { data } = (await desk.ask(200, 'GET', `/v1/families/${plan.familyId}/clocks`)).body;
  const [review] = data;
  expect(review).toMatchObject({ kind: 'plan-review', state: 'missed', standing: 'overdue', revision: 3 });
  const { history } = (await desk.ask(200, 'GET', `/v1/families/${plan.familyId}/clocks/${review.clockId}`)).body;
  expect(history.map(({ kind, on }: { kind: string; on: string }) => `${kind} ${on}`)).toEqual([
    'opened 2026-04-10',
    'moved 2026-04-15',
    'missed 2026-04-16',
  ]);
});
