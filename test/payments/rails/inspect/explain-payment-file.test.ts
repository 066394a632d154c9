import { describe, expect, it } from 'vitest';
import { writeBacsFile } from '../../../../src/payments/rails/bacs/write-bacs-file.ts';
import { BANK_CSV_PROFILES } from '../../../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { writeBankCsv } from '../../../../src/payments/rails/bank-csv/write-bank-csv.ts';
import { explainPaymentFile } from '../../../../src/payments/rails/inspect/explain-payment-file.ts';
import type { Explanation } from '../../../../src/payments/rails/inspect/explanation.ts';
import { PAIN001_PROFILES } from '../../../../src/payments/rails/pain001/pain001-profiles.ts';
import { writePain001File } from '../../../../src/payments/rails/pain001/write-pain001-file.ts';
import { arucsXml, reportCsv } from '../bacs/written-reports.ts';
import { bytesOf, OWN_ACCOUNT, payment, submission, totalsOf } from '../payments-to-send.ts';

const PAYMENTS = [payment(), payment({ reference: 'TF000100000000436C', name: 'J. MCALLISTER', amountPence: 123_456n })];

async function explained(content: Uint8Array | string): Promise<Explanation[]> {
  const bytes = Buffer.from(content);
  // In small pieces, so that nothing rests on where a file was cut on its way.
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += 37) yield bytes.subarray(start, start + 37);
  }
  const all: Explanation[] = [];
  for await (const each of explainPaymentFile(pieces(), { fileName: 'file' })) all.push(each);
  return all;
}

async function bacs(): Promise<Buffer> {
  const file = writeBacsFile(submission(PAYMENTS), PAYMENTS);
  if (!file.ok) throw new Error(file.refusal.reason);
  return bytesOf(file.value);
}

describe('an explained payment file', () => {
  it('tells a Bacs file record by record, and that it is sound', async () => {
    const told = await explained(await bacs());
    expect(told.map((each) => ('line' in each ? each.line : each.kind))).toEqual(['format', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'end']);
    const words = told.map((each) => ('words' in each ? each.words : ''));
    expect(words[4]).toContain('processing day, the first one of several: Tuesday 30 March 2027; receiver: Bacs: 999999');
    expect(words[6]).toBe(
      'Pays £1,234.56 to J. MCALLISTER, the account ending 2490 at 40-47-84; processed on Tuesday 30 March 2027; reference TF000100000000436C; the payee reads "NORTHMOOR COUNCIL".',
    );
    expect(words[7]).toMatch(/^The contra: takes £2,003\.79 from our own account, the account ending 9911/);
    expect(words[11]).toMatch(/^Sound: 2 payments, £2,003\.79 together, on one processing day; submission A00042 of service user 654321/);
    expect(words.join('\n')).not.toContain('70872490');
  });

  it('tells what came back, and what follows from it', async () => {
    const returned = [
      { reference: 'TF000100000000427K', code: '2', pounds: '769.23' },
      { reference: 'TF000100000000436C', code: 'Q', pounds: '1.00' },
    ];
    for (const file of [arucsXml(returned), reportCsv('ARUCS', returned)]) {
      const told = await explained(file);
      expect(told.map(({ kind }) => kind)).toEqual(['format', 'line', 'item', 'line', 'end']);
      expect(told[2]).toMatchObject({
        words: expect.stringContaining('every schedule of this person stops; a named officer is told today'),
      });
      expect(told[3]).toMatchObject({ words: expect.stringContaining('Nobody here knows the code "Q" of ARUCS') });
      expect(told[4]).toMatchObject({ words: 'Sound: 2 payments told of. 1 with a code nobody here knows: they wait for a person.' });
    }
  });

  it('tells a pain.001 and the answer to it', async () => {
    const facts = {
      version: '03' as const,
      messageId: 'NORTHMOOR-1',
      createdAt: '2027-03-25T09:30:00Z',
      initiatingParty: { name: 'Northmoor Council' },
      account: OWN_ACCOUNT,
      scheme: 'bacs' as const,
      approved: totalsOf(PAYMENTS),
      profile: PAIN001_PROFILES[0] as (typeof PAIN001_PROFILES)[number],
    };
    const file = writePain001File(facts, PAYMENTS);
    if (!file.ok) throw new Error(file.refusal.reason);
    const told = await explained(await bytesOf(file.value));
    expect(told.map(({ kind }) => kind)).toEqual(['format', 'line', 'line', 'item', 'item', 'end']);
    expect(told[2]).toMatchObject({
      words: 'To be paid on Tuesday 30 March 2027 from the account ending 9911 at 20-00-00, by the service NURG.',
    });
    const answer = await explained(
      `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>B</MsgId></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>NORTHMOOR-1</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`,
    );
    expect(answer[2]).toMatchObject({
      words:
        'The whole message: rejected: nothing was paid (RJCT). Why: our account did not have the money (AM04). What follows: the instalment is open again; a named officer is told today.',
    });
  });

  it.each(BANK_CSV_PROFILES.map((profile) => [profile.name, profile] as const))(
    'knows the table of %s by its first row',
    async (name, profile) => {
      const file = writeBankCsv({ profile, account: OWN_ACCOUNT, approved: totalsOf(PAYMENTS), itemLimitPence: 2_000_000_000n }, PAYMENTS);
      if (!file.ok) throw new Error(file.refusal.reason);
      const told = await explained(await bytesOf(file.value));
      expect(told[0]).toMatchObject({ words: expect.stringContaining(`"${name}"`) });
      expect(told.at(-1)).toMatchObject({ kind: 'end', words: expect.stringMatching(/^2 payments, £2,003\.79 together/) });
    },
  );

  it.each<[what: string, content: string | Uint8Array, code: string]>([
    ['nothing', '', 'file-empty'],
    ['a letter', 'Dear council,\nplease pay.\n', 'format-not-known'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'format-not-known'],
    [
      'a bank statement',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt/></Document>',
      'format-not-known',
    ],
    ['zeros', new Uint8Array(5_000), 'format-not-known'],
  ])('is refused in words when it is %s', async (_, content, code) => {
    expect(await explained(content)).toMatchObject([{ kind: 'refused', refusal: { code, fileName: 'file' } }]);
  });

  it('ends with the refusal where a file stops being sound', async () => {
    const cut = await explained((await bacs()).subarray(0, 700));
    expect(cut.at(-1)).toMatchObject({ kind: 'refused', refusal: { code: 'record-length', line: 8 } });
    expect(cut.some(({ kind }) => kind === 'end')).toBe(false);
  });
});
