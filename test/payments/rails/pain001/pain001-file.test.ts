import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaymentToSend } from '../../../../src/payments/rails/bank-files/payment-to-send.ts';
import { PAIN001_PROFILES, pain001ProfileSchema } from '../../../../src/payments/rails/pain001/pain001-profiles.ts';
import { readPain001File } from '../../../../src/payments/rails/pain001/read-pain001-file.ts';
import { PAIN001_VERSIONS, type Pain001Submission, writePain001File } from '../../../../src/payments/rails/pain001/write-pain001-file.ts';
import { bytesOf, OWN_ACCOUNT, payment, paymentsToSend, submissionDays, totalsOf } from '../payments-to-send.ts';
import { XML_ATTACKS } from '../xml-attacks.ts';
import { Schema } from './validate-against-schema.ts';

const near = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const SCHEMAS = { '03': new Schema(near('schemas/pain.001.001.03.xsd')), '09': new Schema(near('schemas/pain.001.001.09.xsd')) };
const [PROFILE, OTHER_PROFILE] = PAIN001_PROFILES as [(typeof PAIN001_PROFILES)[number], (typeof PAIN001_PROFILES)[number]];

function message(payments: readonly PaymentToSend[], changes: Partial<Pain001Submission> = {}): Pain001Submission {
  return {
    version: '09',
    messageId: 'NORTHMOOR-20270325-1',
    createdAt: '2026-12-01T09:30:00Z',
    initiatingParty: { name: 'Northmoor Council', id: 'NMC001' },
    account: OWN_ACCOUNT,
    scheme: 'bacs',
    approved: totalsOf(payments),
    profile: PROFILE,
    ...changes,
  };
}

async function written(payments: readonly PaymentToSend[], changes: Partial<Pain001Submission> = {}): Promise<string> {
  const file = writePain001File(message(payments, changes), payments);
  if (!file.ok) throw new Error(file.refusal.reason);
  return (await bytesOf(file.value)).toString('utf8');
}

const read = (text: string) => readPain001File(Buffer.from(text), { fileName: 'run.xml' });
const TWO_DAYS = [
  payment(),
  payment({ reference: 'TF000100000000436C', name: 'J. & P. McAllister', sortCode: '110001', accountNumber: '00012345', amountPence: 1n }),
  payment({ reference: 'TF00010000000044Z1', processingDate: '2027-03-31', amountPence: 100_000n, rollNumber: 'D/1234-567' }),
];

describe('a pain.001', () => {
  it.each(PAIN001_VERSIONS)('in version %s is, byte for byte, the one explained in the golden file', async (version) => {
    const golden = near(`golden/pain.001.001.${version}.xml`).replace(/ *<!--[\s\S]*?-->\n/g, '');
    expect(await written(TWO_DAYS, { version })).toBe(golden);
  });

  it('gives its input back and is valid by the schema of its version, whatever is paid and whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        submissionDays.chain((day) => paymentsToSend(day)),
        fc.constantFrom(...PAIN001_VERSIONS),
        fc.constantFrom(...PAIN001_PROFILES),
        async (unordered, version, profile) => {
          const payments = [...unordered].sort((one, other) => (one.processingDate < other.processingDate ? -1 : 1));
          const small = payments.map((each) => ({ ...each, amountPence: (each.amountPence % 100_000_000n) + 1n }));
          const text = await written(small, { version, profile, scheme: 'faster-payments' });
          expect(SCHEMAS[version].faults(text)).toEqual([]);
          expect(await read(text)).toEqual({
            ok: true,
            value: { version, messageId: 'NORTHMOOR-20270325-1', createdAt: '2026-12-01T09:30:00Z', payments: small },
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stays valid and within the letters of a bank for any name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 90 }), fc.constantFrom(...PAIN001_VERSIONS), async (name, version) => {
        const text = await written([payment({ name: `ANN ${name}` })], { version });
        expect(SCHEMAS[version].faults(text)).toEqual([]);
        expect(/<Cdtr><Nm>(.*)<\/Nm>/.exec(text)?.[1]?.replaceAll('&amp;', '&')).toMatch(/^[A-Z0-9.&/ -]{3,70}$/);
      }),
      { numRuns: 200 },
    );
  });

  it('names the service as its bank does', async () => {
    const text = await written([payment()], { profile: OTHER_PROFILE, scheme: 'faster-payments' });
    expect(text).toContain('<PmtTpInf><SvcLvl><Cd>URNS</Cd></SvcLvl><LclInstrm><Prtry>FPS</Prtry></LclInstrm></PmtTpInf>');
    expect(pain001ProfileSchema.safeParse({ ...PROFILE, services: {} }).success).toBe(false);
    for (const profile of PAIN001_PROFILES) expect(pain001ProfileSchema.parse(profile)).toEqual(profile);
  });

  it.each([
    ['messageId', { messageId: 'a message of ours that is far too long' }],
    ['createdAt', { createdAt: '2027-03-25' }],
    ['initiatingParty.name', { initiatingParty: { name: 'محمد' } }],
    ['scheme', { profile: { ...PROFILE, services: { chaps: {} } } }],
  ] as const)('is refused with the field %s named', (field, change) => {
    const file = writePain001File(message([payment()], change), [payment()]);
    expect(file).toMatchObject({ ok: false, refusal: { code: 'submission-not-understood', field } });
  });

  it('is refused on days the scheme does not move money, over its limit, and when its days are mixed', async () => {
    const holiday = [payment({ processingDate: '2027-03-26' })];
    expect(writePain001File(message(holiday), holiday)).toMatchObject({ refusal: { code: 'processing-date-not-possible' } });
    expect(writePain001File(message(holiday, { scheme: 'faster-payments' }), holiday).ok).toBe(true);
    const refusedWhenWritten = async (payments: readonly PaymentToSend[], changes: Partial<Pain001Submission>) => {
      const file = writePain001File(message(payments, changes), payments);
      if (!file.ok) throw new Error(file.refusal.reason);
      for await (const _chunk of file.value.chunks);
      return file.value.outcome();
    };
    const large = [payment({ amountPence: 100_000_001n })];
    expect(await refusedWhenWritten(large, { scheme: 'faster-payments' })).toMatchObject({
      refusal: { payments: [{ code: 'amount-over-limit' }] },
    });
    expect(await refusedWhenWritten([...TWO_DAYS].reverse(), {})).toMatchObject({
      refusal: { payments: [{ number: 2, field: 'processingDate' }, { number: 3 }] },
    });
  });
});

