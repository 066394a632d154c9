import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CsvMapping, csvMappingSchema, parseStatementFile, type ReadingChoices } from '../../../src/reconciliation/index.ts';
import { asBytes, errorCodes, read, refusalOf } from './reading.ts';

const LLOYDS = 'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance';
const STARLING = 'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes';
const NATWEST = 'Date,Type,Description,Value,Balance,Account Name,Account Number';

const MAPPING: CsvMapping = {
  name: 'Eastfold card programme',
  delimiter: ';',
  headerRow: 3,
  dateFormats: ['DD.MM.YYYY'],
  decimalMark: ',',
  amountSign: 'out-is-positive',
  currency: 'GBP',
  columns: { date: 'Booked', amount: 'Value', description: ['Merchant', 'Town'], balance: 'Left', account: 'Card', bankReference: 'Id' },
};

async function readWith(content: string, choices: ReadingChoices) {
  const result = await parseStatementFile(asBytes(content), { fileName: 'table.csv', choices });
  if (!result.ok) expect.fail(`refused at line ${result.refusal.line}: ${result.refusal.reason}`);
  return result.value;
}

async function refusedWith(content: string, choices: ReadingChoices) {
  const result = await parseStatementFile(asBytes(content), { fileName: 'table.csv', choices });
  if (result.ok) expect.fail('was read');
  return result.refusal;
}

