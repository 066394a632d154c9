import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BACS_PROFILES, bacsProfileSchema } from '../../../../src/payments/rails/bacs/bacs-profiles.ts';
import { readBacsFile } from '../../../../src/payments/rails/bacs/read-bacs-file.ts';
import { writeBacsFile } from '../../../../src/payments/rails/bacs/write-bacs-file.ts';
import type { PaymentToSend } from '../../../../src/payments/rails/bank-files/payment-to-send.ts';
import { bytesOf, payment, paymentsToSend, submission, submissionDays } from '../payments-to-send.ts';

async function written(payments: readonly PaymentToSend[], changes: Parameters<typeof submission>[1] = {}): Promise<string> {
  const file = writeBacsFile(submission(payments, changes), payments);
  if (!file.ok) throw new Error(file.refusal.reason);
  return (await bytesOf(file.value)).toString('latin1');
}

/** What stands between the lines of a golden file is for people; the file itself is the lines that do not begin with a hash. */
function golden(name: string): string {
  const text = readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => `${line.slice(0, line.lastIndexOf('|'))}\r\n`)
    .join('');
}

const CHILDREN = [
  payment(),
  payment({ reference: 'TF000100000000436C', name: 'J. & P. MCALLISTER', sortCode: '110001', accountNumber: '00012345', amountPence: 1n }),
];

describe('a Bacs file', () => {
  it('is, byte for byte, the one explained in the golden file', async () => {
    expect(await written(CHILDREN)).toBe(golden('single-day.txt'));
    const twoDays = [...CHILDREN, payment({ reference: 'TF00010000000044Z1', processingDate: '2027-03-31', amountPence: 100_000n })];
    expect(await written(twoDays)).toBe(golden('multi-day.txt'));
  });

  it('gives its input back, is of exact lengths, ties and balances, whatever is paid and whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        submissionDays.chain((submittedOn) => fc.tuple(fc.constant(submittedOn), paymentsToSend(submittedOn))),
        fc.constantFrom(...BACS_PROFILES),
        async ([submittedOn, payments], profile) => {
          const text = await written(payments, { submittedOn, profile });
          const days = new Set(payments.map(({ processingDate }) => processingDate));
          const width = days.size > 1 ? 106 : 100;
          const records = text.split('\r\n').slice(0, -1);
          expect(records.map((record) => record.length)).toEqual([
            80,
            80,
            80,
            80,
            ...Array(payments.length + days.size).fill(width),
            80,
            80,
            80,
          ]);
          const read = await readBacsFile(Buffer.from(text), { fileName: 'own', serviceUserNumbers: ['654321'] });
          expect(read).toEqual({
            ok: true,
            value: {
              serial: 'A00042',
              serviceUserNumber: '654321',
              days: days.size > 1 ? 'multi-day' : 'single-day',
              createdOn: submittedOn,
              payments,
            },
          });
          const sum = payments.reduce((total, { amountPence }) => total + amountPence, 0n);
          const contras = records.filter((record) => record.slice(64, 70) === 'CONTRA').map((record) => BigInt(record.slice(35, 46)));
          expect(contras.reduce((total, pence) => total + pence, 0n)).toBe(sum);
          expect(records.at(-1)).toMatch(new RegExp(`^UTL1${String(sum).padStart(13, '0')}${String(sum).padStart(13, '0')}`));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(BACS_PROFILES.map((profile) => [profile.name, profile]))('of the bank profile %s has header fields that fit', (_, profile) => {
    expect(bacsProfileSchema.parse(profile)).toEqual(profile);
    expect(bacsProfileSchema.safeParse({ ...profile, fileNumber: '1' }).success).toBe(false);
    expect(bacsProfileSchema.safeParse({ ...profile, systemCode: 'FAR TOO LONG A NAME' }).success).toBe(false);
  });

  it('is the same bytes for the same run', async () => {
    const [first, second] = [await written(CHILDREN), await written(CHILDREN)];
    expect(first).toBe(second);
    expect(await written(CHILDREN, { serial: 'A00043' })).not.toBe(first);
  });

  it('carries any name in the letters of Bacs, and tells every one that it changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (name) => {
        const payments = [payment({ name: `ANN ${name}` })];
        const file = writeBacsFile(submission(payments), payments);
        if (!file.ok) throw new Error(file.refusal.reason);
        const text = (await bytesOf(file.value)).toString('latin1');
        const printed = text.split('\r\n')[4]?.slice(82, 100) ?? '';
        expect(printed).toMatch(/^[A-Z0-9.&/ -]{18}$/);
        const outcome = file.value.outcome();
        const changes = outcome.ok ? outcome.value.changes : [];
        const asBanksPrint = `ANN ${name}`.toUpperCase().replace(/\s+/g, ' ').trim();
        if (printed.trimEnd() !== asBanksPrint) expect(changes).toMatchObject([{ number: 1, field: 'name', to: printed.trimEnd() }]);
      }),
      { numRuns: 300 },
    );
    const payments = [payment({ name: 'Zoë Łukasiewicz-O’Brien' })];
    const file = writeBacsFile(submission(payments), payments);
    if (!file.ok) throw new Error(file.refusal.reason);
    await bytesOf(file.value);
    expect(file.value.outcome()).toMatchObject({
      value: {
        changed: 1,
        changes: [{ to: 'ZOE LUKASIEWICZ-O', changes: ['letters-made-plain', 'characters-became-spaces', 'shortened'] }],
      },
    });
  });

  it('books a building society account by its roll number, and tells that the reference gave way', async () => {
    const payments = [payment({ rollNumber: 'd/1234-567' })];
    const file = writeBacsFile(submission(payments), payments);
    if (!file.ok) throw new Error(file.refusal.reason);
    expect((await bytesOf(file.value)).toString('latin1').split('\r\n')[4]?.slice(64, 82)).toBe('D/1234-567        ');
    expect(file.value.outcome()).toMatchObject({ value: { changes: [{ field: 'reference', changes: ['roll-number-in-place'] }] } });
  });
});

