import { afterAll, beforeAll, expect, it } from 'vitest';
import { affectedAccounts, loadModulusTable } from '../../../src/payments/modulus/load-table.ts';
import { madeUpTable } from '../../../src/payments/modulus/made-up-table.ts';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { rewrapKeys } from '../../../src/people/index.ts';
import { must } from '../../people/example-family.ts';
import { type PayeeBook, payeeBook } from '../payees/payee-book.ts';

let book: PayeeBook;
beforeAll(async () => {
  book = await payeeBook();
});
afterAll(() => book.close());

it('checks the whole payee book again and lists whom a new table finds wrong', async () => {
  const wrong = await book.paid(book.family.mother.personId, '10000004', 'Morgan Example');
  await book.paid(book.family.father.personId, '10000003', 'Frankie Example');
  const { payeeId } = must(await addPayee(book.room, book.officer('maker'), { kind: 'organisation', name: 'Example Care Ltd' }));
  const details = book.details('30000008', 'Example Care Ltd');
  const firm = must(await proposeAccount(book.room, book.officer('maker'), { payeeId, details, untilThen: 'pay-the-old-one' }));

  const load = { ...madeUpTable, validFrom: '2026-10-01' } as const;
  const loaded = must(await loadModulusTable(book.room, book.officer('head'), load));
  expect(loaded).toMatchObject({ rows: 3, accountsChecked: 3 });
  const found = new Map(loaded.affected.map(({ accountId, before, after }) => [accountId, `${before} -> ${after}`]));
  expect(found.get(wrong.accountId)).toBe('cannot-tell -> invalid');
  expect(found.get(firm.accountId)).toBe('cannot-tell -> invalid');
  expect([...found.values()].filter((change) => change === 'cannot-tell -> valid')).toHaveLength(1);

  must(await loadModulusTable(book.room, book.officer('head'), load));
  expect(await affectedAccounts(book.room, book.authorityId)).toHaveLength(3);
  const other = { ...load, weights: `${load.weights}\n010500 010599 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1` };
  expect(await loadModulusTable(book.room, book.officer('head'), other)).toEqual({ ok: false, refusal: { code: 'modulus-table-differs' } });
  // From here the digits of new details are judged by it; an organisation's are sealed under the authority's key, whichever key wraps that.
  await rewrapKeys(book.room, book.authorityId);
  const typed = book.details('30000009', 'Example Care Ltd');
  const again = await proposeAccount(book.room, book.officer('maker'), {
    payeeId,
    details: { ...typed, accountNumber: '30000007' },
    untilThen: 'pay-nothing',
  });
  expect(again).toMatchObject({ refusal: { code: 'check-digits-wrong', field: 'accountNumber', table: 'made-up 1' } });
});
