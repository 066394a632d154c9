import { describe, expect, it } from 'vitest';
import { readBacsReport } from '../../../../src/payments/rails/bacs/reports/read-bacs-report.ts';
import { XML_ATTACKS } from '../xml-attacks.ts';
import { arucsXml, reportCsv, type WrittenReturn } from './written-reports.ts';

const read = (text: string, serviceUserNumbers = ['654321']) =>
  readBacsReport(Buffer.from(text), { fileName: 'arucs.xml', serviceUserNumbers });

async function itemsOf(text: string) {
  const reports = await read(text);
  if (!reports.ok) throw new Error(reports.refusal.reason);
  return reports.value.events.filter(({ kind }) => kind !== 'report');
}

const OSMAN: WrittenReturn = { reference: 'TF000100000000427K', code: '0', pounds: '769.23' };

describe('a report of returned credits (ARUCS)', () => {
  it('tells each return with its meaning and all that follows from it, as XML and as a table alike', async () => {
    const returns = [
      OSMAN,
      { ...OSMAN, reference: 'TF000100000000436C', code: '2012' },
      { ...OSMAN, reference: 'TF00010000000044Z1', code: 'B' },
      { ...OSMAN, reference: 'TF000100000000459V', code: '3', newSortCode: '11-00-01', newAccountNumber: '12345' },
      { ...OSMAN, reference: 'TF00010000000046KD', code: 'C' },
    ];
    const events = await itemsOf(arucsXml(returns));
    expect(events).toMatchObject([
      {
        kind: 'credit-returned',
        line: 8,
        reference: 'TF000100000000427K',
        amountPence: 76_923n,
        account: { sortCode: '404784', accountNumber: '70872490', name: 'AMINA OSMAN' },
        originalProcessingDate: '2027-03-30',
        follows: ['reopen-instalment', 'ask-payee-for-account'],
      },
      { code: '2012', meaning: 'the payee has died', follows: ['reopen-instalment', 'stop-payee', 'alert-named-officer'] },
      { meaning: 'the account is closed' },
      { newAccount: { sortCode: '110001', accountNumber: '00012345', name: 'AMINA OSMAN' } },
      { follows: ['reopen-instalment'] },
    ]);
    const keys = (found: readonly object[]) => found.map((event) => 'key' in event && event.key);
    expect(keys(await itemsOf(reportCsv('ARUCS', returns)))).toEqual(keys(events));
  });

  it('parks a code nobody knows, with the item it stands on and nothing that follows', async () => {
    const [parked, ...more] = await itemsOf(arucsXml([{ ...OSMAN, code: 'Q' }]));
    expect(parked).toMatchObject({
      kind: 'parked',
      line: 8,
      code: 'Q',
      reference: OSMAN.reference,
      reason: expect.stringContaining('Ask the bank'),
    });
    expect(parked).not.toHaveProperty('follows');
    expect(more).toEqual([]);
    expect(await itemsOf(arucsXml([{ ...OSMAN, code: '22' }]))).toMatchObject([{ kind: 'parked' }]);
  });

  it('tells two equal returns apart, and the same two again as the same', async () => {
    const twice = arucsXml([OSMAN, OSMAN]);
    const keys = (await itemsOf(twice)).map((event) => 'key' in event && event.key);
    expect(new Set(keys).size).toBe(2);
    expect((await itemsOf(twice)).map((event) => 'key' in event && event.key)).toEqual(keys);
  });

  it('is refused for another service user, and where its totals do not tie', async () => {
    for (const file of [arucsXml([OSMAN], { serviceUserNumber: '111111' }), reportCsv('ARUCS', [OSMAN], { serviceUserNumber: '111111' })])
      expect(await read(file)).toMatchObject({ refusal: { code: 'other-service-user' } });
    for (const totals of [
      [2, '769.23'],
      [1, '769.24'],
    ] as const) {
      expect(await read(arucsXml([OSMAN], { totals }))).toMatchObject({ refusal: { code: 'totals-differ', line: 11 } });
      expect(await read(reportCsv('ARUCS', [OSMAN], { totals }))).toMatchObject({ refusal: { code: 'totals-differ', line: 3 } });
    }
  });

  it('is refused wherever it was cut off', async () => {
    for (const whole of [arucsXml([OSMAN, OSMAN]), reportCsv('ARUCS', [OSMAN, OSMAN])])
      for (let end = 0; end < whole.length - 3; end += 11) expect((await read(whole.slice(0, end))).ok).toBe(false);
  });

  it.each([
    ['amount', 'valueOf="769.23"', 'valueOf="769,23"', 'amount-not-understood'],
    ['amount', 'valueOf="769.23"', 'valueOf="7.6923e2"', 'amount-not-understood'],
    ['currency', 'currency="GBP">', 'currency="EUR">', 'currency-not-pounds'],
    ['day', '2027-03-30', '2027-02-30', 'date-not-understood'],
    ['account', 'number="70872490"', 'number="708724901"', 'field-not-understood'],
    ['report', 'ARUCS', 'ARUDD', 'format-not-known'],
    ['root', 'BACSDocument', 'Document', 'format-not-known'],
  ])('is refused in words with its line for an %s that is not understood: %s as %s', async (_, from, to, code) => {
    const refused = await read(arucsXml([OSMAN]).replaceAll(from, to));
    expect(refused).toMatchObject({ ok: false, refusal: { code, line: expect.any(Number) } });
  });

  it.each(XML_ATTACKS)('is refused for %s, and reaches out for nothing', async (_, attack) => {
    const begun = performance.now();
    expect((await read(attack(arucsXml([OSMAN])))).ok).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe('advice of a wrong account (AWACS)', () => {
  it('proposes the new account and reopens nothing, for the money has arrived', async () => {
    const moved = { ...OSMAN, code: '3', newSortCode: '110001', newAccountNumber: '00012345' };
    for (const file of [
      reportCsv('AWACS', [moved]),
      arucsXml([moved]).replaceAll('ARUCS', 'AWACS').replaceAll('ReturnedCreditItem', 'WrongAccountItem'),
    ])
      expect(await itemsOf(file)).toMatchObject([
        { kind: 'account-changed', follows: ['propose-new-account'], newAccount: { sortCode: '110001', accountNumber: '00012345' } },
      ]);
    expect(await itemsOf(reportCsv('AWACS', [{ ...moved, code: 'B' }]))).toMatchObject([{ kind: 'parked' }]);
  });
});

describe('an input report', () => {
  it('tells what was taken and what was not', async () => {
    const events = await itemsOf(`<?xml version="1.0"?>
<BACSDocument><Data><InputReport>
<Header reportType="INPUT" currentProcessingDate="2027-03-26"/>
<ServiceLicenseInformation userName="NORTHMOOR COUNCIL" userNumber="654321"/>
<AccountTotals><AccountTotal><CreditEntry><AcceptedRecords numberOf="41" valueOf="31538.43"/><RejectedRecords numberOf="1" valueOf="769.23"/></CreditEntry></AccountTotal></AccountTotals>
<ErrorItem errorCode="E" ref="TF000100000000427K" valueOf="769.23"><PayeeAccount sortCode="404784" number="70872490" name="AMINA OSMAN"/></ErrorItem>
</InputReport></Data></BACSDocument>`);
    expect(events).toMatchObject([
      { kind: 'input-counted', acceptedPayments: 41, acceptedPence: 3_153_843n, rejectedPayments: 1, rejectedPence: 76_923n },
      { kind: 'item-not-as-sent', code: 'E', meaning: expect.stringContaining('sort code'), follows: ['check-our-record'] },
    ]);
  });
});
