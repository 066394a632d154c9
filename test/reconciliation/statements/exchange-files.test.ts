import { describe, expect, it } from 'vitest';
import { parseStatementFile, type ReadingChoices } from '../../../src/reconciliation/index.ts';
import { asBytes, errorCodes, onlyLine, read, refusalOf } from './reading.ts';
import { bankline } from './writers/exchange-files.ts';

const PAYMENT = '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260401<TRNAMT>-5.50<FITID>F1<NAME>SMITH &amp; SON<MEMO>APRIL</STMTTRN>';
const LEDGER = '<LEDGERBAL><BALAMT>100.00<DTASOF>20260430</LEDGERBAL>';

function ofx({ payments = PAYMENT, currency = 'GBP', bank = '<BANKID>202020', ledger = LEDGER, card = false } = {}): string {
  const [set, response, statement, account] = card
    ? ['CREDITCARDMSGSRSV1', 'CCSTMTTRNRS', 'CCSTMTRS', 'CCACCTFROM']
    : ['BANKMSGSRSV1', 'STMTTRNRS', 'STMTRS', 'BANKACCTFROM'];
  return `OFXHEADER:100
DATA:OFXSGML
VERSION:102

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>
<${set}><${response}><${statement}><CURDEF>${currency}<${account}>${bank}<ACCTID>12345678</${account}>
<BANKTRANLIST><DTSTART>20260401<DTEND>20260430
${payments}
</BANKTRANLIST>${ledger}</${statement}></${response}></${set}></OFX>
`;
}

describe('an OFX file', () => {
  it('is read with its account, period, ledger balance and payments', async () => {
    const file = await read(ofx());
    expect(file).toMatchObject({ format: 'ofx', formatVersion: '102' });
    expect(file.statements).toMatchObject([
      {
        account: { sortCode: '202020', accountNumber: '12345678' },
        from: '2026-04-01',
        to: '2026-04-30',
        closing: { date: '2026-04-30', amountMinor: 10_000n },
      },
    ]);
    expect(onlyLine(file)).toMatchObject({
      lineNumber: 8,
      bookingDate: '2026-04-01',
      amountMinor: -550n,
      bankReference: 'F1',
      counterpartyName: 'SMITH & SON',
      remittance: 'APRIL',
      typeCode: 'DEBIT',
    });
    expect(file.findings).toMatchObject([{ code: 'cannot-be-proved', severity: 'warning' }]);
  });

  it('is read of a credit card too', async () => {
    expect((await read(ofx({ card: true, bank: '' }))).statements[0]?.account).toEqual({ other: '12345678' });
  });

  it('takes no field of an aggregate that it does not know for one of the payment', async () => {
    const strange = PAYMENT.replace('<TRNAMT>', '<SPLIT><PART>x<TRNAMT>99.00</SPLIT><TRNAMT>');
    expect(onlyLine(await read(ofx({ payments: strange }))).amountMinor).toBe(-550n);
    expect(
      onlyLine(await read(ofx({ payments: PAYMENT.replace('<TRNAMT>-5.50', '<TRNAMT>-5,50<PAYEE><NAME>X</PAYEE>') }))).amountMinor,
    ).toBe(-550n);
  });

  it('tells a payment in another currency than the account', async () => {
    const foreign = PAYMENT.replace('<MEMO>', '<CURRENCY><CURRATE>1.2<CURSYM>EUR</CURRENCY><MEMO>');
    expect(errorCodes(await read(ofx({ payments: foreign })))).toEqual(['currency-differs']);
    const exchanged = foreign.replaceAll('CURRENCY>', 'ORIGCURRENCY>');
    expect(errorCodes(await read(ofx({ payments: exchanged })))).toEqual([]);
  });

  it.each([
    ['no day', ofx({ payments: PAYMENT.replace('<DTPOSTED>20260401', '') }), 'field-missing', 8],
    ['31 February', ofx({ payments: PAYMENT.replace('20260401', '20260231') }), 'date-not-understood', 8],
    ['fractions of a penny', ofx({ payments: PAYMENT.replace('-5.50', '-5.50001') }), 'amount-not-exact', 8],
    ['two amounts', ofx({ payments: PAYMENT.replace('<FITID>', '<TRNAMT>1.00<FITID>') }), 'field-out-of-place', 8],
    ['no amount', ofx({ payments: PAYMENT.replace('-5.50', '') }), 'field-missing', 8],
    ['a payment never closed', ofx({ payments: PAYMENT.replace('</STMTTRN>', '') }), 'field-out-of-place', 9],
    ['no currency', ofx({ currency: '' }), 'currency-not-understood', 6],
    ['a declaration', ofx().replace('<OFX>', '<!DOCTYPE OFX SYSTEM "http://127.0.0.1:9/ofx.dtd"><OFX>'), 'doctype-forbidden', 5],
    ['no end', ofx().replace('</OFX>', ''), 'statement-cut-off', 10],
    ['more behind its end', `${ofx()}<OFX>`, 'field-out-of-place', 10],
    ['no bank statement', '<OFX><SIGNUPMSGSRSV1></SIGNUPMSGSRSV1></OFX>', 'no-statement', 1],
  ])('is refused with its line for %s', async (_what, content, code, line) => {
    expect(await refusalOf(content)).toMatchObject({ code, line });
  });

  it('is refused for a field of 10 million characters and for tags 10,000 deep', async () => {
    expect((await refusalOf(ofx({ payments: PAYMENT.replace('APRIL', 'x'.repeat(10_000_000)) }))).code).toBe('too-long');
    expect((await refusalOf(`<OFX>${'<A>'.repeat(10_000)}`)).code).toBe('too-deep');
  });
});

