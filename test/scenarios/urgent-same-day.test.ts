import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerDirectPayments } from '../../jobs/direct-payments.ts';
import { registerOverspendAlerts } from '../../jobs/overspend-alerts.ts';
import { tellOfReturnProcessor } from '../../jobs/tell-of-returns.ts';
import { listOpenAlerts } from '../../src/alerts/index.ts';
import { accountForRail, accountsForBank } from '../../src/budgets/index.ts';
import { verifyBook } from '../../src/ledger/index.ts';
import {
  approvePaymentRun,
  councilPayees,
  findPaymentRun,
  instalmentsDue,
  planDueRun,
  type RunDesk,
  recordReturn,
  settlePayment,
  setUpRail,
  submitPaymentRun,
  tellOfReturn,
  waivedChecksOf,
} from '../../src/payments/index.ts';
import { addPayee } from '../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../src/payments/payees/confirm-account.ts';
import { proposeAccount } from '../../src/payments/payees/propose-account.ts';
import { stopPayee } from '../../src/payments/payees/stop-payee.ts';
import { outlaysInSchedules, promisedBySchedules } from '../../src/payments/punctuality/from-schedules.ts';
import type { PunctualityRoom } from '../../src/payments/punctuality/promised-payments.ts';
import { askUrgentPayment, decideUrgentPayment } from '../../src/payments/punctuality/urgent-payment.ts';
import { urgentRuns } from '../../src/payments/runs/urgent-run.ts';
import { buildPolicy, policyRows } from '../../src/people/index.ts';
import type { Caller } from '../../src/platform/http/operation.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type AgreementBook, agreementBook } from '../payments/agreement-book.ts';
import { must } from '../people/example-family.ts';
import { fakeNameCheck } from '../support/fake-name-check.ts';
import { type FakeRail, fakeRail } from '../support/fake-rail.ts';

