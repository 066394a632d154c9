import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerOverspendAlerts } from '../../jobs/overspend-alerts.ts';
import { listOpenAlerts } from '../../src/alerts/index.ts';
import {
  accountForRail,
  accountsForBank,
  enGb,
  explainBudget,
  familyPosition,
  spokenPassages,
  sweepBookingSteps,
} from '../../src/budgets/index.ts';
import type { Ledger } from '../../src/ledger/index.ts';
import {
  approvePaymentRun,
  councilPayees,
  instalmentsDue,
  nextPaymentsOf,
  paymentBookingKinds,
  planDueRun,
  type RunDesk,
  releasePaymentRun,
  sendRunPayments,
  settlePayment,
  setUpRail,
  submitPaymentRun,
} from '../../src/payments/index.ts';
import { addPayee } from '../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../src/payments/payees/confirm-account.ts';
import { proposeAccount } from '../../src/payments/payees/propose-account.ts';
import { outlaysInSchedules, promisedBySchedules } from '../../src/payments/punctuality/from-schedules.ts';
import { reportLatePayments } from '../../src/payments/punctuality/late-payments.ts';
import { reportMissingPayment } from '../../src/payments/punctuality/missing-payment.ts';
import { type AskClaim, askClaim, decideClaim } from '../../src/payments/punctuality/outlay-claim.ts';
import type { PunctualityRoom } from '../../src/payments/punctuality/promised-payments.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../src/platform/http/operation.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import type { Refusal, Result } from '../../src/platform/result.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type AgreementBook, agreementBook } from '../payments/agreement-book.ts';
import { urgentRunsInAList } from '../payments/punctuality/promised.ts';
import { must } from '../people/example-family.ts';
import { fakeNameCheck } from '../support/fake-name-check.ts';
import { fakeRail } from '../support/fake-rail.ts';
import { quiet } from '../support/payment-book.ts';

/** A payment is nine days late; the family pays the assistant itself, its bank charges it, and both come back to it in a run. */

let book: AgreementBook;
let room: PunctualityRoom;
let runs: RunDesk;
let agreementId: string;
beforeAll(async () => {
  book = await agreementBook();
  const { authorityId, familyId, parentId, desk } = book;
  const bank = fakeNameCheck();
  room = { ...desk, nameCheck: bank, promised: promisedBySchedules, outlays: outlaysInSchedules(desk), urgentRuns: urgentRunsInAList(0n) };
  bank.open('010203', '11112222', 'Sam Example');
  const details = { accountName: 'Sam Example', sortCode: '01-02-03', accountNumber: '11112222' };
  const { payeeId } = must(await addPayee(room, as('maker'), { familyId, personId: parentId }));
  const { accountId } = must(await proposeAccount(room, as('maker'), { payeeId, details, untilThen: 'pay-the-old-one' }));
  must(await confirmAccount(room, as('checker'), { payeeId, accountId }));
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.lines([lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n })]);
  const rhythm = { kind: 'every-four-weeks', from: '2026-04-01' } as const;
  agreementId = await book.live({ lineCode: 'L2', amount: 1_000_000n, rhythm, payeeId });
  const rails = new Map([['bacs', { ...fakeRail('bacs'), today: async () => '2026-04-13' as const }]]);
  const { database, ledger, clock } = desk;
  runs = { database, ledger, clock, dueLines: instalmentsDue, payees: councilPayees(desk), rails };
  const accounts = [...accountsForBank('main'), accountForRail('bacs')].map((each) => ({ ...each, opensOn: '2026-04-01' as const }));
  must(await ledger.openAccounts({ authorityId, principal: 'test' }, accounts));
  const limits = { largestPayment: 1_000_000n, largestRun: 2_000_000n, plannedDaily: true };
  must(await setUpRail(runs, as('treasury'), { rail: 'bacs', bank: 'main', settledBy: 'bank-statement', ...limits }));
}, 120_000);
afterAll(() => book.close());

const as = (name: string): Caller => ({ ...book.officer, principal: `identity:${name}` });
const parent = (): Caller => {
  const { familyId, parentId: personId, childId } = book;
  const standing = { role: 'parent', standingId: randomUUID(), familyId, personId, children: [childId] } as const;
  return { ...book.officer, principal: 'identity:parent', standings: [standing], actingAs: standing };
};

async function pay(payDate: PlainDate) {
  const { run } = must(await planDueRun(runs, as('planner'), { payDate, rail: 'bacs' }));
  const { runId, instructions } = run;
  must(await submitPaymentRun(runs, as('submitter'), run));
  must(await approvePaymentRun(runs, as('approver'), run));
  must(await releasePaymentRun(runs, as('system'), { runId }));
  must(await sendRunPayments(runs, as('system'), { runId, log: quiet }));
  for (const { instructionId } of instructions)
    must(await settlePayment(runs, as('system'), { instructionId, bank: 'main', seenOn: payDate }));
  return instructions.map(({ amount }) => amount).toSorted((one, other) => Number(one - other));
}
const late = async () => {
  const { figures, late: list } = await reportLatePayments(room, book.authorityId, { from: '2026-04-01', until: '2026-04-13' });
  return [figures.arrears, ...list.map(({ daysLate, isPaid }) => `${daysLate} ${isPaid}`)];
};
const inBooks = (what: string) => book.balance(`share:L2:childrens-social-care:2026-27:${what}`);