describe('a pain.001 that somebody gives us', () => {
  it('is refused wherever it was cut off, and for sums, counts and currencies that do not hold', async () => {
    const text = await written(TWO_DAYS);
    for (let end = 0; end < text.length - 2; end += 97) expect((await read(text.slice(0, end))).ok).toBe(false);
    const change = async (from: string, to: string) => read(text.replace(from, to));
    expect(await change('<CtrlSum>1769.24', '<CtrlSum>1769.25')).toMatchObject({ refusal: { code: 'totals-differ', line: 4 } });
    expect(await change('<CtrlSum>769.24', '<CtrlSum>769.25')).toMatchObject({ refusal: { code: 'totals-differ', line: 11 } });
    expect(await change('<NbOfTxs>3', '<NbOfTxs>4')).toMatchObject({ refusal: { code: 'totals-differ' } });
    expect(await change('Ccy="GBP"', 'Ccy="EUR"')).toMatchObject({ refusal: { code: 'currency-not-pounds' } });
    expect(await change('GBDSC', 'DEBLZ')).toMatchObject({ refusal: { code: 'field-not-understood' } });
    expect(await change('>769.23<', '>769.235<')).toMatchObject({ refusal: { code: 'amount-not-understood' } });
    expect(await change('pain.001.001.09', 'pain.001.001.99')).toMatchObject({ refusal: { code: 'format-not-known', line: 2 } });
  });

  it.each(XML_ATTACKS)('is refused for %s', async (_, attack) => {
    expect((await read(attack(await written([payment()])))).ok).toBe(false);
  });
});

describe('the schema check of these tests', () => {
  it.each([
    ['an element out of order', /(<MsgId>.*<\/MsgId>)\n(<CreDtTm>.*<\/CreDtTm>)/, '$2\n$1'],
    ['an element missing', /<PmtMtd>TRF<\/PmtMtd>\n/, ''],
    ['a word not in the list', />TRF</, '>XXX<'],
    ['a text too long', /<EndToEndId>.*?</, `<EndToEndId>${'x'.repeat(36)}<`],
    ['an amount with six decimals', /Ccy="GBP">769.23/, 'Ccy="GBP">769.230001'],
    ['a currency missing', / Ccy="GBP"/, ''],
    ['a day of the other version', /<ReqdExctnDt><Dt>(.*?)<\/Dt>/, '<ReqdExctnDt>$1'],
    ['an element of nobody', /<\/InitgPty>/, '<Extra/></InitgPty>'],
  ])('finds %s', async (_, from, to) => {
    expect(SCHEMAS['09'].faults((await written(TWO_DAYS)).replace(from, to))).not.toEqual([]);
  });
});
