import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/alerts/facts/judge-facts.ts';
import { factsOfRooms, listAlerts, raiseAlertOfReturn } from '../../src/alerts/index.ts';
import { budgetRows } from '../../src/budgets/budgets/schema.ts';
import { goLive } from '../../src/budgets/index.ts';
import { cardPurchases, cards } from '../../src/payments/cards/schema.ts';
import {
  approvePaymentRun,
  planDueRun,
  recordReturn,
  releasePaymentRun,
  sendRunPayments,
  submitPaymentRun,
} from '../../src/payments/index.ts';
import { answerGap, tellBalance } from '../../src/payments/monitoring/account-of-advance.ts';
import { monitoringReturns } from '../../src/payments/monitoring/schema.ts';
import { workOffReturns } from '../../src/payments/monitoring/work-on-returns.ts';
import { paymentInstructions } from '../../src/payments/runs/schema.ts';
import { stopPayments } from '../../src/payments/schedules/stop-payments.ts';
import { showSpending } from '../../src/payments/spending/show-spending.ts';
import { addDays } from '../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type RecoveryBook, recoveryBook } from '../payments/recovery/recovery-book.ts';
import { must } from '../people/example-family.ts';
import type { FakeRail } from '../support/fake-rail.ts';
import { quiet, uuidOf } from '../support/payment-book.ts';