it('a late payment is seen, asked after, paid, and what the family laid out for it is repaid in a run', async () => {
  const { familyId } = book;
  book.on('2026-04-08');
  expect(await late()).toEqual([76_923n, '7 false']);
  const missing = must(await reportMissingPayment(room, parent(), { familyId, words: 'Nothing has come.' }));
  expect(missing.known).toMatchObject({ promisedOn: '2026-04-01', amount: 76_923n, state: 'planned' });
  const dueRef = missing.known?.dueRef ?? '';

  book.on('2026-04-10');
  expect(await pay('2026-04-10')).toEqual([76_923n]);
  expect(await late()).toEqual([0n, '9 true']);
  expect(must(await reportMissingPayment(room, parent(), { familyId, dueRef })).known).toMatchObject({
    state: 'paid',
    sentOn: '2026-04-10',
    maskedAccount: '••••2222',
  });

  const claim: Omit<AskClaim, 'kind' | 'amount' | 'idempotencyKey'> = {
    ...{ familyId, agreementId, dueRef, spentOn: '2026-04-05', receiptIds: [randomUUID()], words: 'I paid Jo myself.' },
  };
  const decided: string[] = [];
  for (const [kind, amount] of [
    ['outlay', 50_000n],
    ['bank-charge', 1_200n],
  ] as const) {
    const { claimId } = must(await askClaim(room, parent(), { ...claim, kind, amount, idempotencyKey: kind }));
    const agree = () => decideClaim(room, as('decider'), { familyId, claimId, agreed: amount, reasons: 'We were late.' });
    const first = must(await agree());
    expect(must(await agree())).toEqual(first);
    decided.push(first.dueRef ?? '');
  }
  const outlays = async () => (await book.instalments(agreementId)).filter(({ kind }) => kind === 'outlay');
  expect((await outlays()).map(({ dueRef: ref, amount, state }) => [ref, amount, state])).toEqual([
    [decided[0], 50_000n, 'planned'],
    [decided[1], 1_200n, 'planned'],
  ]);
  expect(await inBooks('committed')).toBe(1_000_000n - 76_923n + 51_200n);

  book.on('2026-04-13');
  expect(await pay('2026-04-13')).toEqual([1_200n, 50_000n]);
  expect((await outlays()).map(({ state }) => state)).toEqual(['paid', 'paid']);
  expect([await inBooks('committed'), await inBooks('paid')]).toEqual([923_077n, 128_123n]);
  expect((await book.instalments(agreementId)).filter(({ kind, state }) => kind === 'regular' && state === 'planned')).toHaveLength(12);
});

it('the family sees the next payment and its day in its position and in the words of its page', async () => {
  const position = { ...book.desk, nextPayments: nextPaymentsOf(book.desk) };
  const next = { on: '2026-04-29', amount: 76_923n };
  expect(must(await familyPosition(position, book.officer, book.familyId)).nextPayment).toMatchObject(next);
  const { familyId } = book;
  const explained = must(await explainBudget(position, parent(), { familyId, catalogue: enGb }));
  const said = explained.lines.flatMap((line) => spokenPassages(line, enGb).flatMap(({ sentences }) => sentences)).join(' ');
  expect(said).toMatch(/29 April 2026.*£769\.23|£769\.23.*29 April 2026/);
});

it('a repayment that was agreed and not booked is carried on by the sweeper, and one that the books refuse is told to officers', async () => {
  const { familyId, authorityId, clock, desk } = book;
  const { database, ledger } = desk;
  const refusing: Ledger = {
    ...ledger,
    post: async (_, commands) => commands.map(() => ({ ok: false, refusal: { code: 'period-closed', facts: {} } })),
  };
  const cut: PunctualityRoom = { ...room, outlays: { ...room.outlays, book: async () => undefined } };
  const agreeAndStop = async (amount: bigint) => {
    const more = {
      kind: 'outlay',
      spentOn: '2026-04-05',
      receiptIds: [randomUUID()],
      words: 'Again.',
      idempotencyKey: `${amount}`,
    } as const;
    const { claimId } = must(await askClaim(cut, parent(), { familyId, agreementId, amount, ...more }));
    return must(await decideClaim(cut, as('decider'), { familyId, claimId, agreed: amount, reasons: 'We were late.' })).dueRef;
  };
  const sweep = (books: Ledger) => {
    clock.set(`2026-04-13T${books === ledger ? '10' : '12'}:00:00.000Z`);
    return sweepBookingSteps({ database, ledger: books, clock, kinds: paymentBookingKinds }, authorityId);
  };
  const stateOf = async (dueRef: string | undefined) => (await book.instalments(agreementId)).find((each) => each.dueRef === dueRef)?.state;

  const carriedOn = await agreeAndStop(700n);
  expect([await stateOf(carriedOn), (await sweep(ledger)).finished, await stateOf(carriedOn)]).toEqual(['held', 1, 'planned']);

  const turnedDown = await agreeAndStop(800n);
  expect([(await sweep(refusing)).finished, await stateOf(turnedDown)]).toEqual([1, 'held']);
  const jobs = registerOverspendAlerts(new JobRegistry(), { database, ledger, businessDate: async () => '2026-05-06', facts: [] });
  const { rows } = await book.tx((tx) =>
    tx.execute<{ payload: object }>(`select payload from platform.outbox where topic = 'payments.outlay-refused'`),
  );
  expect(rows).toHaveLength(1);
  for (const { payload } of [...rows, ...rows]) {
    const context = { authorityId, outboxId: randomUUID(), attempt: 1, clock, signal: new AbortController().signal };
    must(
      (await jobs.processorOf('payments.outlay-refused')?.(payload, { ...context, log: pino({ level: 'silent' }) })) as Result<
        unknown,
        Refusal
      >,
    );
  }
  const told = (await listOpenAlerts(database, authorityId)).filter(({ kind }) => kind === 'outlay-refused');
  expect(told).toMatchObject([{ subject: 'L2', severity: 'urgent', detail: { dueRef: turnedDown, ledgerCode: 'period-closed' } }]);
});
