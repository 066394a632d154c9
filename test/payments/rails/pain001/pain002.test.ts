import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPain002 } from '../../../../src/payments/rails/pain001/read-pain002.ts';
import { furtherStanding, type PaymentStanding } from '../../../../src/payments/rails/pain001/status-codes.ts';
import { XML_ATTACKS } from '../xml-attacks.ts';

const read = (text: string, messageIds = ['NORTHMOOR-20270325-1']) =>
  readPain002(Buffer.from(text), { fileName: 'answer.xml', messageIds });

function answer(inner: string, { version = '10', original = 'NORTHMOOR-20270325-1', group = '' } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-7</MsgId><CreDtTm>2027-03-25T09:31:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${original}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><OrgnlNbOfTxs>3</OrgnlNbOfTxs>${group}</OrgnlGrpInfAndSts>
${inner}
</CstmrPmtStsRpt></Document>`;
}

const payment = (reference: string, status: string, reason = '') =>
  `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reason}<OrgnlTxRef><Amt><InstdAmt Ccy="GBP">769.23</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`;
const reason = (code: string, words = '') =>
  `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn>${words && `<AddtlInf>${words}</AddtlInf>`}</StsRsnInf>`;

async function statusesOf(text: string) {
  const events = await read(text);
  if (!events.ok) throw new Error(events.refusal.reason);
  return events.value.filter(({ kind }) => kind !== 'answer');
}

describe('a pain.002', () => {
  it('accepts a message as a whole, in every version from 03', async () => {
    for (const version of ['03', '10'])
      expect(await read(answer('', { version, group: '<GrpSts>ACCP</GrpSts>' }))).toMatchObject({
        value: [
          { kind: 'answer', messageId: 'BANK-7', originalMessageId: 'NORTHMOOR-20270325-1', payments: 3, line: 4 },
          { kind: 'status', of: 'message', standing: 'accepted', follows: [] },
        ],
      });
  });

  it('takes a message in part: each rejected payment reopens its instalment, and says what else follows from its reason', async () => {
    const text = answer(
      `<OrgnlPmtInfAndSts><OrgnlPmtInfId>NORTHMOOR-20270325-1-20270330</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
${payment('TF000100000000427K', 'RJCT', reason('AC04', 'CLOSED 1 MARCH'))}
${payment('TF000100000000436C', 'RJCT', reason('MD07'))}
${payment('TF00010000000044Z1', 'ACSC')}
${payment('TF000100000000459V', 'RJCT', '<StsRsnInf><Rsn><Prtry>X77</Prtry></Rsn></StsRsnInf>')}
</OrgnlPmtInfAndSts>`,
      { group: '<GrpSts>PART</GrpSts>' },
    );
    expect(await statusesOf(text)).toMatchObject([
      { kind: 'in-part', of: 'message' },
      {
        of: 'payment',
        reference: 'TF000100000000427K',
        amountPence: 76_923n,
        line: 6,
        standing: 'rejected',
        reasons: [{ code: 'AC04', meaning: 'the account is closed', words: 'CLOSED 1 MARCH' }],
        follows: ['reopen-instalment', 'ask-payee-for-account'],
      },
      { follows: ['reopen-instalment', 'stop-payee', 'alert-named-officer'] },
      { standing: 'settled', follows: [] },
      { reasons: [{ code: 'X77' }], follows: ['reopen-instalment', 'check-our-record'] },
      { kind: 'in-part', of: 'day' },
    ]);
  });

  it('parks a status nobody knows', async () => {
    const events = await statusesOf(
      answer(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>${payment('TF000100000000427K', 'WHAT')}</OrgnlPmtInfAndSts>`),
    );
    expect(events).toMatchObject([{ kind: 'parked', status: 'WHAT', reference: 'TF000100000000427K', line: 5 }]);
    expect(await statusesOf(answer('', { group: '<GrpSts>constructor</GrpSts>' }))).toMatchObject([{ kind: 'parked' }]);
  });

  it('is refused when it answers another message, twice the same payment, or in another currency', async () => {
    const block = (inner: string) => answer(`<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>${inner}</OrgnlPmtInfAndSts>`);
    expect(await read(answer('', { original: 'SOMEBODY-1' }))).toMatchObject({ refusal: { code: 'other-service-user', line: 4 } });
    expect(await read(block(payment('A1', 'ACSC') + payment('A1', 'RJCT')))).toMatchObject({ refusal: { code: 'item-twice', line: 5 } });
    expect(await read(block(payment('A1', 'ACSC').replace('GBP', 'EUR')))).toMatchObject({ refusal: { code: 'currency-not-pounds' } });
    expect(await read(answer('', { version: '99' }))).toMatchObject({ refusal: { code: 'format-not-known' } });
  });

  it.each(XML_ATTACKS)('is refused for %s', async (_, attack) => {
    expect((await read(attack(answer('', { group: '<GrpSts>ACCP</GrpSts>' })))).ok).toBe(false);
  });
});

describe('where a payment stands', () => {
  const standings = fc.constantFrom<PaymentStanding>('received', 'accepted', 'settled', 'rejected');

  it('is the same in whichever order the answers come', () => {
    fc.assert(
      fc.property(fc.array(standings, { minLength: 1 }), (answers) => {
        const inOrder = answers.reduce(furtherStanding);
        expect([...answers].reverse().reduce(furtherStanding)).toBe(inOrder);
        expect(answers.includes('rejected') ? inOrder === 'rejected' : answers.includes(inOrder)).toBe(true);
      }),
    );
    expect(furtherStanding('settled', 'accepted')).toBe('settled');
  });
});