/** What other rooms report, as money goes wrong and comes right again. The tests are one year, in order. */
describe('alerts of what the rooms know', () => {
  let book: RecoveryBook;
  let agreementId: string;
  beforeAll(async () => {
    book = await recoveryBook();
    await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
    await book.lines([lineDraft({ lineCode: 'L2', amount: 1_200_000n })]);
    const [budget] = await book.tx((tx) => tx.select().from(budgetRows));
    const asRead = { familyId: book.familyId, budgetId: budget?.budgetId ?? '', ifMatch: `${budget?.revision}` };
    must(await goLive(book.desk, book.approver, asRead, { reasons: 'It begins.', withoutSignatures: 'Signed on paper.' }));
    agreementId = await book.live({ lineCode: 'L2', amount: 1_200_000n, payeeId: book.payeeId });
    await book.pay('2026-04-01');
  }, 120_000);
  afterAll(() => book.close());

  /** What is open after the night of a day. */
  const night = async (today: PlainDate) => {
    book.on(today);
    await judgeFacts(book.desk, book.authorityId, { facts: factsOfRooms(book.desk), today });
    return open();
  };
  const open = () => listAlerts(book.desk.database, book.authorityId, { restricted: false, limit: 100 });
  const only = (alerts: Awaited<ReturnType<typeof open>>, kind: string) => alerts.filter((alert) => alert.kind === kind);
  const ofPayments = async (today: PlainDate) =>
    (await night(today))
      .filter(({ kind }) => kind.startsWith('payment'))
      .map(({ kind, severity, detail }) => [kind, severity, detail['value']]);
  const send = async (payDate: PlainDate) => {
    book.on(payDate);
    const { run } = must(await planDueRun(book.runs, book.as('planner'), { payDate, rail: 'bacs' }));
    must(await submitPaymentRun(book.runs, book.as('submitter'), run));
    must(await approvePaymentRun(book.runs, book.as('approver'), run));
    must(await releasePaymentRun(book.runs, book.as('system'), run));
    must(await sendRunPayments(book.runs, book.as('system'), { runId: run.runId, log: quiet }));
  };

  it('a payment is late from the day after it was promised, and no longer once it is there', async () => {
    expect(await ofPayments('2026-05-01')).toEqual([]);
    expect(await ofPayments('2026-05-04')).toEqual([['payment-late', 'urgent', '3']]);
    await book.pay('2026-05-05');
    expect(await ofPayments('2026-05-05')).toEqual([]);
  });

  it('a payment that comes back is one alert, whoever tells it first, and is over when it is paid again', async () => {
    const paid = await book.tx((tx) => tx.select().from(paymentInstructions));
    const { instructionId = '' } = paid.find(({ payDate }) => payDate === '2026-05-05') ?? {};
    book.on('2026-05-07');
    must(
      await recordReturn(book.runs, book.as('system'), { instructionId, bank: 'main', returnedOn: '2026-05-07', reason: 'account-closed' }),
    );
    const told = { instructionId, raisedAt: book.clock.now() };
    expect(must(await raiseAlertOfReturn(book.desk, book.authorityId, told))).toEqual({ raised: 1 });
    expect((await night('2026-05-08')).map(({ kind, detail }) => [kind, detail['amount']])).toEqual([['payment-returned', '1000.00']]);
    expect(must(await raiseAlertOfReturn(book.desk, book.authorityId, told))).toEqual({ raised: 0 });
    await book.pay('2026-05-11');
    expect(await ofPayments('2026-05-11')).toEqual([]);
  });

  it('a payment that the rail turns down has failed and is not told as late besides', async () => {
    const rail = book.runs.rails.get('bacs') as FakeRail;
    rail.answerWith(() => ({ answer: 'refused', reason: 'account-unknown' }));
    await send('2026-06-01');
    expect(await ofPayments('2026-06-03')).toEqual([['payment-failed', 'urgent', '3']]);
    rail.answerWith((_, pay) => pay());
    await book.pay('2026-06-04');
    expect(await ofPayments('2026-06-04')).toEqual([]);
  });

  it('receipts are awaited while the account holds less than is not yet shown, until the family has told', async () => {
    const which = { familyId: book.familyId, agreementId };
    const { checkId, gap } = must(
      await tellBalance(book.desk, book.parent(), which, { on: '2026-06-04', balance: 250_000n, ownMoney: 0n }),
    );
    expect(gap).toBe(-50_000n);
    const alerts = only(await night('2026-06-30'), 'receipt-due');
    expect(alerts).toMatchObject([{ subject: agreementId, lineCode: 'L2', severity: 'notice' }]);
    must(await answerGap(book.desk, book.parent(), { familyId: book.familyId, checkId }, { words: 'Wages of May.' }));
    expect(only(await night('2026-07-01'), 'receipt-due')).toEqual([]);
  });

  it('a return is told shortly before its day and is over when it is answered', async () => {
    book.on('2026-07-02');
    await workOffReturns(book.desk, book.authorityId);
    const [asked] = await book.tx((tx) => tx.select().from(monitoringReturns));
    const dueOn = asked?.dueOn ?? '2026-07-02';
    expect(only(await night(addDays(dueOn, -15)), 'return-due')).toEqual([]);
    expect(only(await night(addDays(dueOn, -14)), 'return-due')).toMatchObject([{ subject: asked?.returnId, detail: { value: '14' } }]);
    const on = addDays(dueOn, -13);
    book.on(on);
    must(await tellBalance(book.desk, book.parent(), { familyId: book.familyId, agreementId }, { on, balance: 300_000n, ownMoney: 0n }));
    expect(only(await night(on), 'return-due')).toEqual([]);
  });

  it('a sum of more than twice the usual one is asked about, and no longer after four weeks', async () => {
    const { familyId } = book;
    const words = { what: 'Wages', paidTo: 'Jo', lostReceipt: 'Lost.' };
    const sums = [2_000n, 2_100n, 1_900n, 2_000n, 2_200n, 4_100n, 3_900n];
    book.on('2026-08-20');
    const spent: string[] = [];
    for (const [index, amount] of sums.entries()) {
      const spentOn = addDays('2026-08-10', index < 5 ? index : 6);
      const shown = { familyId, agreementId, spentOn, amount, receiptIds: [], ...words };
      spent.push(must(await showSpending(book.desk, book.parent(), shown, book.newKey())).spendingId);
    }
    expect(only(await night('2026-08-20'), 'unusual-amount')).toMatchObject([{ subject: spent[5], detail: { value: '205', line: 'L2' } }]);
    expect(only(await night('2026-09-14'), 'unusual-amount')).toEqual([]);
  });

  it('a shop and a kind of shop that no card has paid before are asked about', async () => {
    const { authorityId, familyId } = book;
    const share = {
      line: 'L2',
      source: 'childrens-social-care',
      financialYear: '2026-27',
      stream: 'CARE',
      costCentre: 'C2200',
      subjective: '5320',
    } as const;
    const card = { authorityId, cardId: uuidOf('card'), issuer: 'played', issuerRef: 'card-1', familyId, share, stream: 'CARE' };
    const accounts = { availableAccount: 'a', paidAccount: 'p', state: 'active', openedBy: 'test', openedAt: book.clock.now() } as const;
    await book.tx((tx) => tx.insert(cards).values({ ...card, ...accounts }));
    const bought = (number: number, merchant: string, category: string) => ({
      ...{ authorityId, purchaseId: uuidOf(`purchase ${number}`), cardId: card.cardId, issuerRef: `purchase-${number}`, amount: 1_000n },
      ...{
        merchant,
        category,
        madeOn: addDays('2026-08-20', number),
        state: 'captured' as const,
        captured: 1_000n,
        decidedAt: book.clock.now(),
      },
    });
    const usual = Array.from({ length: 20 }, (_, number) => bought(number, number === 7 ? '' : 'Swimming pool', 'recreation'));
    await book.tx((tx) =>
      tx.insert(cardPurchases).values([...usual, bought(20, 'Swimming pool', 'recreation'), bought(21, 'Casino', 'gambling')]),
    );
    const alerts = await night('2026-09-15');
    expect(
      [...only(alerts, 'unusual-category'), ...only(alerts, 'unusual-payee')].map(({ subject, lineCode }) => [subject, lineCode]),
    ).toEqual([
      [uuidOf('purchase 21'), 'L2'],
      [uuidOf('purchase 21'), 'L2'],
    ]);
  });

  it('payments that are stopped while the line is in force leave a gap that is told on its first day', async () => {
    const stop = { ground: 'asked-by-recipient', from: '2026-12-01', noticeOn: '2026-09-15', reasons: 'They asked.' } as const;
    must(await stopPayments(book.desk, book.caseworker, await book.asRead(agreementId), book.newKey(), stop));
    expect(only(await night('2026-11-30'), 'payments-stopped')).toEqual([]);
    expect(only(await night('2026-12-01'), 'payments-stopped')).toMatchObject([
      { subject: 'L2', severity: 'urgent', detail: { value: '1', stoppedFrom: '2026-12-01', stopGround: 'asked-by-recipient' } },
    ]);
  });
});