describe('a submission to Bacs', () => {
  const refusalOf = async (payments: readonly PaymentToSend[], changes: Parameters<typeof submission>[1] = {}) => {
    const file = writeBacsFile(submission(payments, changes), payments);
    if (!file.ok) return file.refusal;
    let written = '';
    for await (const chunk of file.value.chunks) written += Buffer.from(chunk).toString('latin1');
    expect(written).not.toContain('UTL1');
    const outcome = file.value.outcome();
    return outcome.ok ? undefined : outcome.refusal;
  };

  it.each([
    ['reference', { reference: 'TF0001000000004270X' }, 'reference-not-carried'],
    ['reference', { reference: 'ABC12' }, 'reference-not-carried'],
    ['reference', { reference: '0000000000' }, 'reference-not-carried'],
    ['reference', { reference: 'DDIC000001' }, 'reference-not-carried'],
    ['reference', { reference: 'MÜLLER2027' }, 'reference-not-carried'],
    ['name', { name: 'محمد' }, 'name-says-nothing'],
    ['sortCode', { sortCode: '40-47-84' }, 'sort-code-not-six-digits'],
    ['accountNumber', { accountNumber: '1234567' }, 'account-number-not-eight-digits'],
    ['amountPence', { amountPence: 0n }, 'amount-not-positive'],
    ['amountPence', { amountPence: 2_000_000_001n }, 'amount-over-limit'],
    ['rollNumber', { rollNumber: '1234567890123456789' }, 'roll-number-not-carried'],
  ] as const)('is refused for a payment whose %s is %o', async (field, change, code) => {
    const refusal = await refusalOf([payment(), payment(change)]);
    expect(refusal).toMatchObject({ code: 'payments-refused', payments: [{ number: 2, field, code }] });
  });

  it('is refused as a whole when its payments are not what was approved', async () => {
    const payments = [payment()];
    const approved = [{ processingDate: payment().processingDate, payments: 1, amountPence: 76_924n }];
    expect(await refusalOf(payments, { approved })).toMatchObject({ code: 'totals-not-as-approved' });
    expect(await refusalOf([...payments, payment({ processingDate: '2027-04-01' })], { approved })).toMatchObject({
      payments: [{ number: 2, code: 'processing-date-not-approved' }],
    });
  });

  it.each([
    ['serial', { serial: '000000' }],
    ['serviceUserNumber', { serviceUserNumber: '12345' }],
    ['account.sortCode', { account: { sortCode: '2000', accountNumber: '55779911', name: 'X' } }],
    ['approved', { approved: [] }],
  ])('is refused with the field %s named', async (field, change) => {
    expect(await refusalOf([payment()], change)).toMatchObject({ code: 'submission-not-understood', field });
  });

  it('is refused over the bank’s limits, and on days Bacs cannot process', async () => {
    expect(await refusalOf([payment()], { fileLimitPence: 76_922n })).toMatchObject({ code: 'file-over-limit' });
    expect(await refusalOf([payment()], { itemLimitPence: 76_922n })).toMatchObject({ payments: [{ code: 'amount-over-limit' }] });
    const monday = [payment({ processingDate: '2027-03-29' })];
    expect(await refusalOf(monday)).toMatchObject({
      code: 'processing-date-not-possible',
      reason: expect.stringContaining('Easter Monday'),
    });
    expect(await refusalOf([payment({ processingDate: '2027-03-25' })])).toMatchObject({ code: 'processing-date-not-possible' });
    expect(await refusalOf([payment({ processingDate: '2027-04-26' })])).toMatchObject({ code: 'processing-date-not-possible' });
    const two = [payment(), payment({ processingDate: '2027-03-31' })];
    expect(await refusalOf(two, { days: 'single-day' })).toMatchObject({ field: 'days' });
  });
});

