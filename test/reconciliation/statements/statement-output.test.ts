import { describe, expect, it } from 'vitest';
import {
  parseStatementFile,
  refusalAsJson,
  refusalAsText,
  statementExitCode,
  statementFileAsJson,
  statementFileAsText,
  statementFileJsonPieces,
} from '../../../src/reconciliation/index.ts';
import { asBytes, camtBalance, camtDocument, camtEntry, camtStatement, read, refusalOf } from './reading.ts';

const balances = camtBalance('OPBD', '0.00') + camtBalance('CLBD', '95.10');
const entries = camtEntry('100.10', { rest: '<AddtlNtryInf>Council tax</AddtlNtryInf>' }) + camtEntry('5.00', { side: 'DBIT' });

describe('the output of threefold parse-statement', () => {
  it('is JSON with every amount a decimal string', async () => {
    const file = await read(camtDocument(camtStatement({ balances, entries })), 'april.xml');
    expect(JSON.parse(JSON.stringify(statementFileAsJson(file)))).toEqual({
      file: 'april.xml',
      format: 'camt.053',
      formatVersion: 'camt.053.001.08',
      encoding: 'utf-8',
      findings: [],
      statements: [
        {
          lineNumber: 2,
          account: { sortCode: '202020', accountNumber: '12345678' },
          currency: 'GBP',
          statementId: 'S1',
          opening: { date: '2026-04-01', amount: '0.00', currency: 'GBP' },
          closing: { date: '2026-04-01', amount: '95.10', currency: 'GBP' },
          lines: [
            {
              lineNumber: 2,
              bookingDate: '2026-04-01',
              amount: '100.10',
              currency: 'GBP',
              remittance: 'Council tax',
              rawText: 'Council tax',
              state: 'booked',
              reversal: false,
            },
            {
              lineNumber: 2,
              bookingDate: '2026-04-01',
              amount: '-5.00',
              currency: 'GBP',
              remittance: '',
              state: 'booked',
              reversal: false,
            },
          ],
        },
      ],
    });
  });

  it('is the same document in pieces, for a file longer than one text can be', async () => {
    for (const content of [
      camtDocument(camtStatement({ balances, entries })),
      camtDocument(camtStatement({ entries: '' }) + camtStatement({ id: 'S2' })),
    ]) {
      const file = await read(content, 'april.xml');
      expect(JSON.parse([...statementFileJsonPieces(file)].join(''))).toEqual(JSON.parse(JSON.stringify(statementFileAsJson(file))));
    }
  });

  it('says of a file without balances that nothing proves it', async () => {
    expect(statementFileAsText(await read('01/04/2026,SHOP,-5.00\n', 'hsbc.csv'))).toMatch(/nothing in it proves that it is whole\.$/);
  });

  it('is a table for people, amounts under each other', async () => {
    const file = await read(camtDocument(camtStatement({ balances, entries })), 'april.xml');
    expect(statementFileAsText(file)).toBe(`april.xml: camt.053.001.08, utf-8, 1 bank statement

Account 202020 12345678  GBP  S1  line 2
  2026-04-01  opening    0.00
  2026-04-01  booked   100.10  Council tax
  2026-04-01  booked    -5.00
  2026-04-01  closing   95.10

The file ties: opening balances and lines make the closing balances.`);
  });

  it('lets no control character of a file reach a terminal', async () => {
    const file = await read(
      camtDocument(camtStatement({ balances, entries: camtEntry('95.10', { rest: '<AddtlNtryInf>a&#x9B;2Jb\u202Ec</AddtlNtryInf>' }) })),
    );
    expect(statementFileAsText(file)).toContain('a 2Jb c');
  });

  it('ends with 0 when the file ties, with 1 when it does not or was refused', async () => {
    expect(statementExitCode(await read(camtDocument()))).toBe(0);
    const untied = await read(camtDocument(camtStatement({ entries: '' })), 'april.xml');
    expect(statementExitCode(untied)).toBe(1);
    expect(statementFileAsText(untied)).toMatch(/ERROR april\.xml:2: Opening balance and lines make 0\.00; the bank says 100\.10/);
    expect(statementExitCode(await refusalOf('no bank statement'))).toBe(1);
  });

  it('names file, line and reason of a refusal', async () => {
    const result = await parseStatementFile(asBytes(camtDocument(camtStatement({ entries: camtEntry('1e5') }))), { fileName: 'april.xml' });
    if (result.ok) expect.fail('was read');
    expect(refusalAsText(result.refusal)).toBe('april.xml:2: refused. "1e5" is not an amount in the form 1234.56.');
    expect(refusalAsJson(result.refusal)).toEqual({
      file: 'april.xml',
      refused: { code: 'amount-not-understood', line: 2, reason: '"1e5" is not an amount in the form 1234.56.' },
    });
  });
});
