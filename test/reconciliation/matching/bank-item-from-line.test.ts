import { describe, expect, it } from 'vitest';
import { type BankLine, bankItemFromLine, matchItems } from '../../../src/reconciliation/index.ts';
import { item } from './lines-and-items.ts';

const bankLine: BankLine = {
  lineNumber: 3,
  bookingDate: '2026-06-05',
  amountMinor: -50_000n,
  currency: 'GBP',
  remittance: 'FPO',
  state: 'booked',
  reversal: false,
};

describe('a line of a bank statement', () => {
  it.each([
    ['sort code and account number', { sortCode: '200000', accountNumber: '12345678' }],
    ['an IBAN', { iban: 'GB29 NWBK 2000 0012 3456 78' }],
    ['one number', { other: '20-00-00 12345678' }],
  ])('is matched by the account it names, given as %s', (_how, counterpartyAccount) => {
    const line = bankItemFromLine('l', { ...bankLine, counterpartyAccount });
    const items = [item('p', -50_000n, { payeeAccount: '20000012345678' }), item('q', -50_000n, { payeeAccount: '20000087654321' })];
    expect(matchItems({ lines: line === undefined ? [] : [line], items }).matched.map(({ itemIds }) => itemIds)).toEqual([['p']]);
  });

  it('is nothing to match while the bank has only announced it', () => {
    expect(bankItemFromLine('l', { ...bankLine, state: 'pending' })).toBeUndefined();
  });
});
