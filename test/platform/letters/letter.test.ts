import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Letter } from '../../../src/platform/letters/letter.ts';
import { letterAsPdf } from '../../../src/platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../../src/platform/letters/letter-as-text.ts';

const letter: Letter = {
  title: 'When your payments come',
  language: 'en-GB',
  from: ['Northmoor Council', 'Direct payments team'],
  to: ['Siân Łukasiewicz'],
  date: '2026-09-01',
  reference: 'NM-1',
  parts: [
    { kind: 'paragraph', text: 'This letter says how much we pay, on which day, and what each payment is for. Keep it with your papers.' },
    { kind: 'heading', text: 'Your payments' },
    { kind: 'facts', facts: [{ name: 'Paid to', value: 'the account that ends in 1234' }] },
    {
      kind: 'table',
      caption: 'The days',
      columns: [
        { title: 'Day', align: 'left' },
        { title: 'Amount', align: 'right' },
      ],
      rows: [
        ['1 September 2026', '£1,000.00'],
        ['1 October 2026', '£433.33'],
      ],
      total: ['Both', '£1,433.33'],
    },
    { kind: 'list', items: ['Tell us if a payment does not come.', 'You can ask us to look again.'] },
  ],
};

/** The structure elements of a tagged PDF stand in the clear; only what is drawn is compressed. */
const elements = (pdf: Buffer, type: string) => pdf.toString('latin1').match(new RegExp(`/S /${type}\\b`, 'g'))?.length ?? 0;

describe('a letter', () => {
  it('reads as plain text, with pennies under pennies', () => {
    expect(letterAsText(letter)).toBe(`Northmoor Council
Direct payments team

Siân Łukasiewicz

1 September 2026
Reference: NM-1

When your payments come
=======================

This letter says how much we pay, on which day, and what each payment is
for. Keep it with your papers.

Your payments
-------------

Paid to: the account that ends in 1234

The days:
Day                  Amount
----------------  ---------
1 September 2026  £1,000.00
1 October 2026      £433.33
----------------  ---------
Both              £1,433.33

- Tell us if a payment does not come.
- You can ask us to look again.
`);
  });

  it('keeps every word of a paragraph and breaks no line past 76 characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'Ł', 'ŵ', '£') }), { minLength: 1 }),
        (words) => {
          const text = letterAsText({ ...letter, parts: [{ kind: 'paragraph', text: words.join(' ') }] });
          const body = text.split('\n\n').at(-1) ?? '';
          expect(body.trim().split(/\s+/)).toEqual(words);
          for (const line of body.split('\n')) expect([...line].length).toBeLessThanOrEqual(76);
        },
      ),
    );
  });

  it('is a tagged PDF in which a screen reader finds what everything is', async () => {
    const pdf = await letterAsPdf(letter);
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/Marked true');
    expect(text).toContain('/Lang (en-GB)');
    expect(text).toContain('pdfuaid:part');
    const counted = Object.fromEntries(
      ['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'LBody'].map((type) => [type, elements(pdf, type)]),
    );
    expect(counted).toEqual({ H1: 1, H2: 1, Table: 1, TR: 4, TH: 2, TD: 6, L: 1, LI: 2, LBody: 2 });
    expect(text.match(/\/Scope \/Column/g)).toHaveLength(2);
  });

  it('has the same bytes each time, and other bytes in large print', async () => {
    const pdf = await letterAsPdf(letter);
    expect(pdf.equals(await letterAsPdf(letter))).toBe(true);
    expect(pdf.equals(await letterAsPdf(letter, { print: 'large' }))).toBe(false);
  });

  it('goes over as many pages as a long table needs, each row once', async () => {
    const rows = Array.from({ length: 90 }, (_, n) => [`Row ${n}`, '£1.00']);
    const [table] = letter.parts.filter((part) => part.kind === 'table');
    if (table === undefined) throw new Error('the letter has a table');
    const pdf = await letterAsPdf({ ...letter, parts: [{ ...table, rows }] });
    expect(elements(pdf, 'TR')).toBe(92);
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
  });

  it('refuses a table in which a row does not fit its headings', async () => {
    const wrong: Letter = {
      ...letter,
      parts: [{ kind: 'table', caption: 'Odd', columns: [{ title: 'Day', align: 'left' }], rows: [['a', 'b']] }],
    };
    expect(() => letterAsText(wrong)).toThrow('2 cells for 1 columns');
    await expect(letterAsPdf(wrong)).rejects.toThrow('2 cells for 1 columns');
  });
});
