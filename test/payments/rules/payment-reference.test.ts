import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePaymentReference, paymentReference } from '../../../src/payments/index.ts';

const parts = fc.record({
  authorityId: fc.integer({ min: 0, max: 36 ** 4 - 1 }),
  instructionNumber: fc.bigInt({ min: 0n, max: 36n ** 10n - 1n }),
});
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('a payment reference', () => {
  it('is eighteen capital letters and digits that Bacs carries', () => {
    fc.assert(
      fc.property(parts, (which) => {
        expect(paymentReference(which)).toMatch(/^TF[0-9A-Z]{16}$/);
      }),
    );
  });

  it('names its instruction again when it comes back, in either case and with spaces', () => {
    fc.assert(
      fc.property(parts, (which) => {
        const spaced = paymentReference(which)
          .toLowerCase()
          .replace(/(.{4})/g, '$1 ');
        expect(parsePaymentReference(spaced)).toEqual({ ok: true, value: which });
      }),
    );
  });

  it('is refused with any one character wrong', () => {
    const reference = paymentReference({ authorityId: 1, instructionNumber: 42n });
    for (let position = 0; position < reference.length; position += 1) {
      for (const character of CHARACTERS) {
        if (character === reference[position]) continue;
        expect(parsePaymentReference(reference.slice(0, position) + character + reference.slice(position + 1)).ok).toBe(false);
      }
    }
  });

  it('is refused with any two neighbours swapped', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 16 }), (which, position) => {
        const reference = paymentReference(which);
        const swapped = `${reference.slice(0, position)}${reference[position + 1]}${reference[position]}${reference.slice(position + 2)}`;
        fc.pre(swapped !== reference);
        expect(parsePaymentReference(swapped).ok).toBe(false);
      }),
    );
  });

  it('says apart a text that is none and one that was misread', () => {
    expect(parsePaymentReference('RENT APRIL')).toMatchObject({ refusal: { code: 'not-a-payment-reference' } });
    expect(parsePaymentReference('TF0001000000000A00')).toMatchObject({ refusal: { code: 'payment-reference-check-failed' } });
  });

  it('is not made for a number that has no room in it', () => {
    expect(() => paymentReference({ authorityId: 36 ** 4, instructionNumber: 1n })).toThrow(RangeError);
    expect(() => paymentReference({ authorityId: 1, instructionNumber: -1n })).toThrow(RangeError);
  });
});
