import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveNotice } from '../../../src/payments/agreements/give-notice.ts';
import { answerReconsideration, askReconsideration } from '../../../src/payments/agreements/reconsider.ts';
import type { AskedTerms } from '../../../src/payments/agreements/terms.ts';
import { dueInstalments, markInRun, markPaid, reopenInstalments } from '../../../src/payments/index.ts';
import { changePayments, previewChange } from '../../../src/payments/schedules/change-payments.ts';
import { pausePayments, previewRestart, restartPayments } from '../../../src/payments/schedules/pause-payments.ts';
import { previewStop, stopPayments } from '../../../src/payments/schedules/stop-payments.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type AgreementBook, agreementBook } from '../agreement-book.ts';

describe('a decision on payments', () => {
  let book: AgreementBook;
  let lineCode = '';
  let agreementId = '';
  let lines = 0;
  beforeAll(async () => {
    book = await agreementBook();
    await book.putUp('childrens-social-care', '2026-27', 20_000_000n);
  }, 60_000);
  afterAll(() => book.close());

  /** 100.00 a month of a line of 2,000.00; April and May are paid. */
  beforeEach(async () => {
    book.on('2026-04-01');
    lines += 1;
    lineCode = `D${lines}`;
    await book.lines([lineDraft({ lineCode, amount: 200_000n })]);
    agreementId = await book.live({ lineCode, amount: 120_000n });
    book.on('2026-05-10');
    const refs = (await rows()).slice(0, 2).map(({ dueRef }) => dueRef);
    await book.tx((tx) => markInRun(tx, book.authorityId, refs));
    await book.tx((tx) => markPaid(tx, book.authorityId, refs, { paidOn: '2026-05-01' }));
  });

  const rows = () => book.instalments(agreementId);
  const standing = async () =>
    (await rows())
      .filter(({ state }) => state !== 'cancelled')
      .map(({ payOn, amount, kind, state }) => `${payOn} ${amount} ${kind} ${state}`);
  const committed = () => book.balance(`share:${lineCode}:childrens-social-care:2026-27:committed`);
  const open = async () => (await rows()).filter(({ state }) => state !== 'cancelled').reduce((sum, { amount }) => sum + amount, 0n);
  const which = () => ({ familyId: book.familyId, agreementId });
  const terms = (change: Partial<AskedTerms>): AskedTerms => ({
    from: '2026-07-01',
    until: '2027-03-31',
    amount: 90_000n,
    rhythm: { kind: 'monthly-on-the-first' },
    timing: 'advance',
    partPayments: false,
    smoothed: true,
    ...change,
  });
  const told = async (asked: AskedTerms) =>
    must(
      await giveNotice(book.desk, book.caseworker, await book.asRead(agreementId), {
        agreedProvision: 'Help',
        conditions: [],
        terms: asked,
      }),
    );
  const change = async (asked: AskedTerms) =>
    changePayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), {
      terms: asked,
      reasons: 'More hours',
    });
  const stop = async (from: PlainDate, noticeOn: PlainDate = '2026-05-10') =>
    stopPayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), {
      ground: 'not-used-for-agreed-provision',
      from,
      noticeOn,
      reasons: 'As we wrote',
    });

  it('that pays more starts when it is told, books the difference, and pays days that are over at once', async () => {
    const more = terms({ from: '2026-05-01', amount: 165_000n });
    expect((await change(more)).ok).toBe(false);
    await told(more);
    const preview = must(await previewChange(book.desk, book.caseworker, which(), more));
    expect(preview.figures).toMatchObject({ paid: '20000', backPayment: '5000', toCome: '155000', paidAhead: '0' });
    must(await change(more));
    expect((await standing()).slice(0, 4)).toEqual(
      [
        '2026-05-01 10000 regular paid',
        '2026-04-01 10000 regular paid',
        '2026-05-11 5000 back-payment planned',
        '2026-06-01 15000 regular planned',
      ].sort(),
    );
    expect(await open()).toBe(175_000n);
    expect(await committed()).toBe(175_000n);
  });

  it('that pays less waits for the days of its notice, and keeps every penny that was paid', async () => {
    const less = terms({ from: '2026-06-01', amount: 50_000n });
    await told(less);
    expect(await change(less)).toMatchObject({ refusal: { code: 'notice-too-short', facts: { earliest: '2026-06-07' } } });
    const later = terms({ from: '2026-07-01', amount: 45_000n });
    await told(later);
    must(await change(later));
    expect(await open()).toBe(30_000n + 45_000n);
    expect(await committed()).toBe(75_000n);
    expect((await standing()).filter((row) => row.endsWith('paid'))).toHaveLength(2);
  });

  it('that promises more than the line has is refused, and everything stands as it stood', async () => {
    const before = await standing();
    const tooMuch = terms({ from: '2026-07-01', amount: 180_000n });
    await told(tooMuch);
    expect(await change(tooMuch)).toMatchObject({ refusal: { code: 'amount-above-line' } });
    expect(await standing()).toEqual(before);
    expect(await committed()).toBe(120_000n);
  });

  it('is made once however often it is asked under one key, and not in a version that has moved on', async () => {
    const more = terms({ amount: 99_000n });
    await told(more);
    const key = book.key('the same');
    const asRead = await book.asRead(agreementId);
    const first = must(await changePayments(book.desk, book.caseworker, asRead, key, { terms: more, reasons: 'More hours' }));
    const again = must(await changePayments(book.desk, book.caseworker, asRead, key, { terms: more, reasons: 'More hours' }));
    expect([again.decisionId, again.replayed]).toEqual([first.decisionId, true]);
    expect(
      await changePayments(book.desk, book.caseworker, asRead, book.key('another'), { terms: more, reasons: 'More hours' }),
    ).toMatchObject({
      refusal: { code: 'version-stale' },
    });
    expect(await committed()).toBe(129_000n);
  });

  it('to stop has notice and reasons, pays to the last day, frees the rest, and names what was paid beyond', async () => {
    expect(await stop('2026-06-01')).toMatchObject({ refusal: { code: 'notice-too-short', facts: { earliest: '2026-06-07' } } });
    const asked = { ground: 'not-used-for-agreed-provision', from: '2026-06-16', noticeOn: '2026-05-10' } as const;
    expect(must(await previewStop(book.desk, book.caseworker, which(), asked)).figures).toMatchObject({ toCome: '5000', paidAhead: '0' });
    must(await stop('2026-06-16'));
    expect((await standing()).at(-1)).toBe('2026-06-01 5000 last-part planned');
    expect(await committed()).toBe(25_000n);
    expect(await book.agreement(agreementId)).toMatchObject({ state: 'stopped', stoppedFrom: '2026-06-16' });
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2026-06-01' }));
    expect(due.filter((each) => each.lineCode === lineCode).map(({ amount, hold }) => [amount, hold])).toEqual([[5_000n, undefined]]);
  });

  it('is looked at again once: the first request is always taken, the second is refused, and the answer has a day', async () => {
    const { decisionId } = must(await stop('2026-06-16'));
    const ask = async () => askReconsideration(book.desk, book.caseworker, await book.asRead(agreementId), { decisionId, words: 'Please' });
    expect(must(await ask()).answerBy).toBe('2026-06-07');
    expect(await ask()).toMatchObject({ refusal: { code: 'reconsidered-already' } });
    const answer = { decisionId, stands: false, reasons: 'You showed us the receipts' };
    must(await answerReconsideration(book.desk, book.caseworker, await book.asRead(agreementId), answer));
    expect(await ask()).toMatchObject({ refusal: { code: 'reconsidered-already' } });
  });

  it('to pause holds and cancels nothing; to restart shows what was held back and pays what is decided', async () => {
    const pause = async (retainer: bigint) =>
      pausePayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), {
        from: '2026-06-01',
        retainer,
        reasons: 'Long stay',
      });
    must(await pause(0n));
    expect(await committed()).toBe(120_000n);
    expect((await rows()).map(({ state }) => state)).toEqual([...Array(2).fill('paid'), ...Array(10).fill('held')]);
    book.on('2026-08-03');
    const restart = { from: '2026-08-01', backPayment: 12_000n } as const;
    expect(must(await previewRestart(book.desk, book.caseworker, which(), restart)).figures).toEqual({
      heldBack: '20000',
      backPayment: '12000',
      notPaid: '8000',
      toCome: '92000',
    });
    const again = async (backPayment: bigint) =>
      restartPayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), {
        ...restart,
        backPayment,
        reasons: 'Home again',
      });
    expect(await again(20_001n)).toMatchObject({ refusal: { code: 'back-payment-too-large', facts: { heldBack: '20000' } } });
    must(await again(12_000n));
    expect(await open()).toBe(20_000n + 12_000n + 80_000n);
    expect(await committed()).toBe(112_000n);
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2026-08-03' }));
    expect(due.filter((each) => each.lineCode === lineCode).map(({ amount, kind, hold }) => [amount, kind, hold])).toEqual([
      [10_000n, 'regular', undefined],
      [12_000n, 'arrears', undefined],
    ]);
  });

  it('to pause with a retainer goes on paying it, and holds the rest of each instalment', async () => {
    const asRead = await book.asRead(agreementId);
    must(
      await pausePayments(book.desk, book.caseworker, asRead, book.key(randomUUID()), {
        from: '2026-06-01',
        retainer: 4_000n,
        reasons: 'The helper stays',
      }),
    );
    expect((await standing()).slice(2, 4).sort()).toEqual(['2026-06-01 4000 regular planned', '2026-06-01 6000 regular held']);
    expect(await committed()).toBe(120_000n);
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2026-06-01' }));
    expect(due.filter((each) => each.lineCode === lineCode).map(({ amount, hold }) => [amount, hold])).toEqual([
      [4_000n, undefined],
      [6_000n, 'paused'],
    ]);
  });

  it('leaves an instalment that came back open, and pays it again in full', async () => {
    const [april] = await rows();
    await book.tx((tx) => reopenInstalments(tx, book.authorityId, [april?.dueRef ?? ''], 'returned'));
    const more = terms({ amount: 99_000n });
    await told(more);
    must(await change(more));
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2026-05-10' }));
    expect(due.filter((each) => each.lineCode === lineCode).map(({ dueRef, amount, state }) => [dueRef, amount, state])).toEqual([
      [april?.dueRef, 10_000n, 'returned'],
    ]);
  });
});
