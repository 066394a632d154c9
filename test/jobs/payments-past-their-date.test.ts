import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { carryOnProcessor } from '../../jobs/carry-on-payments.ts';
import { registerOverspendAlerts } from '../../jobs/overspend-alerts.ts';
import { keepStandingSchedules } from '../../jobs/schedule.ts';
import { alertWords, listOpenAlerts } from '../../src/alerts/index.ts';
import { finalisePlan } from '../../src/budgets/plans/plan-life.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { type JobContext, JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type AgreementBook, agreementBook } from '../payments/agreement-book.ts';
import { must } from '../people/example-family.ts';

let book: AgreementBook;
beforeAll(async () => {
  book = await agreementBook();
}, 60_000);
afterAll(() => book.close());

it('an agreement past its last day is paid on by the daily job, and an officer is told of it once', async () => {
  const { authorityId, desk, clock } = book;
  const plan = { familyId: book.familyId, planId: book.planId, ifMatch: '1' };
  must(await finalisePlan(desk, book.officer, plan, '2026-04-01'));
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.lines([lineDraft({ lineCode: 'S1', amount: 1_000_000n })]);
  const agreementId = await book.live({ lineCode: 'S1', amount: 1_000_000n });
  const before = (await book.instalments(agreementId)).length;
  book.on('2027-04-05');
  await inTransaction(desk.database, { authorityId }, (tx) => keepStandingSchedules(tx, authorityId, clock.now()));
  const schedules = await inTransaction(desk.database, { authorityId }, (tx) =>
    tx.execute<{ topic: string }>(`select topic from platform.schedules where topic = 'payments.carry-on'`),
  );
  expect(schedules.rows).toEqual([{ topic: 'payments.carry-on' }]);

  const context: JobContext = {
    ...{ authorityId, outboxId: randomUUID(), attempt: 1, clock },
    ...{ signal: new AbortController().signal, log: pino({ level: 'silent' }) },
  };
  const carryOn = carryOnProcessor(desk);
  for (const dueOn of ['2027-04-04', '2027-04-05']) must(await carryOn({ dueOn, dueAt: `${dueOn}T04:00:00Z` }, context));
  expect((await book.instalments(agreementId)).length).toBeGreaterThan(before);

  const asked = await inTransaction(desk.database, { authorityId }, (tx) =>
    tx.execute<{ payload: unknown }>(`select payload from platform.outbox where topic = 'payments.agreement-past-its-date'`),
  );
  expect(asked.rows).toEqual([{ payload: { agreementId } }]);
  const tell = registerOverspendAlerts(new JobRegistry(), { ...desk, facts: [] }).processorOf('payments.agreement-past-its-date');
  for (const attempt of [1, 2])
    must((await tell?.({ agreementId }, { ...context, attempt })) ?? { ok: false, refusal: { code: 'no-processor' } });
  const told = (await listOpenAlerts(desk.database, authorityId)).filter(({ kind }) => kind === 'agreement-past-its-date');
  expect(told.map((alert) => alertWords(alert))).toEqual([
    {
      title: 'S1 is paid on past its last day',
      sentence: 'The agreement ended on 2027-03-31 and the plan is in force, so it is paid on by its last terms. Renew it or stop it.',
    },
  ]);
});