describe('a Bacs file that somebody gives us', () => {
  const read = (text: string, serviceUserNumbers = ['654321']) =>
    readBacsFile(Buffer.from(text, 'latin1'), { fileName: 'given.txt', serviceUserNumbers });

  it('is refused wherever it was cut off', async () => {
    const text = await written(CHILDREN);
    for (let end = 0; end < text.length - 2; end += 7) expect((await read(text.slice(0, end))).ok).toBe(false);
  });

  it('is refused for any digit of an amount, a count or a label that was changed', async () => {
    const text = await written(CHILDREN);
    const records = text.split('\r\n');
    const change = (line: number, from: number, to: string) =>
      records.map((record, index) => (index === line ? record.slice(0, from) + to + record.slice(from + to.length) : record)).join('\r\n');
    expect(await read(change(4, 45, '9'))).toMatchObject({ refusal: { code: 'totals-differ', line: 10 } });
    expect(await read(change(6, 45, '9'))).toMatchObject({ refusal: { code: 'totals-differ' } });
    expect(await read(change(6, 0, '999999'))).toMatchObject({ refusal: { code: 'other-account', line: 7 } });
    expect(await read(change(9, 43, '7'))).toMatchObject({ refusal: { code: 'totals-differ', line: 10 } });
    expect(await read(change(7, 8, '9'))).toMatchObject({ refusal: { code: 'field-out-of-place', line: 8 } });
    expect(await read(change(4, 15, '17'))).toMatchObject({ refusal: { code: 'code-not-known', line: 5 } });
    expect(await read(change(3, 7, '367'))).toMatchObject({ refusal: { code: 'date-not-understood', line: 4 } });
    expect(await read(change(5, 82, 'é'))).toMatchObject({ refusal: { code: 'field-not-understood', line: 6 } });
    expect(await read(text + text)).toMatchObject({ refusal: { code: 'field-out-of-place', line: 11 } });
  });

  it('is refused when it is another service user’s', async () => {
    expect(await read(await written(CHILDREN), ['111111'])).toMatchObject({ refusal: { code: 'other-service-user', line: 1 } });
  });
});
