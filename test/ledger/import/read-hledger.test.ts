import { describe, expect, it } from 'vitest';
import { readImport } from '../../../src/ledger/import/read-import.ts';

const read = (text: string) => readImport('hledger', text);
const faults = (text: string) => read(text).faults.map(({ line, code }) => `${line} ${code}`);

describe('a journal of hledger', () => {
  it('is read with its comments, codes, tags and every way of writing pounds', () => {
    const { entries, faults: wrong } = read(
      [
        '; opening balances of Eastfold',
        'commodity £1,000.00',
        'account actual:bank:main  ; type: A',
        '',
        'comment',
        '2026-04-01 not an entry',
        'end comment',
        '2026-04-01 * (OB-1) Opening balances  ; year: 2026, id: 4d1f',
        '    ; said about the entry',
        '    bank:main                £1,234.56',
        '    advance:L1\tGBP 100.00  ; share: L1:care:2026-27, stream: CARE, colour: blue',
        '    till   -£0.5',
        '    petty  200 GBP',
        '    safe   GBP -3',
        '    opening',
        '2026/4/2 next one',
        '    a:b c  £1.00 = £1.00',
        '    opening:x  £-1.00',
        '',
      ].join('\r\n'),
    );
    expect(wrong.map(({ line, code }) => `${line} ${code}`)).toEqual(['17 account-unknown']);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      line: 8,
      effectiveDate: '2026-04-01',
      description: 'Opening balances',
      reference: 'OB-1',
      originalId: '4d1f',
    });
    expect(entries[0]?.postings).toEqual([
      { line: 10, account: 'bank:main', amount: 123_456n },
      { line: 11, account: 'advance:L1', amount: 100_00n, dimension: { share: 'L1:care:2026-27', stream: 'CARE' } },
      { line: 12, account: 'till', amount: -50n },
      { line: 13, account: 'petty', amount: 200_00n },
      { line: 14, account: 'safe', amount: -3_00n },
      { line: 15, account: 'opening', amount: -(123_456n + 100_00n - 50n + 200_00n - 3_00n) },
    ]);
  });

  it('leaves out postings of nothing, and keeps what they assert', () => {
    const { entries } = read('2026-04-30 checked\n  bank  GBP 0.00 = GBP 12.00\n  cash  0 = GBP -12.00\n');
    expect(entries).toMatchObject([
      {
        postings: [],
        assertions: [
          { account: 'bank', balance: 12_00n, line: 2 },
          { balance: -12_00n, after: 0 },
        ],
      },
    ]);
  });

  it('is refused by line where it says what the book cannot keep', () => {
    const refused: readonly [text: string, fault: string][] = [
      ['include other.journal', 'not-supported'],
      ['alias a = b', 'not-supported'],
      ['apply account x', 'not-supported'],
      ['P 2026-04-01 EUR £0.87', 'not-supported'],
      ['~ monthly', 'not-supported'],
      ['= expenses', 'not-supported'],
      ['Y2026', 'not-supported'],
      ['commodity EUR 1.000,00', 'currency-foreign'],
      ['  bank  £1', 'line-not-understood'],
      ['04-01 no year', 'date-malformed'],
      ['2026-02-30 no such day', 'date-malformed'],
      ['2026-04-01=2026-04-03 two days', 'not-supported'],
      ['2026-04-01 ! pending', 'not-supported'],
      [`2026-04-01 ${'x'.repeat(501)}`, 'text-malformed'],
    ];
    for (const [text, fault] of refused)
      expect([text.slice(0, 20), ...faults(`\n${text}\n  a  £1\n  b  £-1\n`)].slice(0, 2)).toEqual([text.slice(0, 20), `2 ${fault}`]);
  });

  it('is refused by line where a posting is none that the book can keep', () => {
    const refused: readonly [text: string, fault: string][] = [
      ['(bank)  £1', 'not-supported'],
      ['[bank]  £1', 'not-supported'],
      ['! bank  £1', 'not-supported'],
      ['bank  10 EUR', 'currency-foreign'],
      ['bank  $10', 'currency-foreign'],
      ['bank  10 EUR @ £0.87', 'currency-foreign'],
      ['bank  £1.23456', 'amount-malformed'],
      ['bank  £1,23.00', 'amount-malformed'],
      ['bank  £1.234,56', 'amount-malformed'],
      ['bank  £1 £2', 'amount-malformed'],
      ['bank  --£1', 'amount-malformed'],
      ['bank  12.00', 'amount-malformed'],
      ['bank  £99,999,999,999,999', 'amount-too-large'],
      ['bank  = £5', 'not-supported'],
      ['bank  £5 =* £5', 'not-supported'],
      ['bank  £5 =', 'amount-missing'],
      ['bank £5', 'account-unknown'],
    ];
    for (const [text, fault] of refused) expect([text, ...faults(`2026-04-01 x\n  ${text}\n  b  £-1\n`)]).toEqual([text, `2 ${fault}`]);
    expect(faults('2026-04-01 x\n  a\n  b\n')).toEqual(['3 amount-missing']);
  });

  it('of a hundred thousand lines is read whole, and told to be divided when it is more than one call', () => {
    const lines = (n: number) => Array.from({ length: n }, (_, k) => `2026-04-01 entry ${k}\n  a  £${k + 1}.00\n  b\n\n`).join('');
    const { entries, lines: read100, faults: wrong } = read(lines(25_000));
    expect([entries.length, read100, wrong[0]?.code, wrong.length]).toEqual([25_000, 100_000, 'file-too-large', 1]);
    expect(read(lines(10_000)).faults).toEqual([]);
    expect(faults('; nothing\n')).toEqual(['1 file-empty']);
  });
});