/** A payment comes back; officer and family hear of it that day, and two people pay it the same day to an account that still cools off. */
describe('a payment that came back and cannot wait', () => {
  const RAIL = 'faster-payments';
  let book: AgreementBook;
  let room: PunctualityRoom;
  let desk: RunDesk;
  let rail: FakeRail;
  let jobs: JobRegistry;
  let payeeId: string;
  let dueRef: string;
  let runId: string;

  const as = (name: string): Caller => ({ ...book.officer, principal: `identity:${name}` });
  const approver = (name: string, limit = 10_000_000n): Caller => ({
    ...book.approver,
    principal: `identity:${name}`,
    standings: [{ role: 'approver', standingId: randomUUID(), limit }],
    secondFactorAt: book.clock.now(),
  });
  const account = async (accountNumber: string) => {
    const details = { accountName: 'Sam Example', sortCode: '01-02-03', accountNumber };
    const { accountId } = must(await proposeAccount(room, as('maker'), { payeeId, details, untilThen: 'pay-the-old-one' }));
    must(await confirmAccount(room, as('checker'), { payeeId, accountId }));
    return accountId;
  };
  /** Everything the outbox asks for of these topics, twice: jobs may run more than once. */
  const work = async (...topics: string[]) => {
    const { rows } = await book.tx((tx) =>
      tx.execute<{ topic: string; payload: object; outbox_id: string }>(
        `select topic, payload, outbox_id from platform.outbox order by recorded_at`,
      ),
    );
    for (const { topic, payload, outbox_id: outboxId } of [...rows, ...rows].filter((row) => topics.includes(row.topic))) {
      const context = { authorityId: book.authorityId, outboxId, attempt: 1, clock: book.clock };
      const signal = new AbortController().signal;
      const done = await jobs.processorOf(topic)?.(payload, { ...context, signal, log: pino({ level: 'silent' }) });
      if (!done?.ok) throw new Error(`${topic}: ${JSON.stringify(done)}`);
    }
  };
  const settleAll = async (id: string, seenOn: '2026-04-01' | '2026-04-09') => {
    const run = await findPaymentRun(desk, book.authorityId, id);
    for (const { instructionId } of run?.instructions ?? [])
      must(await settlePayment(desk, as('bank'), { instructionId, bank: 'main', seenOn }));
    return run?.instructions ?? [];
  };
  const inBooks = (what: string) => book.balance(`share:L2:childrens-social-care:2026-27:${what}`);

  beforeAll(async () => {
    book = await agreementBook();
    const { familyId, parentId, authorityId } = book;
    const { database, ledger, clock } = book.desk;
    const bank = fakeNameCheck();
    rail = { ...fakeRail(RAIL), today: async () => '2026-04-09' };
    desk = { database, ledger, clock, dueLines: instalmentsDue, payees: councilPayees(book.desk), rails: new Map([[RAIL, rail]]) };
    const own = { promised: promisedBySchedules, outlays: outlaysInSchedules(book.desk) };
    room = { ...book.desk, nameCheck: bank, ...own, urgentRuns: urgentRuns(desk, buildPolicy(policyRows, [])) };
    jobs = new JobRegistry().on(tellOfReturn, tellOfReturnProcessor(book.desk));
    registerDirectPayments(jobs, { ...desk, businessDate: book.desk.businessDate });
    registerOverspendAlerts(jobs, { database, ledger, businessDate: book.desk.businessDate, facts: [] });
    for (const number of ['11112222', '33334444']) bank.open('010203', number, 'Sam Example');
    ({ payeeId } = must(await addPayee(room, as('maker'), { familyId, personId: parentId })));
    await account('11112222');
    await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
    await book.lines([lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n })]);
    const agreementId = await book.live({
      ...{ lineCode: 'L2', amount: 1_000_000n, payeeId },
      rhythm: { kind: 'every-four-weeks', from: '2026-04-01' },
    });
    dueRef = (await book.instalments(agreementId))[0]?.dueRef ?? '';
    const accounts = [...accountsForBank('main'), accountForRail(RAIL)].map((each) => ({ ...each, opensOn: '2026-04-01' as const }));
    must(await ledger.openAccounts({ authorityId, principal: 'test' }, accounts));
    const limits = { largestPayment: 100_000n, largestRun: 200_000n, plannedDaily: true };
    must(await setUpRail(desk, as('treasury'), { rail: RAIL, bank: 'main', settledBy: 'bank-statement', ...limits }));
  }, 120_000);
  afterAll(() => book.close());

  it('is told to an officer and to the family the same day, once', async () => {
    const { run } = must(await planDueRun(desk, as('planner'), { payDate: '2026-04-01', rail: RAIL }));
    must(await submitPaymentRun(desk, as('submitter'), run));
    must(await approvePaymentRun(desk, as('checker'), run));
    await work('payments.release-run');
    await work('payments.send-run');
    const [paid] = await settleAll(run.runId, '2026-04-01');
    book.on('2026-04-03');
    const told = { instructionId: paid?.instructionId ?? '', bank: 'main', returnedOn: '2026-04-03', reason: 'account-closed' } as const;
    must(await recordReturn(desk, as('bank'), told));
    await work('payments.payment-returned', 'payments.tell-of-return');

    const alerts = (await listOpenAlerts(desk.database, book.authorityId)).filter(({ kind }) => kind === 'payment-returned');
    expect(alerts).toMatchObject([{ lineCode: 'L2', severity: 'urgent', detail: { amount: '769.23', on: '2026-04-03' } }]);
    const { rows } = await book.tx((tx) =>
      tx.execute<{ person_id: string; sender: string }>('select person_id, sender from people.messages'),
    );
    expect(rows).toEqual([{ person_id: book.parentId, sender: 'council' }]);
    const mails = await book.tx((tx) => tx.execute(`select 1 from platform.outbox where topic = 'people.mail-message-notice'`));
    expect(mails.rows).toHaveLength(1);
    expect(await inBooks('committed')).toBe(1_000_000n);
  });

  it('goes out the same day when two people say so, within the limit of the second, to an account that cools off', async () => {
    const { familyId } = book;
    const closed = (await book.tx((tx) => tx.execute<{ account_id: string }>('select account_id from payments.payee_accounts'))).rows[0];
    must(await stopPayee(room, as('returns'), { payeeId, reason: 'account-closed', accountId: closed?.account_id ?? '' }));
    book.on('2026-04-09');
    await account('33334444');
    // The usual run must wait for the days of cooling-off, and says so although it pays nobody.
    const usual = await planDueRun(desk, as('planner'), { payDate: '2026-04-09', rail: RAIL });
    expect(usual).toMatchObject({
      refusal: { code: 'payment-run-empty', facts: { excluded: [{ dueRef, reason: 'payee-account-cooling-off' }] } },
    });

    const asked = { familyId, dueRef, reason: 'wages-due', words: 'The assistant is paid on Friday.', rail: RAIL } as const;
    const { urgentId, waivesCoolingOff } = must(await askUrgentPayment(room, as('asker'), asked));
    expect(waivesCoolingOff).toBe(true);
    const decide = (who: Caller) => decideUrgentPayment(room, who, { familyId, urgentId, decision: 'approved' });
    for (const [who, code] of [
      [approver('asker'), 'confirmer-is-proposer'],
      [approver('tight', 76_922n), 'above-your-limit'],
      [{ ...approver('stale'), secondFactorAt: new Date('2026-04-08T09:00:00Z') }, 'second-factor-needed'],
      [as('no-approver'), 'role-missing'],
    ] as const)
      expect(await decide(who)).toMatchObject({ refusal: { code } });
    const runs = await book.tx((tx) => tx.execute<{ state: string }>('select state from payments.payment_runs order by state'));
    expect(runs.rows.map(({ state }) => state)).toEqual(['part-returned', 'withdrawn']);

    const second = approver('second');
    const answers = await Promise.all([decide(second), decide(second), decide(approver('third'))]);
    const ran = answers.flatMap((each) => (each.ok && each.value.runId !== undefined ? [each.value.runId] : []));
    runId = ran[0] ?? '';
    expect([new Set(ran).size, ran.length >= 1]).toEqual([1, true]);
    await work('payments.release-run');
    await work('payments.send-run');
    const [payment, ...more] = await settleAll(runId, '2026-04-09');
    expect([payment?.dueRef, payment?.amount, payment?.paidTo, more]).toEqual([dueRef, 76_923n, '••••4444', []]);
    expect((await findPaymentRun(desk, book.authorityId, runId))?.state).toBe('settled');
    expect([...rail.paid.values()].filter(({ payDate }) => payDate === '2026-04-09')).toHaveLength(1);
    expect([await inBooks('paid'), await inBooks('committed')]).toEqual([76_923n, 923_077n]);
  });

  it('is paid no second time by the run of that day or by asking again, and stands in the auditors’ register', async () => {
    const { familyId } = book;
    const again = await planDueRun(desk, as('planner'), { payDate: '2026-04-09', rail: RAIL });
    expect(again).toMatchObject({ refusal: { code: 'payment-run-empty', facts: { excluded: [] } } });
    const asked = { familyId, dueRef, reason: 'wages-due', words: 'Again.', rail: RAIL } as const;
    expect(await askUrgentPayment(room, as('asker'), asked)).toMatchObject({ refusal: { code: 'payment-not-open' } });
    const register = await waivedChecksOf(room).read(book.authorityId, 100);
    const mine = register.filter(({ kind, permission }) => kind === 'urgent-payment' || permission === 'cooling-off');
    expect(mine.map(({ permission, amount }) => [permission, amount])).toEqual([
      ['wages-due', 76_923n],
      ['cooling-off', undefined],
    ]);
    expect((await verifyBook(desk.database, book.authorityId)).findings).toEqual([]);
  });
});
