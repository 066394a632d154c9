import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyJson, moneySchema } from '../../../src/platform/http/money-json.ts';

describe('money in JSON', () => {
  it.each([
    '1e5',
    '0x10',
    '£5',
    '1,000.00',
    '１２.００',
    '٣.٠٠',
    'NaN',
    'Infinity',
    '-0',
    '0',
    '',
    '1.0',
    '1.000',
    '+1.00',
    ' 1.00',
    '1.00\n',
    '1.00 ',
    '.50',
    '--1.00',
    '92233720368547758.08',
    '-92233720368547758.09',
    '123456789012345678.00',
    `1${'0'.repeat(1_000_000)}`,
  ])('refuses the amount %j', (amount) => {
    const read = moneySchema.safeParse({ amount, currency: 'GBP' });
    expect(read.error?.issues).toMatchObject([{ path: ['amount'], code: 'custom', params: { code: 'amount-malformed' } }]);
  });

  it.each([[1.23], [0], [null], [true], [[]], [{}], [undefined]])('refuses the amount %j, which is not a text', (amount) => {
    expect(moneySchema.safeParse({ amount, currency: 'GBP' }).success).toBe(false);
  });

  it.each([['EUR'], ['gbp'], [''], [undefined]])('refuses the currency %j', (currency) => {
    expect(moneySchema.safeParse({ amount: '1.00', currency }).success).toBe(false);
  });

  it('refuses members it does not know', () => {
    expect(moneySchema.safeParse({ amount: '1.00', currency: 'GBP', minor: 100 }).success).toBe(false);
  });

  it('keeps every penny that the database can keep, there and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (pence) => {
        expect(moneySchema.parse(JSON.parse(JSON.stringify(moneyJson(pence))))).toBe(pence);
      }),
    );
  });
});