const table = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`;
const starling = (...rows: readonly string[]) => table(STARLING, ...rows);

describe('the table of a UK bank', () => {
  it('is proved by its running balance, whichever end is the newest', async () => {
    const rows = ['01/04/2026,A,R1,FPS,-10.00,90.00,,', '02/04/2026,B,R2,FPS,5.50,95.50,,', '02/04/2026,C,R3,FPS,-5.50,90.00,,'];
    for (const ordered of [rows, [...rows].reverse()]) {
      const file = await read(starling(...ordered));
      expect(file).toMatchObject({ format: 'csv', formatVersion: 'starling' });
      expect(file.statements).toMatchObject([{ opening: { amountMinor: 10_000n }, closing: { amountMinor: 9_000n } }]);
      expect(errorCodes(file)).toEqual([]);
      expect(file.findings.map(({ code }) => code).sort()).toEqual(['account-not-named', 'ends-not-proved']);
    }
  });

  it('with a line lost or changed in the middle says where', async () => {
    const file = await read(
      starling('01/04/2026,A,R1,FPS,-10.00,90.00,,', '02/04/2026,C,R3,FPS,-5.50,90.00,,', '03/04/2026,D,R,FPS,1.00,91.00,,'),
    );
    expect(file.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'running-balance-differs', line: 3 },
      { code: 'does-not-tie', line: 4 },
    ]);
  });

  it('may print the balance of a day once', async () => {
    const rows = [
      '01/04/2026,A,R1,FPS,-10.00,,,',
      '01/04/2026,B,R2,FPS,5.50,95.50,,',
      '02/04/2026,C,R3,FPS,-5.50,,,',
      '02/04/2026,D,R4,FPS,-1.00,89.00,,',
    ];
    for (const ordered of [rows, [...rows].reverse()]) {
      const file = await read(starling(...ordered));
      expect(errorCodes(file)).toEqual([]);
    }
    expect((await read(starling(...rows))).statements[0]).toMatchObject({
      opening: { amountMinor: 10_000n },
      closing: { amountMinor: 8_900n },
    });
  });

  it('keeps its opening row out of the lines', async () => {
    const file = await read(starling('01/04/2026,Opening Balance,,,,100.00,,', '01/04/2026,A,R1,FPS,-10.00,90.00,,'));
    expect(file.statements).toMatchObject([{ opening: { amountMinor: 10_000n }, lines: [{ amountMinor: -1_000n, lineNumber: 3 }] }]);
  });

  it('without balances says that nothing proves it', async () => {
    const file = await read('01/04/2026,COUNCIL TAX,"-1,234.56"\n02/04/2026,REFUND,0.01\n');
    expect(file).toMatchObject({ formatVersion: 'hsbc', statements: [{ lines: [{ amountMinor: -123_456n }, { amountMinor: 1n }] }] });
    expect(file.findings.map(({ code }) => code)).toContain('cannot-be-proved');
  });

  it('of several accounts makes a bank statement of each', async () => {
    const row = (account: string, amount: string, balance: string) => `01/04/2026,BAC,X,${amount},${balance},"'COUNCIL","'${account}"`;
    const file = await read(
      table(
        NATWEST,
        row('601613-31926819', '1.00', '2.00'),
        row('601613-31926820', '7.00', '7.00'),
        row('601613-31926819', '3.00', '5.00'),
      ),
    );
    expect(file.statements).toMatchObject([
      {
        account: { sortCode: '601613', accountNumber: '31926819' },
        opening: { amountMinor: 100n },
        closing: { amountMinor: 500n },
        lines: [{}, {}],
      },
      {
        account: { sortCode: '601613', accountNumber: '31926820' },
        opening: { amountMinor: 0n },
        closing: { amountMinor: 700n },
        lines: [{}],
      },
    ]);
    expect(errorCodes(file)).toEqual([]);
  });

  it('holds quoted cells with delimiters, quotation marks and line ends, and lines after them keep their number', async () => {
    const file = await read(starling('01/04/2026,"Smith, ""A""\nand son",R1,FPS,-10.00,90.00,,', '02/04/2026,B,R2,FPS,5.50,95.50,,'));
    expect(file.statements[0]?.lines).toMatchObject([
      { counterpartyName: 'Smith, "A"\nand son', lineNumber: 2 },
      { counterpartyName: 'B', lineNumber: 4 },
    ]);
  });

  it('may mix its line ends and come in UTF-16', async () => {
    const mixed = `${STARLING}\r01/04/2026,Zoë,R1,FPS,-10.00,90.00,,\n02/04/2026,B,R2,FPS,5.50,95.50,,\r\n`;
    expect((await read(mixed)).statements[0]?.lines.map(({ lineNumber }) => lineNumber)).toEqual([2, 3]);
    const utf16 = await read(Buffer.from(`\uFEFF${mixed}`, 'utf16le'));
    expect(utf16.encoding).toBe('utf-16le');
    expect(utf16.statements[0]?.lines[0]?.counterpartyName).toBe('Zoë');
  });

  it('keeps a formula as text and says so, and reads none as an amount', async () => {
    const file = await read(starling('01/04/2026,A,=HYPERLINK(1),FPS,-10.00,90.00,,'));
    expect(file.statements[0]?.lines[0]?.remittance).toBe('=HYPERLINK(1)');
    expect(file.findings.map(({ code }) => code)).toContain('formula-kept-as-text');
    expect(await refusalOf(starling('01/04/2026,A,R,FPS,=5+5,90.00,,'))).toMatchObject({ code: 'amount-not-understood', line: 2 });
  });

  it.each([
    ['fractions of a penny', '01/04/2026,A,R,FPS,1.00001,1.00,,', 'amount-not-exact'],
    ['an exponent', '01/04/2026,A,R,FPS,1e5,1.00,,', 'amount-not-understood'],
    ['a decimal comma', '01/04/2026,A,R,FPS,"1,50",1.00,,', 'amount-not-understood'],
    ['groups that are not of three digits', '01/04/2026,A,R,FPS,"1,23,456.00",1.00,,', 'amount-not-understood'],
    ['two signs', '01/04/2026,A,R,FPS,--1.00,1.00,,', 'amount-not-understood'],
    ['30 February', '30/02/2026,A,R,FPS,1.00,1.00,,', 'date-not-understood'],
    ['a day in another order', '2026-04-01,A,R,FPS,1.00,1.00,,', 'date-not-understood'],
    ['too few cells', '01/04/2026,A,R,FPS,1.00', 'statement-cut-off'],
    ['too many cells', '01/04/2026,A,R,FPS,1.00,1.00,,,more', 'field-out-of-place'],
    ['a cell never closed', '01/04/2026,"A,R,FPS,1.00,1.00,,', 'statement-cut-off'],
    ['text behind a closed cell', '01/04/2026,"A"B,R,FPS,1.00,1.00,,', 'field-not-understood'],
    ['a NUL', '01/04/2026,A\0,R,FPS,1.00,1.00,,', 'field-not-understood'],
  ])('is refused with its line for %s', async (_what, row, code) => {
    expect(await refusalOf(starling(row))).toMatchObject({ code, line: 2 });
  });

  it.each([
    ['a cell of 10 million characters', `01/04/2026,${'x'.repeat(10_000_000)},R,FPS,1.00,1.00,,`],
    ['a quoted cell of 10 million characters', `01/04/2026,"${'x'.repeat(10_000_000)}",R,FPS,1.00,1.00,,`],
    ['a row of 100,000 cells', ','.repeat(100_000)],
    ['a quoted cell of a million lines', `01/04/2026,"${'x\n'.repeat(1_000_000)}",R,FPS,1.00,1.00,,`],
  ])('is refused for %s', async (_what, row) => {
    expect(await refusalOf(starling(row))).toMatchObject({ code: 'too-long' });
  });

  it('wants one amount of two columns', async () => {
    const row = (out: string, come: string) => table(LLOYDS, `01/04/2026,FPO,'20-20-20,12345678,X,${out},${come},1.00`);
    expect((await read(row('5.00', ''))).statements[0]?.lines[0]?.amountMinor).toBe(-500n);
    expect((await read(row('', '5.00'))).statements[0]?.lines[0]?.amountMinor).toBe(500n);
    expect(await refusalOf(row('', ''))).toMatchObject({ code: 'field-missing', line: 2 });
    expect(await refusalOf(row('5.00', '5.00'))).toMatchObject({ code: 'field-missing', line: 2 });
  });

  it('of no bank we know is refused with its columns', async () => {
    expect(await refusalOf(table('Day,What,Money', '01/04/2026,X,5.00'))).toMatchObject({
      code: 'columns-not-known',
      line: 1,
      reason: expect.stringContaining('"Day", "What", "Money"'),
    });
    expect(await refusedWith(starling(), { profile: 'lloyds' })).toMatchObject({ code: 'columns-not-known' });
  });

  it('with no lines at all is refused', async () => {
    expect((await refusalOf(starling())).code).toBe('no-statement');
  });
});

