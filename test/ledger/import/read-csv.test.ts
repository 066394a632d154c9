import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../src/ledger/import/read-amount.ts';
import { readImport } from '../../../src/ledger/import/read-import.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { showPounds } from '../../../src/platform/money/show-pounds.ts';

const HEAD = 'date,entry,description,account,debit,credit';
const read = (text: string) => readImport('csv', text);
const faults = (text: string) => read(text).faults.map(({ line, code }) => `${line} ${code}`);

describe('a CSV file', () => {
  it('is read by its columns, the rows of an entry together, quoted cells and all', () => {
    const { entries, faults: wrong } = read(
      `\uFEFFAmount,Account,Date,Entry,Reference,Description,Share,Stream,Financial Year\r\n"1,234.56",bank,2026-04-01,1,OB-1,"Opening, ""first""",L1,CARE,2026-27\r\n-1234.56,opening,2026-04-01,1,,,,,\r\n\r\n0.00,empty,2026-04-02,2,,,,,\r\n£5.00,bank,2026-04-02,2,,"two\nlines",,,\r\n-£5,opening,2026-04-02,2,,,,,\r\n`,
    );
    expect(wrong).toEqual([]);
    expect(entries).toMatchObject([
      {
        line: 2,
        effectiveDate: '2026-04-01',
        description: 'Opening, "first"',
        reference: 'OB-1',
        postings: [
          { line: 2, account: 'bank', amount: 123_456n, dimension: { share: 'L1', stream: 'CARE', financialYear: '2026-27' } },
          { line: 3, account: 'opening', amount: -123_456n },
        ],
      },
      {
        line: 5,
        description: 'two lines',
        postings: [
          { line: 6, amount: 5_00n },
          { line: 8, amount: -5_00n },
        ],
      },
    ]);
  });

  it('holds text where a spreadsheet would run a formula, and no formula where money stands', () => {
    const { entries } = read(
      `${HEAD}\n2026-04-01,1,=HYPERLINK(1),bank,1.00,\n2026-04-01,1,,cash,,1.00\n2026-04-01,2,'=SUM(A1),bank,1.00,\n2026-04-01,2,,cash,,1.00\n`,
    );
    expect(entries.map(({ description }) => description)).toEqual(['=HYPERLINK(1)', '=SUM(A1)']);
    expect(faults(`${HEAD}\n2026-04-01,1,x,bank,=1+1,\n`)).toEqual(['2 amount-malformed']);
  });

  it('is refused by line where a row says what the book cannot keep', () => {
    const refused: readonly [row: string, fault: string][] = [
      ['01/04/2026,1,x,bank,1.00,', 'date-malformed'],
      ['2026-04-31,1,x,bank,1.00,', 'date-malformed'],
      ['2026-04-01,1,x,bank,1.12345,', 'amount-malformed'],
      ['2026-04-01,1,x,bank,(5.00),', 'amount-malformed'],
      ['2026-04-01,1,x,bank,1e3,', 'amount-malformed'],
      ['2026-04-01,1,x,bank,€5.00,', 'currency-foreign'],
      ['2026-04-01,1,x,bank,-5.00,', 'amount-malformed'],
      ['2026-04-01,1,x,bank,5.00,5.00', 'amount-malformed'],
      ['2026-04-01,1,x,bank,,', 'amount-missing'],
      ['2026-04-01,1,x,,5.00,', 'account-missing'],
      ['2026-04-01,1,x,bank main,5.00,', 'account-unknown'],
      ['2026-04-01,,x,bank,5.00,', 'line-not-understood'],
      ['2026-04-01,1,x,bank,5.00,,more', 'line-not-understood'],
      ['2026-04-01,1,Smith, John,bank,5.00,', 'amount-malformed'],
      ['2026-04-01,1,"x"y,bank,5.00,', 'line-not-understood'],
      ['2026-04-01,1,"x,bank,5.00,', 'line-not-understood'],
      [`2026-04-01,1,${'x'.repeat(501)},bank,5.00,`, 'text-malformed'],
    ];
    for (const [row, fault] of refused)
      expect([row.slice(0, 40), ...faults(`${HEAD}\n${row}\n`)].slice(0, 2)).toEqual([row.slice(0, 40), `2 ${fault}`]);
  });

  it('is refused where rows repeat or contradict each other', () => {
    const row = (entry: string, account: string, debit: string, credit = '', date = '2026-04-01') =>
      `${date},${entry},x,${account},${debit},${credit}\n`;
    const file = (...rows: string[]) => faults(`${HEAD}\n${rows.join('')}`);
    expect(file(row('1', 'a', '1.00'), row('1', 'a', '1.00'), row('1', 'b', '', '2.00'))).toEqual(['3 duplicate-line']);
    expect(file(row('1', 'a', '1.00'), row('1', 'b', '', '1.00', '2026-04-02'))).toEqual(['3 date-malformed']);
    expect(
      file(
        row('1', 'a', '1.00'),
        row('1', 'b', '', '1.00'),
        row('2', 'a', '2.00'),
        row('2', 'b', '', '2.00'),
        row('1', 'a', '3.00'),
        row('1', 'b', '', '3.00'),
      ),
    ).toEqual(['6 duplicate-entry']);
  });

  it('is refused as a whole when its columns do not say what is what', () => {
    expect(faults('date,account,debit,credit\nx\n')).toEqual(['1 column-missing']);
    expect(faults('date,entry,account,debit\n')).toEqual(['1 column-missing']);
    expect(faults('date,entry,account,amount,debit,credit\n')).toEqual(['1 column-missing']);
    expect(faults('date,entry,account,amount,Konto\n')).toEqual(['1 column-unknown']);
    expect(faults('date,entry,account,account,amount\n')).toEqual(['1 column-unknown']);
    expect(faults('')).toEqual(['1 file-empty']);
  });
});

describe('an amount in a file', () => {
  it('is read exactly, however pounds are written', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.constantFrom('£', 'GBP ', ''),
        fc.boolean(),
        fc.boolean(),
        (pence, symbol, grouped, negative) => {
          const digits = grouped ? showPounds(pence) : formatPounds(pence);
          for (const text of [`${negative ? '-' : ''}${symbol}${digits}`, `${symbol}${negative ? '-' : ''}${digits}`])
            expect(readAmount(text)).toEqual({ ok: true, value: negative ? -pence : pence });
        },
      ),
    );
  });

  it('is never rounded', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 3, max: 9 }), (pence, decimals) => {
        expect(readAmount(`${formatPounds(pence)}${'0'.repeat(decimals - 2)}`)).toMatchObject({
          ok: false,
          refusal: { code: 'amount-malformed' },
        });
      }),
    );
  });
});
