import { describe, expect, it } from 'vitest';
import { parseStatementFile } from '../../../src/reconciliation/index.ts';
import { camtBalance, camtDocument, camtEntry, camtStatement, errorCodes, onlyLine, read, refusalOf } from './reading.ts';

const xsd = (message: string) => `urn:iso:std:iso:20022:tech:xsd:${message}`;

describe('a camt.053 bank statement', () => {
  it.each(['02', '03', '04', '06', '08', '10', '13'])('is read in version %s', async (version) => {
    const file = await read(camtDocument(camtStatement(), xsd(`camt.053.001.${version}`)));
    expect(file).toMatchObject({ format: 'camt.053', formatVersion: `camt.053.001.${version}`, encoding: 'utf-8', findings: [] });
    expect(onlyLine(file).amountMinor).toBe(10010n);
  });

  it('is read under any namespace prefix', async () => {
    const prefixed = camtDocument()
      .replaceAll(/<(\/?)([A-Z])/g, '<$1b:$2')
      .replace('xmlns=', 'xmlns:b=');
    expect(onlyLine(await read(prefixed)).amountMinor).toBe(10010n);
  });

  it.each([
    ['camt.052.001.08', 'not-a-bank-statement'],
    ['camt.054.001.08', 'not-a-bank-statement'],
    ['pain.001.001.09', 'not-a-bank-statement'],
    ['camt.053.001.01', 'version-not-known'],
    ['camt.053.001.14', 'version-not-known'],
  ])('is not mistaken for %s', async (message, code) => {
    expect(await refusalOf(camtDocument(camtStatement(), xsd(message)))).toMatchObject({ code, line: 2 });
  });

  it('is not read from another namespace, with or without the right words in it', async () => {
    expect((await refusalOf(camtDocument(camtStatement(), 'urn:example:camt.053.001.08'))).code).toBe('not-a-bank-statement');
    expect(
      (await refusalOf(camtDocument(camtStatement({ entries: camtEntry('1.00').replace('<Ntry>', '<Ntry xmlns="urn:other">') })))).code,
    ).toBe('field-out-of-place');
  });

  it('passes over what banks add in SplmtryData, of any namespace', async () => {
    const added = '<SplmtryData><Envlp><x:Ntry xmlns:x="urn:bank"><x:Amt>5</x:Amt></x:Ntry></Envlp></SplmtryData>';
    expect(errorCodes(await read(camtDocument(camtStatement({ entries: camtEntry('100.10') + added }))))).toEqual([]);
  });

  it('knows its account by IBAN, by sort code and account number, or as the bank calls it', async () => {
    const accountOf = async (id: string) =>
      (await read(camtDocument(camtStatement({ account: `<Acct><Id>${id}</Id><Ccy>GBP</Ccy></Acct>` })))).statements[0]?.account;
    expect(await accountOf('<IBAN>GB29NWBK60161331926819</IBAN>')).toEqual({ iban: 'GB29NWBK60161331926819' });
    expect(await accountOf('<Othr><Id>60161331926819</Id></Othr>')).toEqual({ sortCode: '601613', accountNumber: '31926819' });
    expect(await accountOf('<Othr><Id>CARD-77</Id></Othr>')).toEqual({ other: 'CARD-77' });
  });

  it('chooses its balances by code and not by order', async () => {
    const balances =
      camtBalance('CLAV', '9.99') +
      camtBalance('CLBD', '105.10') +
      camtBalance('FWAV', '1.00') +
      camtBalance('PRCD', '5.00') +
      camtBalance('INFO', '7.00');
    const file = await read(camtDocument(camtStatement({ balances })));
    expect(file.statements[0]).toMatchObject({ opening: { amountMinor: 500n }, closing: { amountMinor: 10510n } });
    expect(file.findings).toEqual([]);
  });

  it('keeps pending entries apart and out of the sum, whichever way the status is written', async () => {
    const entries = camtEntry('100.10') + camtEntry('7.00', { status: 'PDNG' }) + camtEntry('8.00', { status: '<Cd>PDNG</Cd>' });
    const file = await read(camtDocument(camtStatement({ entries })));
    expect(file.statements[0]?.lines.map((line) => line.state)).toEqual(['booked', 'pending', 'pending']);
    expect(file.findings).toEqual([]);
  });

  it('leaves out entries for information, and says so', async () => {
    const file = await read(camtDocument(camtStatement({ entries: camtEntry('100.10') + camtEntry('7.00', { status: '<Cd>INFO</Cd>' }) })));
    expect(file.statements[0]?.lines).toHaveLength(1);
    expect(file.findings).toMatchObject([{ code: 'information-entry-left-out', severity: 'warning', line: 2 }]);
  });

  it('books a reversal the way the money went, and names the party of the payment reversed', async () => {
    const rest = `<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Council</Nm></Dbtr><Cdtr><Pty><Nm>Family</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls>`;
    const line = onlyLine(
      await read(camtDocument(camtStatement({ entries: camtEntry('100.10', { reversal: '<RvslInd>true</RvslInd>', rest }) }))),
    );
    expect(line).toMatchObject({ amountMinor: 10010n, reversal: true, counterpartyName: 'Family' });
  });

  it('tells a returned payment with its reason and the party it was sent to', async () => {
    const rest = `<AcctSvcrRef>BANK-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RRCT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>
      <Refs><EndToEndId>TF-1</EndToEndId></Refs><RltdPties><Dbtr><Nm>Council</Nm></Dbtr><DbtrAcct><Id><Othr><Id>20202012345678</Id></Othr></Id></DbtrAcct>
      <Cdtr><Nm>Family</Nm></Cdtr><CdtrAcct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id></CdtrAcct></RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`;
    expect(onlyLine(await read(camtDocument(camtStatement({ entries: camtEntry('100.10', { rest }) }))))).toMatchObject({
      bankReference: 'BANK-1',
      endToEndId: 'TF-1',
      typeCode: 'PMNT/RRCT/RRTN',
      returnReason: 'AC04',
      counterpartyName: 'Family',
      counterpartyAccount: { iban: 'GB29NWBK60161331926819' },
    });
  });

  it('drops NOTPROVIDED and keeps the remittance text whole', async () => {
    const full = `${'x'.repeat(135)} TF-9`;
    const rest = `<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf><Ustrd>${full}</Ustrd><Ustrd>87 A &amp; B &#163;</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>`;
    const line = onlyLine(await read(camtDocument(camtStatement({ entries: camtEntry('100.10', { rest }) }))));
    expect(line.endToEndId).toBeUndefined();
    expect(line.remittance).toBe(`${'x'.repeat(135)} TF-987 A & B £ RF18`);
  });

  it('opens a batch: one line at the bank, its payments behind it', async () => {
    const payment = (id: string, amount: string) =>
      `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="GBP">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Cdtr><Nm>Payee ${id}</Nm></Cdtr></RltdPties></TxDtls>`;
    const rest = `<NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${payment('TF-1', '60.05')}${payment('TF-2', '40.05')}</NtryDtls>`;
    const balances = camtBalance('OPBD', '100.10') + camtBalance('CLBD', '0.00');
    const file = await read(camtDocument(camtStatement({ balances, entries: camtEntry('100.10', { side: 'DBIT', rest }) })));
    expect(onlyLine(file)).toMatchObject({
      amountMinor: -10010n,
      batchItems: [
        { endToEndId: 'TF-1', amountMinor: -6005n, currency: 'GBP', counterpartyName: 'Payee TF-1' },
        { endToEndId: 'TF-2', amountMinor: -4005n },
      ],
    });
    expect(file.findings).toEqual([]);
    const wrong = await read(
      camtDocument(camtStatement({ balances, entries: camtEntry('100.10', { side: 'DBIT', rest: rest.replace('60.05', '60.04') }) })),
    );
    expect(wrong.findings).toMatchObject([{ code: 'batch-does-not-add-up', severity: 'warning' }]);
  });

  it('puts pages together, and says which are missing', async () => {
    const page = (number: number, last: boolean) => `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn>`;
    const first = camtStatement({
      head: page(1, false),
      balances: camtBalance('OPBD', '0.00') + camtBalance('ITBD', '60.00'),
      entries: camtEntry('60.00'),
    });
    const middle = camtStatement({
      head: page(2, false),
      balances: camtBalance('ITBD', '60.00') + camtBalance('ITBD', '90.00'),
      entries: camtEntry('30.00'),
    });
    const last = camtStatement({
      head: page(3, true),
      balances: camtBalance('ITBD', '90.00') + camtBalance('CLBD', '100.10'),
      entries: camtEntry('10.10'),
    });
    const whole = await read(camtDocument(first + middle + last));
    expect(whole.findings).toEqual([]);
    expect(whole.statements).toMatchObject([{ opening: { amountMinor: 0n }, closing: { amountMinor: 10010n }, lines: [{}, {}, {}] }]);
    expect(errorCodes(await read(camtDocument(first + middle)))).toEqual(['pages-missing']);
    expect(errorCodes(await read(camtDocument(middle + last)))).toEqual(['pages-missing']);
    expect(errorCodes(await read(camtDocument(first + last)))).toEqual(['pages-missing', 'pages-missing']);
    expect(
      errorCodes(
        await read(
          camtDocument(
            first +
              middle.replaceAll('>60.00<', '>61.00<').replace('>90.00<', '>91.00<') +
              last.replace('>90.00<', '>91.00<').replace('100.10', '101.10'),
          ),
        ),
      ),
    ).toContain('pages-do-not-join');
  });

  it('says that a message goes on in another file', async () => {
    const part = camtDocument().replace('</CreDtTm>', '</CreDtTm><MsgPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>');
    expect((await read(part)).findings).toMatchObject([{ code: 'message-continues-elsewhere', severity: 'warning', line: 2 }]);
  });

  it('is refused when it does not say its account or its currency', async () => {
    const of = (account: string) => refusalOf(camtDocument(camtStatement({ account })));
    expect((await of('<Acct><Ccy>GBP</Ccy></Acct>')).code).toBe('field-missing');
    expect((await of('<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>pounds</Ccy></Acct>')).code).toBe('currency-not-understood');
  });

  it('says what does not tie: sum, currency, balances, control totals, a bank statement sent twice', async () => {
    const codes = async (statement: string) => errorCodes(await read(camtDocument(statement)));
    expect(await codes(camtStatement({ entries: camtEntry('100.11') }))).toEqual(['does-not-tie']);
    expect(await codes(camtStatement({ entries: camtEntry('100.10', { currency: 'EUR' }) }))).toEqual(['currency-differs']);
    expect(await codes(camtStatement({ balances: camtBalance('CLBD', '100.10') }))).toEqual(['opening-balance-missing']);
    expect(await codes(camtStatement({ balances: camtBalance('OPBD', '0.00') }))).toEqual(['closing-balance-missing']);
    expect(await codes(camtStatement() + camtStatement())).toEqual(['statement-twice']);
    const summary = (count: string, sum: string) =>
      `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries></TtlNtries><TtlCdtNtries><Sum>${sum}</Sum></TtlCdtNtries></TxsSummry>`;
    expect(await codes(camtStatement({ entries: summary('1', '100.1') + camtEntry('100.10') }))).toEqual([]);
    expect(await codes(camtStatement({ entries: summary('2', '100.11') + camtEntry('100.10') }))).toEqual([
      'control-total-differs',
      'control-total-differs',
    ]);
  });

  it.each([
    ['an amount with five decimals', camtEntry('100.10001'), 'amount-not-exact'],
    ['an amount with a sign', camtEntry('-100.10'), 'amount-not-understood'],
    ['an amount with a thousands separator', camtEntry('1,000.00'), 'amount-not-understood'],
    ['an exponent', camtEntry('1e5'), 'amount-not-understood'],
    ['an amount beyond what we can keep', camtEntry('92233720368547758.08'), 'amount-too-large'],
    ['no currency', camtEntry('1.00').replace(' Ccy="GBP"', ''), 'currency-not-understood'],
    ['30 February', camtEntry('1.00', { date: '2026-02-30' }), 'date-not-understood'],
    ['a day in another order', camtEntry('1.00', { date: '01/04/2026' }), 'date-not-understood'],
    ['two amounts', camtEntry('1.00').replace('<Sts>', '<Amt Ccy="GBP">2.00</Amt><Sts>'), 'field-out-of-place'],
    ['an amount with an element inside', camtEntry('1<x/>00'), 'field-out-of-place'],
    ['text beside elements', camtEntry('1.00').replace('<Sts>', '5<Sts>'), 'field-out-of-place'],
    ['no side', camtEntry('1.00').replace(/<CdtDbtInd>.*?<\/CdtDbtInd>/, ''), 'field-missing'],
    ['an unknown side', camtEntry('1.00', { side: 'BOTH' }), 'field-not-understood'],
    ['an unknown status', camtEntry('1.00', { status: 'MAYBE' }), 'field-not-understood'],
    ['no status', camtEntry('1.00').replace(/<Sts>.*?<\/Sts>/, ''), 'field-missing'],
  ])('is refused with its line for %s', async (_what, entry, code) => {
    expect(await refusalOf(camtDocument(camtStatement({ entries: `\n\n${entry}` })))).toMatchObject({ code, line: 4 });
  });

  it('may be laid out with as much white space between its entries as it likes', async () => {
    const entries = camtEntry('0.00').concat(' '.repeat(100)).repeat(1_000) + camtEntry('100.10');
    expect((await read(camtDocument(camtStatement({ entries })))).statements[0]?.lines).toHaveLength(1_001);
  });

  it('reads the same in pieces of one byte', async () => {
    const bytes = new TextEncoder().encode(camtDocument(camtStatement({ id: 'Ü£€' })));
    async function* pieces() {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    const inPieces = await parseStatementFile(pieces(), { fileName: 'statement' });
    expect(inPieces).toEqual(await parseStatementFile(bytes, { fileName: 'statement' }));
    expect(inPieces.ok && inPieces.value.statements[0]?.statementId).toBe('Ü£€');
  });
});
