import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dueList } from '../../../src/budgets/clocks/due-list.ts';
import { workOffClocks } from '../../../src/budgets/index.ts';
import { finalisePlan } from '../../../src/budgets/plans/plan-life.ts';
import { markInRun, markPaid, reopenInstalments, tellClocksOfPayments } from '../../../src/payments/index.ts';
import { stopPayments } from '../../../src/payments/schedules/stop-payments.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type AgreementBook, agreementBook } from '../agreement-book.ts';

let book: AgreementBook;
let agreementId = '';
beforeAll(async () => {
  book = await agreementBook();
  await book.putUp('high-needs-block', '2026-27', 20_000_000n);
  must(await finalisePlan(book.desk, book.officer, { familyId: book.familyId, planId: book.planId, ifMatch: '1' }, '2026-02-01'));
  const tutor = { kind: 'tuition', stream: 'EDUCATION', sources: [{ sourceCode: 'high-needs-block', percent: '100' }] } as const;
  const [lineCode = ''] = await book.lines([lineDraft({ ...tutor, amount: 120_000n })]);
  agreementId = await book.live({ lineCode, amount: 120_000n });
}, 60_000);
afterAll(() => book.close());

const tell = () => tellClocksOfPayments(book.desk, book.authorityId);
const reviews = async () =>
  (await dueList(book.desk, book.authorityId, { kind: 'payment-review', limit: 10 })).map(({ dueOn, state }) => `${dueOn} ${state}`);
const released = async (at: number, paidOn: '2026-04-01' | '2026-05-01') => {
  const dueRef = (await book.instalments(agreementId))[at]?.dueRef ?? '';
  await book.tx((tx) => markInRun(tx, book.authorityId, [dueRef]));
  await book.tx((tx) => markPaid(tx, book.authorityId, [dueRef], { paidOn }));
  return dueRef;
};

it('a first payment starts its review once, on the day it is promised and not of money that came back, and a stop ends it', async () => {
  book.on('2026-03-28');
  const first = await released(0, '2026-04-01');
  expect(await tell()).toBe(0);
  await book.tx((tx) => reopenInstalments(tx, book.authorityId, [first], 'returned'));
  book.on('2026-04-02');
  expect([await tell(), await reviews()]).toEqual([0, []]);

  await released(1, '2026-05-01');
  // Nobody has looked for two weeks: the clock counts from the payment all the same.
  book.on('2026-05-15');
  const both = await Promise.all([tell(), tell()]);
  expect(both.toSorted()).toEqual([0, 1]);
  expect(await reviews()).toEqual(['2026-08-01 open']);
  expect(await tell()).toBe(0);

  const stop = { ground: 'not-used-for-agreed-provision', from: '2026-06-15', noticeOn: '2026-05-15', reasons: 'As we wrote' } as const;
  must(await stopPayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), stop));
  expect([await tell(), await reviews()]).toEqual([0, ['2026-08-01 open']]);
  book.on('2026-06-15');
  expect(await tell()).toBe(1);
  await workOffClocks(book.desk, book.authorityId);
  expect(await reviews()).toEqual([]);
});
