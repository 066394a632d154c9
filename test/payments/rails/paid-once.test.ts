import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  confirmPaymentByHand,
  type DueLine,
  findPaymentRun,
  planDueRun,
  recordPaymentByHand,
  recordReturn,
  releasePaymentRun,
  sendRunPayments,
  settlePayment,
} from '../../../src/payments/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { LINE, paymentBook, quiet, uuidOf } from '../../support/payment-book.ts';

describe('a payment leaves once', () => {
  let book: Awaited<ReturnType<typeof paymentBook>>;
  beforeAll(async () => {
    book = await paymentBook();
  });
  afterAll(() => book.store.close());

  const released = async (name: string, change = {}) => {
    const run = await book.approved(book.plan(name, change));
    await releasePaymentRun(book.desk, book.as('system'), run);
    return run;
  };
  const send = (runId: string, log: Parameters<typeof sendRunPayments>[2]['log'] = quiet) =>
    sendRunPayments(book.desk, book.as('system'), { runId, log });
  const timesPaid = (reference: string | undefined) => [...book.rail.paid.values()].filter((each) => each.reference === reference).length;
  const stateOf = async (runId: string) =>
    (await findPaymentRun(book.desk, book.authorityId, runId))?.instructions.map(({ state }) => state);
  const attemptsOf = (instructionId: string | undefined) =>
    inTransaction(book.store.database, { authorityId: book.authorityId }, async (_, client) => {
      const asked = 'select state from payments.payment_attempts where instruction_id = $1 order by attempt';
      return (await client.query<{ state: string }>(asked, [instructionId])).rows.map(({ state }) => state);
    });

  it('when its worker freezes before the call, wakes up 90 seconds later and calls after all', async () => {
    const run = await released('frozen');
    const [payment] = run.instructions;
    let wakeUp: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    let calls = 0;
    book.rail.answerWith(async (_, pay) => {
      calls += 1;
      if (calls === 1) await frozen;
      return pay();
    });
    const warned: string[] = [];
    const first = send(run.runId, { ...quiet, warn: (_: object, message?: string) => void warned.push(message ?? '') });
    await expect.poll(() => calls).toBe(1);
    expect(await send(run.runId)).toMatchObject({ ok: true, value: { inDoubt: 1 } });
    book.clock.advance(90_000);
    await send(run.runId);
    expect(await stateOf(run.runId)).toEqual(['sent']);
    wakeUp();
    await first;
    expect([calls, timesPaid(payment?.reference)]).toEqual([2, 1]);
    expect(warned).toEqual(['another attempt has taken over; this answer does not count']);
    expect(await attemptsOf(payment?.instructionId)).toEqual(['absent', 'taken']);
    book.rail.answerWith((_, pay) => pay());
  });

  it('when the rail did it and did not say so, and when it did nothing and did not say so', async () => {
    const run = await released('silent', {
      lines: ['did', 'did-not'].map((name) => ({
        dueRef: name,
        kind: 'instalment',
        payee: 'payee-1',
        parts: [{ share: LINE, amount: 100n }],
      })),
    });
    const [did, didNot] = run.instructions;
    book.rail.answerWith(({ reference }, pay) => {
      if (reference === did?.reference) pay();
      throw new Error('no answer');
    });
    expect(await send(run.runId)).toMatchObject({ value: { inDoubt: 1 } });
    expect(await stateOf(run.runId)).toEqual(['sent', 'released']);
    book.rail.answerWith((_, pay) => pay());
    await send(run.runId);
    expect(timesPaid(didNot?.reference)).toBe(0);
    book.clock.advance(60_000);
    await send(run.runId);
    expect([timesPaid(did?.reference), timesPaid(didNot?.reference)]).toEqual([1, 1]);
    expect(await stateOf(run.runId)).toEqual(['sent', 'sent']);
  });

  it('however many processors send the same run at once', async () => {
    const run = await released('at-once');
    await Promise.all([1, 2, 3].map(() => send(run.runId)));
    expect(book.rail.calls.filter(({ reference }) => reference === run.instructions[0]?.reference)).toHaveLength(1);
  });

  it('or not at all, and is due again, when the rail turns it down', async () => {
    const [paid, committed] = [
      await book.balance(`share:L9:${LINE.source}:2026-27:paid`),
      await book.balance(`share:L9:${LINE.source}:2026-27:committed`),
    ];
    const run = await released('turned-down');
    book.rail.answerWith(() => ({ answer: 'refused', reason: 'account-closed' }));
    await send(run.runId);
    book.rail.answerWith((_, pay) => pay());
    expect(await stateOf(run.runId)).toEqual(['refused']);
    expect([
      await book.balance(`share:L9:${LINE.source}:2026-27:paid`),
      await book.balance(`share:L9:${LINE.source}:2026-27:committed`),
    ]).toEqual([paid, committed]);
    expect(book.desk.dueLines.told.get('turned-down:1')).toBe('returned');
    expect((await findPaymentRun(book.desk, book.authorityId, run.runId))?.state).toBe('closed');
  });

  it('by hand once two people say so', async () => {
    const run = await released('by-hand', { rail: 'manual' });
    const instructionId = run.instructions[0]?.instructionId ?? '';
    await send(run.runId);
    const cheque = { instructionId, method: 'cheque', madeOn: '2026-05-06', handReference: '100042' } as const;
    expect(await recordPaymentByHand(book.desk, book.as('priya'), cheque)).toEqual({ ok: true, value: { attempt: 1 } });
    expect(await recordPaymentByHand(book.desk, book.as('priya'), cheque)).toEqual({ ok: true, value: { attempt: 1 } });
    const other = await recordPaymentByHand(book.desk, book.as('tom'), { ...cheque, handReference: '100043' });
    expect(other).toMatchObject({ refusal: { code: 'payment-not-by-hand' } });
    const own = await confirmPaymentByHand(book.desk, book.as('priya'), { instructionId });
    expect(own).toMatchObject({ refusal: { code: 'recorder-may-not-confirm' } });
    expect(await stateOf(run.runId)).toEqual(['released']);
    expect((await confirmPaymentByHand(book.desk, book.as('tom'), { instructionId })).ok).toBe(true);
    expect(await stateOf(run.runId)).toEqual(['sent']);
  });

  it('although two plan the day at once, and leaves out what must wait, with the reason', async () => {
    const fall = (name: string, amount: bigint, payeeId = uuidOf('payee')) => {
      const line: DueLine = { dueRef: name, kind: 'instalment', payeeId, parts: [{ share: LINE, amount }], dueOn: '2026-05-06' };
      book.desk.dueLines.lines.set(name, { ...line, payOn: '2026-05-04' });
    };
    book.desk.payees.payees.set(uuidOf('payee'), { code: 'payee-1', accountId: uuidOf('account'), maskedAccount: '••••1' });
    book.desk.payees.payees.set(uuidOf('dead'), 'payee-stopped');
    fall('good', 100n);
    fall('no-consent', 100n);
    fall('nobody', 100n, uuidOf('dead'));
    fall('zero', 0n);
    fall('below', -5n);
    fall('short', 99_000_000n);
    fall('too-much', 900_000n);
    book.desk.dueLines.holds.set('no-consent', { reason: 'consent-missing' });
    const asked = { payDate: '2026-05-08', rail: 'bacs' } as const;
    const [one, two] = await Promise.all([1, 2].map(() => planDueRun(book.desk, book.as('system'), asked)));
    if (!one?.ok || !two?.ok) throw new Error('not planned');
    expect(one.value.run.runId).toBe(two.value.run.runId);
    expect([one.value.existed, two.value.existed].sort()).toEqual([false, true]);
    expect(one.value.run.instructions.map(({ dueRef }) => dueRef)).toEqual(['good']);
    expect(Object.fromEntries(one.value.excluded.map(({ dueRef, reason }) => [dueRef, reason]))).toEqual({
      'no-consent': 'consent-missing',
      nobody: 'payee-stopped',
      zero: 'nothing-to-send',
      below: 'nothing-to-send',
      short: 'above-largest-payment',
      'too-much': 'not-promised',
    });
    const unknown = await planDueRun(book.desk, book.as('system'), { ...asked, rail: 'stripe' });
    expect(unknown).toMatchObject({ refusal: { code: 'rail-not-set-up' } });
  });

  it('is held when consent is withdrawn between approval and release, and refused when its account was changed since', async () => {
    const { payees, dueLines } = book.desk;
    const payeeId = uuidOf('payee');
    const line = {
      payee: 'payee-1',
      payeeId,
      accountId: uuidOf('account'),
      kind: 'instalment' as const,
      parts: [{ share: LINE, amount: 100n }],
    };
    const withdrawn = await book.approved(book.plan('withdrawn', { lines: [{ ...line, dueRef: 'withdrawn' }] }));
    const changed = await book.approved(book.plan('changed', { lines: [{ ...line, dueRef: 'changed' }] }));
    dueLines.holds.set('withdrawn', { reason: 'consent-withdrawn' });
    payees.payees.set(payeeId, { code: 'payee-1', accountId: uuidOf('another account'), maskedAccount: '••••2' });
    await book.pay(withdrawn);
    await book.pay(changed);
    expect([await stateOf(withdrawn.runId), await stateOf(changed.runId)]).toEqual([['held'], ['refused']]);
    expect([dueLines.told.get('withdrawn'), dueLines.told.get('changed')]).toEqual(['left-out', 'returned']);
    expect(timesPaid(changed.instructions[0]?.reference)).toBe(0);
  });

  it('comes back into the next open period when its own is closed, and names the original', async () => {
    const run = await book.approved(book.plan('late-return'));
    await book.pay(run);
    const instructionId = run.instructions[0]?.instructionId ?? '';
    await settlePayment(book.desk, book.as('bank'), { instructionId, bank: 'main', seenOn: '2026-05-06' });
    await book.ledger.openPeriods(book.as('test'), [{ periodId: '2027-28', firstDay: '2027-04-01', lastDay: '2028-03-31' }]);
    await book.ledger.setPeriodState(book.as('test'), '2026-27', 'closed');
    const told = { instructionId, bank: 'main', returnedOn: '2026-05-08', reason: 'account-closed', bankReference: 'B9' } as const;
    expect(await recordReturn(book.desk, book.as('priya'), told)).toMatchObject({
      value: { bookedOn: '2027-04-01', recordedBefore: false },
    });
    expect(await recordReturn(book.desk, book.as('priya'), told)).toMatchObject({ value: { recordedBefore: true } });
    const second = await recordReturn(book.desk, book.as('priya'), { ...told, bankReference: 'B10' });
    expect(second).toMatchObject({ refusal: { code: 'payment-already-returned' } });
    expect(await stateOf(run.runId)).toEqual(['returned']);
  });
});