describe('a mapping that a person made', () => {
  const content = [
    'Card programme',
    '',
    'Id;Card;Booked;Merchant;Town;Value;Left',
    '9;77001;01.04.2026;Shop;Leeds;1.250,45;10,00',
    '10;77001;02.04.2026;Refund;York;-5,00;15,00',
    '',
  ].join('\n');

  it('reads any table: delimiter, header row, decimal comma, sign and columns', async () => {
    const file = await readWith(content, { mapping: MAPPING });
    expect(file).toMatchObject({ format: 'csv', formatVersion: 'Eastfold card programme' });
    expect(file.statements).toMatchObject([
      {
        account: { other: '77001' },
        closing: { amountMinor: 1_500n },
        lines: [
          { bookingDate: '2026-04-01', amountMinor: -125_045n, remittance: 'Shop Leeds', bankReference: '9' },
          { bookingDate: '2026-04-02', amountMinor: 500n },
        ],
      },
    ]);
    expect(errorCodes(file)).toEqual([]);
  });

  it('is refused with the line of the header when a column is not there, or stands twice', async () => {
    const wrong = { ...MAPPING, columns: { ...MAPPING.columns, date: 'Day' } };
    expect(await refusedWith(content, { mapping: wrong })).toMatchObject({ code: 'columns-not-known', line: 3 });
    expect(await refusedWith(content.replace('Town', 'Left'), { mapping: MAPPING })).toMatchObject({ code: 'columns-not-known', line: 3 });
  });

  it('tells the side by a column of its own', async () => {
    const { amountSign: _sign, ...rest } = MAPPING;
    const mapping: CsvMapping = {
      ...rest,
      amountSign: 'in-is-positive',
      delimiter: ',',
      headerRow: 'none',
      decimalMark: '.',
      dateFormats: ['YYYY-MM-DD'],
      columns: { date: 1, amount: 2, side: { column: 3, out: 'DR', in: 'CR' }, description: [4] },
    };
    const file = await readWith('2026-04-01,5.00,dr,X\n2026-04-01,7.00,CR,Y\n', { mapping });
    expect(file.statements[0]?.lines.map(({ amountMinor }) => amountMinor)).toEqual([-500n, 700n]);
    expect(await refusedWith('2026-04-01,5.00,XX,X\n', { mapping })).toMatchObject({ code: 'field-not-understood', line: 1 });
    expect(await refusedWith('2026-04-01,-5.00,DR,X\n', { mapping })).toMatchObject({ code: 'amount-not-understood', line: 1 });
  });

  it.each([
    ['neither amount nor two columns', { columns: { date: 'a', description: ['b'] } }],
    ['an amount beside two columns', { columns: { date: 'a', description: ['b'], amount: 'c', paidOut: 'd', paidIn: 'e' } }],
    ['both orders of day and month', { dateFormats: ['DD/MM/YYYY', 'MM/DD/YYYY'] }],
    ['names without a header row', { headerRow: 'none' }],
    ['a column nobody knows', { columns: { ...MAPPING.columns, colour: 'x' } }],
    ['a currency that is none', { currency: 'pounds' }],
  ])('is not understood with %s', (_what, change) => {
    expect(csvMappingSchema.safeParse({ ...MAPPING, ...change }).success).toBe(false);
    expect(csvMappingSchema.safeParse(MAPPING).success).toBe(true);
  });

  it('is shown beside the formats as it can be used', () => {
    const page = readFileSync(new URL('../../../src/reconciliation/statements/formats.md', import.meta.url), 'utf8');
    const shown = /```json\n(\{\n {2}"name": .*?)```/s.exec(page)?.[1] ?? '';
    expect(csvMappingSchema.safeParse(JSON.parse(shown))).toMatchObject({ success: true });
  });

  it('reads a feed of prepaid cards: a bank statement for each card, authorisations apart', async () => {
    const header = 'Card ID,Transaction ID,Transaction Date,Settlement Date,Type,Merchant,Amount,Currency,Balance,Status';
    const file = await read(
      table(
        header,
        'C1,T1,01/04/2026,02/04/2026,LOAD,COUNCIL,100.00,GBP,100.00,Settled',
        'C2,T2,01/04/2026,02/04/2026,LOAD,COUNCIL,50.00,GBP,50.00,Settled',
        'C1,T3,03/04/2026,,POS,SWIM CLUB,-12.50,GBP,87.50,Settled',
        'C1,T4,03/04/2026,,POS,SHOP,-1.00,GBP,,Authorised',
      ),
    );
    expect(file.formatVersion).toBe('prepaid-card');
    expect(file.statements).toMatchObject([
      { account: { other: 'C1' }, closing: { amountMinor: 8_750n }, lines: [{}, { counterpartyName: 'SWIM CLUB' }, { state: 'pending' }] },
      { account: { other: 'C2' }, closing: { amountMinor: 5_000n } },
    ]);
    expect(errorCodes(file)).toEqual([]);
  });
});
