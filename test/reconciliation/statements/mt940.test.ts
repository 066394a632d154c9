import { describe, expect, it } from 'vitest';
import { errorCodes, mt940, onlyLine, read, refusalOf } from './reading.ts';

async function lineOf(field61: string, field86 = '', closing = ':62F:C260401GBP100,10') {
  return onlyLine(await read(mt940({ lines: [field61, field86].filter(Boolean).join('\r\n'), closing })));
}

describe('an MT940 bank statement', () => {
  it('is read with its account, balances and lines', async () => {
    const file = await read(mt940({ lines: ':61:2604020401D0,05NTRFTF-77//BANK-9\r\nsupplement', closing: ':62F:D260402GBP0,05' }));
    expect(file).toMatchObject({ format: 'mt940', encoding: 'utf-8', findings: [] });
    expect(file.statements).toMatchObject([
      {
        account: { sortCode: '202020', accountNumber: '12345678' },
        currency: 'GBP',
        statementId: 'STMT',
        sequence: '1',
        from: '2026-04-01',
        to: '2026-04-02',
      },
    ]);
    expect(onlyLine(file)).toMatchObject({
      lineNumber: 5,
      bookingDate: '2026-04-01',
      valueDate: '2026-04-02',
      amountMinor: -5n,
      endToEndId: 'TF-77',
      bankReference: 'BANK-9',
      typeCode: 'NTRF',
      remittance: 'supplement',
    });
  });

  it('takes a reversed credit out again and puts a reversed debit back', async () => {
    expect(await lineOf(':61:2604010401RC5,00NTRFNONREF', '', ':62F:D260401GBP5,00')).toMatchObject({ amountMinor: -500n, reversal: true });
    expect(await lineOf(':61:2604010401RDP100,10NTRFNONREF')).toMatchObject({ amountMinor: 10010n, reversal: true });
    expect(await lineOf(':61:2604010401CP100,10NTRFNONREF')).toMatchObject({ amountMinor: 10010n, reversal: false });
  });

  it.each([
    ['2512310102', '2026-01-02'],
    ['2601021231', '2025-12-31'],
    ['2602280301', '2026-03-01'],
    ['991231', '1999-12-31'],
    ['791231', '2079-12-31'],
  ])('dates an entry near its value date over the turn of the year (%s)', async (dates, booked) => {
    expect((await lineOf(`:61:${dates}C100,10NTRFNONREF`)).bookingDate).toBe(booked);
  });

  it('keeps a value date of 30 February as the bank wrote it, and refuses it as a booking date', async () => {
    const file = await read(mt940({ lines: ':61:2602300301C100,10NTRFNONREF' }));
    expect(onlyLine(file)).toMatchObject({ bookingDate: '2026-03-01', valueDateAsWritten: '2026-02-30' });
    expect(onlyLine(file).valueDate).toBeUndefined();
    expect(file.findings).toMatchObject([{ code: 'value-date-not-in-calendar', severity: 'warning', line: 5 }]);
    expect(await refusalOf(mt940({ lines: ':61:260230C100,10NTRFNONREF' }))).toMatchObject({ code: 'date-not-understood', line: 5 });
    expect(await refusalOf(mt940({ lines: ':61:2602310301C100,10NTRFNONREF' }))).toMatchObject({ code: 'date-not-understood', line: 5 });
  });

  it('reads the subfields of :86:, also where lines and subfields cut a word', async () => {
    const information =
      ':86:166?00CREDIT?20EREF+TF-2026-00000000000001?2134?22SVWZ+Direct payment April f?23or AB?30NWBKGB2L?31GB29NWBK6016133\r\n1926819?32SMITH?33 AND SON';
    expect(await lineOf(':61:2604010401C100,10NTRFNONREF', information)).toMatchObject({
      endToEndId: 'TF-2026-0000000000000134',
      remittance: 'Direct payment April for AB',
      counterpartyName: 'SMITH AND SON',
      counterpartyAccount: { iban: 'GB29NWBK60161331926819' },
    });
  });

  it('reads the slash codes of :86:', async () => {
    const information = ':86:/TRTP/SEPA/IBAN/GB29NWBK60161331926819/NAME/A/B SMITH/REMI/USTD//APRIL/EREF/TF-7/RTRN/AC04/';
    expect(await lineOf(':61:2604010401C100,10NTRFEREF+', information)).toMatchObject({
      endToEndId: 'TF-7',
      counterpartyName: 'A/B SMITH',
      counterpartyAccount: { iban: 'GB29NWBK60161331926819' },
      remittance: 'APRIL',
      returnReason: 'AC04',
    });
  });

  it('keeps free text of :86: as it stands and drops references that are none', async () => {
    const line = await lineOf(':61:2604010401C100,10NTRFNONREF//NONREF', ':86:BGC  FAMILY SMITH\r\nTF-7');
    expect(line).toMatchObject({ remittance: 'BGC FAMILY SMITH TF-7' });
    expect(line).not.toHaveProperty('endToEndId');
    expect(line).not.toHaveProperty('bankReference');
  });

  it('puts its pages together, and says which are missing', async () => {
    const first = mt940({ number: '7/1', closing: ':62M:C260401GBP60,00', lines: ':61:2604010401C60,00NTRFNONREF' });
    const second = mt940({ number: '7/2', opening: ':60M:C260401GBP60,00', lines: ':61:2604010401C40,10NTRFNONREF' });
    const whole = await read(first + second);
    expect(whole.findings).toEqual([]);
    expect(whole.statements).toMatchObject([
      { sequence: '7', opening: { amountMinor: 0n }, closing: { amountMinor: 10010n }, lines: [{}, {}] },
    ]);
    expect(errorCodes(await read(first))).toEqual(['pages-missing']);
    expect(errorCodes(await read(second))).toEqual(['pages-missing']);
    expect(errorCodes(await read(second + first))).toContain('pages-missing');
  });

  it('is read out of its SWIFT envelope, which must be closed', async () => {
    const text = `{1:F01BANKGB2LAXXX0000000000}{2:O9401200260401BANKGB2LXXXX00000000002604011200N}{4:\r\n${mt940().trimEnd()}}{5:{CHK:0}}\r\n`;
    expect(
      onlyLine(
        await read(text + text.replace('GBP0,00', 'GBP0,00').replace(':25:202020', ':25:303030')).then((file) => ({
          ...file,
          statements: file.statements.slice(0, 1),
        })),
      ).amountMinor,
    ).toBe(10010n);
    expect((await refusalOf(text.slice(0, text.lastIndexOf('\r\n-')))).code).toBe('statement-cut-off');
    expect((await refusalOf(text.replace('{2:O940', '{2:O942'))).code).toBe('not-a-bank-statement');
  });

  it.each([
    ['a second account where a line was expected', ':61:2604010401C100,10NTRFNONREF\r\n:25:x', 'field-out-of-place', 6],
    ['an amount without its comma', ':61:2604010401C100NTRFNONREF', 'amount-not-understood', 5],
    ['an amount with thousands separators', ':61:2604010401C1.000,10NTRFNONREF', 'amount-not-understood', 5],
    ['fractions of a penny', ':61:2604010401C1,00001NTRFNONREF', 'amount-not-exact', 5],
    ['a negative amount', ':61:2604010401C-1,00NTRFNONREF', 'amount-not-understood', 5],
    ['no side', ':61:26040104011,00NTRFNONREF', 'field-not-understood', 5],
    ['a month that is none', ':61:2613010401C1,00NTRFNONREF', 'date-not-understood', 5],
    ['fields of a report of the running day', ':34F:GBP0,00', 'not-a-bank-statement', 5],
  ])('is refused with its line for %s', async (_what, lines, code, line) => {
    expect(await refusalOf(mt940({ lines }))).toMatchObject({ code, line });
  });

  it('says what does not tie', async () => {
    expect(errorCodes(await read(mt940({ closing: ':62F:C260401GBP100,11' })))).toEqual(['does-not-tie']);
    expect(errorCodes(await read(mt940({ closing: ':62F:C260401EUR100,10' })))).toEqual(['currency-differs']);
  });
});
