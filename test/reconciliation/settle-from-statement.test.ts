import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenLine, writeCamt053 } from '../../src/demo/write-camt053.ts';
import { approvePaymentRun, type PaymentRun, planPaymentRun, releasePaymentRun } from '../../src/payments/index.ts';
import { parseStatementFile, settleFromStatement } from '../../src/reconciliation/index.ts';
import { LINE, paymentBook } from '../support/payment-book.ts';

describe('a bank statement', () => {
  let book: Awaited<ReturnType<typeof paymentBook>>;
  let run: PaymentRun;
  beforeAll(async () => {
    book = await paymentBook();
    const lines = [1n, 2n, 3n].map((n) => ({
      dueRef: `due:${n}`,
      kind: 'instalment' as const,
      payee: 'payee-1',
      parts: [{ share: LINE, amount: n * 1_000n }],
    }));
    const planned = await planPaymentRun(book.desk, book.as('maker'), book.plan('run', { lines }));
    if (!planned.ok) throw new Error(planned.refusal.code);
    run = planned.value;
    await approvePaymentRun(book.desk, book.as('checker'), run);
    await releasePaymentRun(book.desk, book.as('system'), run);
  });
  afterAll(() => book.store.close());

  const lineOf = (index: number, change: Partial<WrittenLine> = {}): WrittenLine => {
    const payment = run.instructions[index];
    if (payment === undefined) throw new Error(`There is no payment ${index}.`);
    return { bookingDate: '2026-05-07', amountMinor: -payment.amount, reference: payment.reference, bankReference: `B${index}`, ...change };
  };
  const settle = async (lines: readonly WrittenLine[], change: (xml: string) => string = (xml) => xml) => {
    const opening = { date: '2026-05-07', amountMinor: 0n } as const;
    const xml = writeCamt053({ account: { other: 'main' }, statementId: 'S1', opening, closingDate: '2026-05-07', lines });
    const file = await parseStatementFile(Buffer.from(change(xml)), { fileName: 's1.xml' });
    if (!file.ok) throw new Error(file.refusal.reason);
    return settleFromStatement(book.desk, book.as('bank'), { file: file.value, bank: 'main' });
  };
  const bank = async () => (await book.balance('bank:main')) ?? 0n;

  it('that does not tie settles nothing', async () => {
    const outcome = await settle([lineOf(0)], (xml) => xml.replace(/(CLBD.*?<Amt Ccy="GBP">)[\d.]+/, '$199.99'));
    expect(outcome).toMatchObject({ refusal: { code: 'statement-does-not-tie' } });
    expect(await bank()).toBe(0n);
  });

  it('settles the payments it names to the penny, and leaves the rest to a person with the reason', async () => {
    const outcome = await settle([lineOf(0), lineOf(1, { amountMinor: -1_999n }), lineOf(2, { reference: 'RENT' })]);
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    expect(outcome.value.matched.map(({ payment, settledBefore }) => [payment.dueRef, settledBefore])).toEqual([['due:1', false]]);
    expect(outcome.value.unmatched.map(({ reason }) => reason)).toEqual(['amount-differs', 'no-reference-found']);
    expect(await bank()).toBe(-1_000n);
  });

  it('changes nothing when it comes a second time, and tells a second payment from a second copy', async () => {
    const again = await settle([lineOf(0)]);
    expect(again).toMatchObject({ value: { matched: [{ settledBefore: true }], unmatched: [] } });
    const twice = await settle([lineOf(0, { bankReference: 'ANOTHER' })]);
    expect(twice).toMatchObject({ value: { matched: [], unmatched: [{ reason: 'payment-already-settled' }] } });
    expect(await bank()).toBe(-1_000n);
  });
});
