import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parsePlainDate } from '../../../src/platform/calendar/plain-date.ts';

/** The calendar library's answer. */
function byTheLibrary(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

const two = (value: number) => String(value).padStart(2, '0');

describe('a plain date', () => {
  it('is a day exactly where the calendar library says so', () => {
    const near = fc
      .tuple(fc.oneof(fc.integer({ min: 0, max: 9_999 }), fc.constantFrom(0, 1900, 2000, 2024, 2100, 9999)), fc.nat(14), fc.nat(33))
      .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
    const anything = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[0-9/:٣-]{4}-[0-9]{2}-[0-9 ]{2}$/),
      near.map((text) => `${text}T00:00`),
    );
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: anything }), (text) => {
        expect(parsePlainDate(text)).toBe(byTheLibrary(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('is read for every last day of February of four centuries', () => {
    for (let year = 1800; year < 2200; year += 1) {
      for (const day of ['28', '29', '30']) expect(parsePlainDate(`${year}-02-${day}`)).toBe(byTheLibrary(`${year}-02-${day}`));
    }
  });
});
