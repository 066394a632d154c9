import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPounds, parsePounds } from '../../../src/platform/money/pounds.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('pounds as text', () => {
  it('come back as the same pence for any sum the books can hold', () => {
    fc.assert(
      fc.property(int64, (pence) => {
        expect(parsePounds(formatPounds(pence))).toEqual({ ok: true, value: pence });
      }),
    );
  });

  it.each([
    ['0.00', 0n],
    ['0.01', 1n],
    ['-0.01', -1n],
    ['1234.56', 123456n],
    ['92233720368547758.07', 2n ** 63n - 1n],
    ['-92233720368547758.08', -(2n ** 63n)],
  ])('read %s exactly', (text, pence) => expect(parsePounds(text)).toEqual({ ok: true, value: pence }));

  it.each([
    '',
    '1',
    '1.5',
    '1.234',
    '1,000.00',
    '£1.00',
    '+1.00',
    ' 1.00',
    '1.00\n',
    '.50',
    '1e2',
    '1.00-',
    '١.٠٠',
    '99999999999999999999.00',
  ])('refuse %j instead of guessing', (text) =>
    expect(parsePounds(text)).toMatchObject({ ok: false, refusal: { code: 'amount-malformed' } }),
  );

  it.each(['92233720368547758.08', '-92233720368547758.09', '99999999999999999.99'])('refuse %s, which the books cannot hold', (text) =>
    expect(parsePounds(text)).toMatchObject({ ok: false, refusal: { code: 'amount-malformed' } }),
  );
});
