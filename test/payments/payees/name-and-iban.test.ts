import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { identityOf, readBankDetails } from '../../../src/payments/payees/rules/bank-details.ts';
import { ibanProblem } from '../../../src/payments/payees/rules/iban.ts';
import { withdrawAccount } from '../../../src/payments/payees/withdraw-account.ts';
import { must } from '../../people/example-family.ts';
import { type PayeeBook, payeeBook } from './payee-book.ts';

describe('an IBAN', () => {
  it('is right with its length and check digits, and wrong with any one digit changed', () => {
    const iban = 'GB82WEST12345698765432';
    expect(ibanProblem(iban)).toBeUndefined();
    expect(ibanProblem(iban.slice(0, -1))).toMatch('22 characters');
    expect(ibanProblem('XX82WEST12345698765432')).toMatch('do not know');
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(iban[at]) + by) % 10;
        return ibanProblem(iban.slice(0, at) + digit + iban.slice(at + 1)) !== undefined;
      }),
    );
  });

  it('is the same account as its sort code and number, and a roll number makes another', () => {
    const asIban = must(readBankDetails({ accountName: 'Sam Example', iban: 'gb82 west 1234 5698 7654 32' }));
    const asNumbers = must(readBankDetails({ accountName: 'S Example', sortCode: '12-34-56', accountNumber: '98765432' }));
    const withRoll = must(readBankDetails({ ...asNumbers, rollNumber: 'a/123-45' }));
    expect(identityOf(asIban)).toBe(identityOf(asNumbers));
    expect(identityOf(withRoll)).not.toBe(identityOf(asNumbers));
    expect(must(readBankDetails({ ...asNumbers, accountNumber: '123456' })).accountNumber).toBe('00123456');
  });
});

describe('the name on the account', () => {
  let book: PayeeBook;
  beforeAll(async () => {
    book = await payeeBook();
  });
  afterAll(() => book.close());

  it('that only comes close is shown to officers and needs one who says how they know', async () => {
    const { payeeId } = must(
      await addPayee(book.room, book.officer('maker'), { familyId: book.family.familyId, personId: book.family.mother.personId }),
    );
    const known = book.details('11112222', 'Morgana Example');
    const propose = (details: object) =>
      proposeAccount(book.room, book.officer('maker'), { payeeId, details: { ...known, ...details }, untilThen: 'pay-the-old-one' });
    book.bank.end('010203', '99998888', 'closed');
    expect(await propose({ accountNumber: '99998888' })).toMatchObject({
      refusal: { code: 'bank-says-account-is-gone', account: 'closed' },
    });
    expect(await propose({ accountNumber: '77776666' })).toMatchObject({ refusal: { account: 'not-found' } });

    book.bank.fail(true);
    const unchecked = must(await propose({}));
    expect(unchecked.nameResult).toBe('unavailable');
    must(await withdrawAccount(book.room, book.officer('maker'), { payeeId, accountId: unchecked.accountId }));
    book.bank.fail(false);

    const { accountId, nameResult } = must(await propose({ accountName: 'Morgan Example' }));
    expect(nameResult).toBe('close-match');
    const confirm = (override?: { reason: 'known-other-name'; words: string }) =>
      confirmAccount(book.room, book.officer('checker'), { payeeId, accountId, override });
    expect(await confirm()).toMatchObject({ refusal: { code: 'name-not-confirmed', nameResult: 'close-match' } });
    must(await confirm({ reason: 'known-other-name', words: 'Her bank knows her by her full name.' }));
    expect(book.bank.asked.every(({ holder }) => holder === 'person')).toBe(true);
  });
});
