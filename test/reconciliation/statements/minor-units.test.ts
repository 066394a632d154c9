import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinorUnits, parseMinorUnits } from '../../../src/reconciliation/statements/minor-units.ts';

function pounds(text: string) {
  return parseMinorUnits(text, { currency: 'GBP', decimalMark: '.' });
}

describe('an amount of a bank', () => {
  it.each([
    ['100.10', 10010n],
    ['0.01', 1n],
    ['0', 0n],
    ['5', 500n],
    ['5.', 500n],
    ['0.1', 10n],
    ['001234', 123400n],
    ['8.85000', 885n],
    ['92233720368547758.07', 9223372036854775807n],
    ['0.29', 29n],
    ['1.005000', undefined],
  ])('%s is read to the penny', (text, minor) => {
    const result = pounds(text);
    expect(result.ok ? result.value : undefined).toBe(minor);
  });

  it.each([
    ['92233720368547758.08', 'amount-too-large'],
    ['0.00001', 'amount-not-exact'],
    ['8.85001', 'amount-not-exact'],
    ['0.005', 'amount-not-exact'],
    ['1,000.00', 'amount-not-understood'],
    ['1 000.00', 'amount-not-understood'],
    ['1.000,00', 'amount-not-understood'],
    ['1e5', 'amount-not-understood'],
    ['0x10', 'amount-not-understood'],
    ['', 'amount-not-understood'],
    ['-1.00', 'amount-not-understood'],
    ['+1.00', 'amount-not-understood'],
    ['.50', 'amount-not-understood'],
    ['£5', 'amount-not-understood'],
    ['NaN', 'amount-not-understood'],
    ['Infinity', 'amount-not-understood'],
    ['٣', 'amount-not-understood'],
    ['１２', 'amount-not-understood'],
    ['1'.repeat(1_000_000), 'amount-not-understood'],
  ])('%s is refused', (text, code) => {
    const result = pounds(text);
    expect(result.ok ? undefined : result.refusal.code).toBe(code);
  });

  it('has as many decimals as its currency', () => {
    expect(parseMinorUnits('2700', { currency: 'JPY', decimalMark: '.' })).toEqual({ ok: true, value: 2700n });
    expect(parseMinorUnits('2700.5', { currency: 'JPY', decimalMark: '.' }).ok).toBe(false);
    expect(parseMinorUnits('1.234', { currency: 'KWD', decimalMark: '.' })).toEqual({ ok: true, value: 1234n });
  });

  it('needs the comma where SWIFT writes one, for a number without it was cut off', () => {
    expect(parseMinorUnits('100,', { currency: 'GBP', decimalMark: ',' })).toEqual({ ok: true, value: 10000n });
    expect(parseMinorUnits('11,8', { currency: 'GBP', decimalMark: ',' })).toEqual({ ok: true, value: 1180n });
    expect(parseMinorUnits('100', { currency: 'GBP', decimalMark: ',' }).ok).toBe(false);
  });

  it('comes back the same after it is written, in every currency', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 9223372036854775807n }), fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF'), (amount, currency) => {
        expect(parseMinorUnits(formatMinorUnits(amount, currency), { currency, decimalMark: '.' })).toEqual({ ok: true, value: amount });
      }),
    );
    expect(formatMinorUnits(-1n, 'GBP')).toBe('-0.01');
  });
});
