import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearDuplicate } from '../../src/payments/duplicates/clear-duplicate.ts';
import { nearDuplicates } from '../../src/payments/duplicates/near-duplicates.ts';
import { type DueLine, planDueRun, planPaymentRun } from '../../src/payments/index.ts';
import { BANK_CSV_PROFILES } from '../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { saveBankCsvMapping } from '../../src/payments/rails/bank-csv/mappings/save-mapping.ts';
import { tryBankCsvMapping } from '../../src/payments/rails/bank-csv/mappings/try-mapping.ts';
import { serviceCaller } from '../../src/people/index.ts';
import { must } from '../people/example-family.ts';
import { LINE, paymentBook, uuidOf } from '../support/payment-book.ts';

let book: Awaited<ReturnType<typeof paymentBook>>;
beforeAll(async () => {
  book = await paymentBook();
  book.desk.payees.payees.set(uuidOf('payee'), { code: 'payee-1', accountId: uuidOf('account'), maskedAccount: '••••1' });
});
afterAll(() => book.store.close());

const may = { coverFrom: '2026-05-01', coverUntil: '2026-05-31' } as const;
const due = (dueRef: string, amount: bigint, change: Partial<DueLine> = {}) => {
  const line = {
    dueRef,
    kind: 'instalment' as const,
    payeeId: uuidOf('payee'),
    parts: [{ share: LINE, amount }],
    dueOn: '2026-05-06' as const,
  };
  book.desk.dueLines.lines.set(dueRef, { ...line, ...may, payOn: '2026-05-04', ...change });
};
const plan = async (payDate: '2026-05-06' | '2026-05-07' | '2026-05-08') => {
  const planned = must(await planDueRun(book.desk, book.as('system'), { payDate, rail: 'bacs' }));
  return { paid: planned.run.instructions.map(({ dueRef }) => dueRef), left: planned.excluded };
};

describe('the guard against paying twice', () => {
  it('leaves out what pays the same payee the same for the same time from the same line, until an officer has looked', async () => {
    due('regular', 7_000n);
    const first = await plan('2026-05-06');
    expect(first.paid).toEqual(['regular']);
    due('again', 7_000n);
    due('other-sum', 7_001n);
    due('other-month', 7_000n, { coverFrom: '2026-06-01', coverUntil: '2026-06-30' });
    const second = await plan('2026-05-07');
    expect(second.paid.sort()).toEqual(['other-month', 'other-sum']);
    expect(second.left).toMatchObject([{ dueRef: 'again', reason: 'looks-paid-already' }]);
    await clearDuplicate(book.desk, serviceCaller(book.authorityId, 'command-line'), { dueRef: 'again', reason: 'two-supports' });
    await clearDuplicate(book.desk, serviceCaller(book.authorityId, 'command-line'), { dueRef: 'again', reason: 'two-supports' });
    expect((await plan('2026-05-08')).paid).toEqual(['again']);
  });

  it('refuses a run that somebody plans by hand with one', async () => {
    const line = { dueRef: 'by-hand', kind: 'instalment' as const, payee: 'payee-1', parts: [{ share: LINE, amount: 7_000n }], ...may };
    const planned = await planPaymentRun(book.desk, book.as('maker'), book.plan('by-hand', { lines: [line] }));
    expect(planned).toMatchObject({ refusal: { code: 'looks-paid-already', facts: { dueRef: 'by-hand' } } });
  });

  it('reports what only looks alike, and stops nothing by it', async () => {
    const pairs = await nearDuplicates(book.desk, book.authorityId, { from: '2026-05-01', to: '2026-05-31' });
    expect(pairs.map(({ why, amount, first, second }) => [why, amount, first.dueRef, second.dueRef])).toEqual([
      ['same-payee', 7_000n, 'regular', 'other-month'],
      ['same-payee', 7_000n, 'regular', 'again'],
      ['same-payee', 7_000n, 'other-month', 'again'],
    ]);
  });
});

describe('a bank’s table that a user describes', () => {
  const [first] = BANK_CSV_PROFILES;
  const mapping = { ...(first as (typeof BANK_CSV_PROFILES)[number]), name: 'our-bank' };

  it('is tried out on made-up payments and on the bank’s own sample, which may not fit', async () => {
    const { written } = await tryBankCsvMapping(mapping);
    expect(written.split('\r\n')[0]).toBe(
      '000000,00000002,AMINA OSMAN-O BRIA,769.23,99,000000,00000001,EXAMPLE COUNCIL,TF000100000000427K,30/03/2027',
    );
    expect((await tryBankCsvMapping(mapping, written)).read).toMatchObject({ ok: true, value: [{ line: 1 }, { line: 2 }] });
    const fault = (await tryBankCsvMapping(mapping, 'a,b\r\n')).read;
    expect(fault).toMatchObject({ ok: false, refusal: { line: 1, code: 'record-length' } });
  });

  it('is saved under a name of its own', async () => {
    must(await saveBankCsvMapping(book.desk, book.as('priya'), mapping));
    for (const name of ['our-bank', 'bacs-bureau'])
      expect(await saveBankCsvMapping(book.desk, book.as('tom'), { ...mapping, name })).toMatchObject({
        refusal: { code: 'bank-csv-mapping-name-taken' },
      });
  });
});
