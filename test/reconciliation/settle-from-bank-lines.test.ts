import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenLine, writeCamt053 } from '../../src/demo/write-camt053.ts';
import type { PaymentRun } from '../../src/payments/index.ts';
import {
  commitImport,
  keepStatementFile,
  openImport,
  previewImport,
  registerBankAccount,
  runImport,
  settleFromBankLines,
  undoImport,
} from '../../src/reconciliation/index.ts';
import { LINE, paymentBook } from '../support/payment-book.ts';

describe('kept bank lines', () => {
  let book: Awaited<ReturnType<typeof paymentBook>>;
  let run: PaymentRun;
  let accountId: string;
  beforeAll(async () => {
    book = await paymentBook();
    const lines = [1n, 2n, 3n].map((n) => ({
      dueRef: `due:${n}`,
      kind: 'instalment' as const,
      payee: 'payee-1',
      parts: [{ share: LINE, amount: n * 1_000n }],
    }));
    run = await book.approved(book.plan('run', { lines }));
    await book.pay(run);
    const draft = { name: 'main', kind: 'council', identification: { other: 'main' }, currency: 'GBP', expected: 'weekly' } as const;
    const registered = await registerBankAccount(book.desk, book.as('officer'), draft);
    if (!registered.ok) throw new Error(registered.refusal.code);
    accountId = registered.value.accountId;
  });
  afterAll(() => book.store.close());

  const lineOf = (index: number, change: Partial<WrittenLine> = {}): WrittenLine => {
    const payment = run.instructions[index];
    if (payment === undefined) throw new Error(`There is no payment ${index}.`);
    return { bookingDate: '2026-05-07', amountMinor: -payment.amount, reference: payment.reference, bankReference: `B${index}`, ...change };
  };
  /** The bank's file, imported all the way. */
  const bring = async (lines: readonly WrittenLine[], openingMinor = 0n): Promise<string> => {
    const opening = { date: '2026-05-07', amountMinor: openingMinor } as const;
    const xml = writeCamt053({ account: { other: 'main' }, statementId: 'S1', opening, closingDate: '2026-05-07', lines });
    const actor = book.as('officer');
    async function* content() {
      yield Buffer.from(xml);
    }
    const kept = await keepStatementFile(book.desk, actor, { fileName: 's1.xml', mediaType: 'text/xml', content: content() });
    const opened = kept.ok ? await openImport(book.desk, actor, kept.value) : kept;
    if (!opened.ok) throw new Error(opened.refusal.code);
    const { importId } = opened.value;
    await previewImport(book.desk, book.authorityId, importId);
    await commitImport(book.desk, actor, importId);
    const run = await runImport(book.desk, book.authorityId, importId);
    if (!run.ok || run.value.state !== 'imported') throw new Error(JSON.stringify(run));
    return importId;
  };
  const settle = () => settleFromBankLines(book.desk, book.as('bank'), { accountId, bank: 'main', from: '2026-05-07', to: '2026-05-07' });
  const bank = async () => (await book.balance('bank:main')) ?? 0n;

  let importId: string;

  it('settle the payments they name to the penny, and leave the rest to a person with the reason', async () => {
    importId = await bring([lineOf(0), lineOf(1, { amountMinor: -1_999n }), lineOf(2, { reference: 'RENT' })]);
    const { matched, unmatched } = await settle();
    expect(matched.map(({ payment, settledBefore }) => [payment.dueRef, settledBefore])).toEqual([['due:1', false]]);
    expect(unmatched.map(({ reason }) => reason)).toEqual(['amount-differs', 'no-reference-found']);
    expect(await bank()).toBe(-1_000n);
  });

  it('change nothing the second time, and tell a second payment from a second copy', async () => {
    expect(await settle()).toMatchObject({ matched: [{ settledBefore: true }] });
    await bring([lineOf(0, { bankReference: 'ANOTHER' })], -5_999n);
    const { matched, unmatched } = await settle();
    expect(matched.map(({ settledBefore }) => settledBefore)).toEqual([true]);
    expect(unmatched.map(({ reason }) => reason).toSorted()).toEqual(['amount-differs', 'no-reference-found', 'payment-already-settled']);
    expect(await bank()).toBe(-1_000n);
  });

  it('forbid that their import is undone once they have settled a payment', async () => {
    const undone = await undoImport(book.desk, book.as('officer'), importId);
    expect(undone).toMatchObject({ ok: false, refusal: { code: 'import-lines-in-use', lines: 1 } });
    expect((await settle()).matched).toHaveLength(1);
  });
});
