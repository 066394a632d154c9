import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PaymentRun, recordReturn } from '../../../src/payments/index.ts';
import { listOpenLines } from '../../../src/reconciliation/index.ts';
import { DAY, type MatchingBook, matchingBook, paymentLine } from './matching-book.ts';

describe('a return that the bank shows before anybody told of it', () => {
  let book: MatchingBook;
  let run: PaymentRun;
  beforeAll(async () => {
    book = await matchingBook();
    run = await book.sent('run', [1_000n, 2_000n]);
  });
  afterAll(() => book.store.close());

  it('waits with its next step, posts nothing, and is matched once it is recorded', async () => {
    const payment = run.instructions[0] as PaymentRun['instructions'][number];
    await book.bring([paymentLine(payment)]);
    expect(await book.match()).toMatchObject({ matched: 1, open: 0 });
    await book.bring([paymentLine(payment, { amountMinor: 1_000n, returnReason: 'AC04', bankReference: 'RETURN-1' })]);
    const before = await book.balances();
    expect(await book.match()).toMatchObject({ matched: 0, open: 1 });
    expect(await book.balances()).toEqual(before);
    const open = await listOpenLines(book.desk, book.authorityId, { limit: 10 });
    expect(open).toMatchObject([{ reason: 'return-not-recorded', nextStep: 'record-return' }]);

    const back = { instructionId: payment.instructionId, bank: 'main', returnedOn: DAY, reason: 'account-closed' } as const;
    expect((await recordReturn(book.runDesk, book.as('officer'), back)).ok).toBe(true);
    const recorded = await book.balances();
    expect((recorded['bank:main'] ?? 0n) - (before['bank:main'] ?? 0n)).toBe(1_000n);
    expect(await book.match()).toMatchObject({ matched: 1, open: 0 });
    // The line explains what was recorded: the money is not counted twice.
    expect(await book.balances()).toEqual(recorded);
  });
});