describe('a QIF file', () => {
  const qif = (...records: readonly string[]) =>
    `!Account\nN202020 12345678\n^\n!Type:Bank\n${records.map((record) => `${record}\n^\n`).join('')}`;

  async function parse(content: string, choices: ReadingChoices = {}) {
    return parseStatementFile(asBytes(content), { fileName: 'q.qif', choices });
  }

  it('is asked for the order of its dates where they can be two days', async () => {
    const content = qif('D03/04/2026\nT-1,234.50\nPSHOP\nN77');
    expect(await parse(content)).toMatchObject({ refusal: { code: 'date-order-not-known', line: 5 } });
    for (const [dateOrder, day] of [
      ['dmy', '2026-04-03'],
      ['mdy', '2026-03-04'],
    ] as const) {
      const result = await parse(content, { dateOrder });
      expect(result).toMatchObject({
        value: { statements: [{ lines: [{ bookingDate: day, amountMinor: -123_450n, endToEndId: '77' }] }] },
      });
    }
  });

  it.each([
    ["D25/ 4'26", '2026-04-25'],
    ['D4/25/26', '2026-04-25'],
    ['D2026-04-25', '2026-04-25'],
    ['D25.4.1999', '1999-04-25'],
  ])('shows the order itself in %s', async (field, day) => {
    expect(onlyLine(await read(qif(`${field}\nT1.00`))).bookingDate).toBe(day);
  });

  it('holds to the order that its first day showed', async () => {
    expect(await refusalOf(qif('D25/04/2026\nT1.00', 'D04/25/2026\nT1.00'))).toMatchObject({ code: 'date-not-understood', line: 8 });
  });

  it('takes the opening balance for what it is', async () => {
    const file = await read(qif('D2026-04-01\nT100.00\nPOpening Balance', 'D2026-04-02\nT-5.00\nPSHOP'));
    expect(file.statements).toMatchObject([{ opening: { amountMinor: 10_000n }, lines: [{ amountMinor: -500n }] }]);
    expect(file.findings.map(({ code }) => code)).toEqual(['cannot-be-proved']);
  });

  it.each([
    ['no amount', qif('D2026-04-01'), 'field-missing', 5],
    ['no day', qif('T1.00'), 'field-missing', 5],
    ['two days', qif('D2026-04-01\nD2026-04-02\nT1.00'), 'field-out-of-place', 6],
    ['no end of its last record', qif('D2026-04-01\nT1.00').replace(/\^\n$/, ''), 'statement-cut-off', 5],
    ['investments', '!Type:Invst\nD2026-04-01\n^\n', 'not-a-bank-statement', 1],
    ['nothing in it', '!Option:AutoSwitch\n', 'no-statement', 1],
  ])('is refused with its line for %s', async (_what, content, code, line) => {
    expect(await refusalOf(content)).toMatchObject({ code, line });
  });
});

describe('a BAI2 file', () => {
  const bai2 = ({
    opening = '010,10000',
    details = ['16,475,550,Z,B1,TF-1,SHOP/'],
    total = 20_000,
    account = 'records',
    group = '1',
  } = {}) =>
    [
      '01,BANKGB2L,COUNCIL,260401,0000,1,,,2/',
      '02,COUNCIL,BANKGB2L,1,260401,2400,,2/',
      `03,12345678 202020,GBP,${opening},,/`,
      '88,015,9450,,/',
      ...details,
      `49,${total},${account === 'records' ? details.length + 3 : account}/`,
      `98,${total},${group},${details.length + 5}/`,
      `99,${total},1,${details.length + 7}/`,
      '',
    ].join('\n');

  it('is read with implied decimals, over its continuations', async () => {
    const details = ['16,475,550,V,260402,,B1,TF-1,SHOP, ONE/', '88,AND MORE'];
    const file = await read(bai2({ details }).replace('98,20000,1,7', '98,20000,1,7'));
    expect(file.statements).toMatchObject([
      {
        account: { sortCode: '202020', accountNumber: '12345678' },
        opening: { amountMinor: 10_000n },
        closing: { amountMinor: 9_450n },
        lines: [{ amountMinor: -550n, valueDate: '2026-04-02', bankReference: 'B1', endToEndId: 'TF-1', remittance: 'SHOP, ONE AND MORE' }],
      },
    ]);
    expect(errorCodes(file)).toEqual([]);
  });

  it.each([
    ['S', '16,475,550,S,1,2,3,B1,TF-1,SHOP/'],
    ['D', '16,475,550,D,2,0,500,1,50,B1,TF-1,SHOP/'],
    ['none', '16,475,550,,B1,TF-1,SHOP/'],
  ])('passes over the availability of funds: %s', async (_type, detail) => {
    expect(onlyLine(await read(bai2({ details: [detail] })))).toMatchObject({
      bankReference: 'B1',
      endToEndId: 'TF-1',
      remittance: 'SHOP',
    });
  });

  it('tells control totals and counts of every level that differ', async () => {
    const differ = async (content: string) => (await read(content)).findings.map(({ code, line }) => [code, line]);
    expect(await differ(bai2({ total: 20_001 }))).toEqual([['control-total-differs', 6]]);
    expect(await differ(bai2({ account: '9' }))).toEqual([['control-total-differs', 6]]);
    expect(await differ(bai2({ group: '2' }))).toEqual([['control-total-differs', 7]]);
    expect(await differ(bai2().replace('99,20000,1,8', '99,20000,1,9'))).toEqual([['control-total-differs', 8]]);
    expect(await differ(bai2().replace('475,550', '475,551'))).toEqual([
      ['does-not-tie', 3],
      ['control-total-differs', 6],
    ]);
  });

  it.each([
    ['a record code nobody knows', bai2().replace('16,475', '17,475'), 'field-not-understood', 5],
    ['a decimal point', bai2().replace('475,550', '475,5.50'), 'amount-not-understood', 5],
    ['a type code of no side', bai2().replace('475,550', '075,550'), 'field-not-understood', 5],
    ['funds of no type', bai2().replace('550,Z', '550,Q'), 'field-not-understood', 5],
    ['no end', bai2().replace(/99,.*\n/, ''), 'statement-cut-off', 8],
    ['no end of an account', bai2().replace(/49,.*\n/, ''), 'field-out-of-place', 6],
    ['a day that is none', bai2().replace('1,260401,2400', '1,260230,2400'), 'date-not-understood', 2],
  ])('is refused with its line for %s', async (_what, content, code, line) => {
    expect(await refusalOf(content)).toMatchObject({ code, line });
  });
});

describe('a Bankline Direct file', () => {
  const content = bankline.write({
    sortCode: '202020',
    accountNumber: '12345678',
    openingMinor: 0n,
    movements: [
      { date: '2027-12-31', amountMinor: -550n, reference: 'TF-AAAAAA', text: 'SHOP' },
      { date: '2028-02-29', amountMinor: 1_000n, reference: 'TF-BBBBBB', text: 'REFUND' },
    ],
  }) as string;

  it('tells sums and counts of its trailer that differ', async () => {
    const differ = async (changed: string) =>
      (await read(changed)).findings.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line]);
    const trailer = content.indexOf('UTL1');
    const at = (offset: number) => `${content.slice(0, trailer + offset)}9${content.slice(trailer + offset + 1)}`;
    for (const offset of [16, 29, 36, 43, 50]) expect(await differ(at(offset)), `${offset}`).toEqual([['control-total-differs', 9]]);
    expect(await differ(content)).toEqual([]);
    expect(await differ(content.replace('00000000550SHOP', '00000000551SHOP'))).toEqual([
      ['control-total-differs', 7],
      ['control-total-differs', 9],
    ]);
  });

  it('tells a returned credit as one', async () => {
    const line = (await read(content.replace('9920202012345678', 'RA20202012345678'))).statements[0]?.lines[1];
    expect(line).toMatchObject({ typeCode: 'RA', amountMinor: 1_000n, returnReason: 'unapplied credit returned' });
  });

  it.each([
    ['a code nobody knows', content.replace('1720202012345678', 'QQ20202012345678'), 'field-not-understood', 4],
    ['the 366th day of an ordinary year', content.replace(' 27365', ' 27366'), 'date-not-understood', 4],
    ['a record of another account', content.replace('202020123456780992', '202020123456790992'), 'field-out-of-place', 5],
    ['an amount with a letter', content.replace('00000000550SHOP', '0000000055OSHOP'), 'amount-not-understood', 4],
    ['no trailer', content.replace(/UTL1.*\r\n/, ''), 'statement-cut-off', 9],
    ['no header', content.replace(/HDR1.*\r\n/, ''), 'field-out-of-place', 2],
    ['a record behind the trailer', `${content}20202012345678099`, 'field-out-of-place', 10],
  ])('is refused with its line for %s', async (_what, changed, code, line) => {
    expect(changed).not.toBe(content);
    expect(await refusalOf(changed)).toMatchObject({ code, line });
  });
});
