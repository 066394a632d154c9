import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BankCsvProfile, bankCsvProfileSchema } from '../../../../src/payments/rails/bank-csv/bank-csv-profile.ts';
import { BANK_CSV_PROFILES } from '../../../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { readBankCsv } from '../../../../src/payments/rails/bank-csv/read-bank-csv.ts';
import { type BankCsvSubmission, writeBankCsv } from '../../../../src/payments/rails/bank-csv/write-bank-csv.ts';
import type { PaymentToSend } from '../../../../src/payments/rails/bank-files/payment-to-send.ts';
import { bytesOf, OWN_ACCOUNT, payment, paymentsToSend, totalsOf } from '../payments-to-send.ts';

const named = (name: string) => BANK_CSV_PROFILES.find((profile) => profile.name === name) as BankCsvProfile;

function table(payments: readonly PaymentToSend[], changes: Partial<BankCsvSubmission> = {}): BankCsvSubmission {
  return { profile: named('bacs-bureau'), account: OWN_ACCOUNT, approved: totalsOf(payments), itemLimitPence: 2_000_000_000n, ...changes };
}

async function written(payments: readonly PaymentToSend[], changes: Partial<BankCsvSubmission> = {}): Promise<string> {
  const file = writeBankCsv(table(payments, changes), payments);
  if (!file.ok) throw new Error(file.refusal.reason);
  return (await bytesOf(file.value)).toString('latin1');
}

const read = (text: string, profile: BankCsvProfile) => readBankCsv(Buffer.from(text, 'latin1'), { fileName: 'run.csv', profile });

describe('a bank’s payment table', () => {
  it.each(['bacs-bureau', 'lloyds-commercial'])('%s is, byte for byte, the golden file', async (name) => {
    const payments = [payment(), payment({ reference: 'TF000100000000436C', name: 'J. & P. McAllister', amountPence: 1n })];
    const golden = readFileSync(new URL(`./golden/${name}.csv`, import.meta.url), 'utf8');
    expect(await written(payments, { profile: named(name) })).toBe(golden.replaceAll('\n', '\r\n'));
  });

  it('gives its input back by every profile, and no cell begins like a formula', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...BANK_CSV_PROFILES), paymentsToSend('2027-03-25', { days: 1 }), async (profile, payments) => {
        const text = await written(payments, { profile });
        const rows = text.split('\r\n').slice(profile.header ? 1 : 0, -1);
        for (const cell of rows.flatMap((row) => row.split(','))) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
        const back = await read(text, profile);
        if (!back.ok) throw new Error(back.refusal.reason);
        const names = payments.map(({ name }) => name.replace(/^[ -]+/, ''));
        expect(back.value.map(({ line: _, ...each }) => each)).toEqual(
          payments.map((each, index) => ({ ...each, name: names[index]?.slice(0, back.value[index]?.name.length) })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('takes the sign of a formula from a name and tells it', async () => {
    const payments = [payment({ name: '=HYPERLINK("http://x";"-1+1")' }), payment({ name: '-SUM(A1)' })];
    const file = writeBankCsv(table(payments), payments);
    if (!file.ok) throw new Error(file.refusal.reason);
    const names = (await bytesOf(file.value))
      .toString()
      .split('\r\n')
      .map((row) => row.split(',')[2]);
    expect(names.slice(0, 2)).toEqual(['HYPERLINK HTTP //X', 'SUM A1']);
    expect(file.value.outcome()).toMatchObject({ value: { changed: 2, changes: [{ number: 1 }, { number: 2, to: 'SUM A1' }] } });
  });

  it.each([
    ['cut in a row', (text: string) => text.slice(0, -30), 'record-length', 2],
    ['with zeros taken by a spreadsheet', (text: string) => text.replace('00012345', '12345'), 'field-not-understood', 2],
    ['with an amount a person wrote', (text: string) => text.replace('769.23', '£769.23'), 'amount-not-understood', 1],
    ['with a day there is not', (text: string) => text.replace('30/03/2027', '30/02/2027'), 'date-not-understood', 1],
    ['with another transaction code', (text: string) => text.replace(',99,', ',17,'), 'field-not-understood', 1],
  ])('is refused %s, with its line', async (_, change, code, line) => {
    const text = await written([payment(), payment({ accountNumber: '00012345' })]);
    expect(await read(change(text), named('bacs-bureau'))).toMatchObject({ refusal: { code, line } });
  });

  it('is refused under the heading of another table', async () => {
    expect(await read(await written([payment()], { profile: named('barclays-iportal') }), named('lloyds-commercial'))).toMatchObject({
      refusal: { code: 'columns-not-known', line: 1 },
    });
  });
});

describe('the mapping a person makes of a bank’s table', () => {
  const sound = named('natwest-bankline');

  it.each<[what: string, change: (profile: BankCsvProfile) => unknown]>([
    ['without an amount', (profile) => ({ ...profile, columns: profile.columns.filter(({ heading }) => heading !== 'Amount') })],
    ['with two references', (profile) => ({ ...profile, columns: [...profile.columns, { heading: 'More', field: 'reference' }] })],
    ['with a constant that is a formula', (profile) => ({ ...profile, columns: [...profile.columns, { heading: 'X', constant: '=1+1' }] })],
    ['with a heading that is a formula', (profile) => ({ ...profile, columns: [...profile.columns, { heading: '@X', constant: '1' }] })],
    ['with a column that is nothing', (profile) => ({ ...profile, columns: [...profile.columns, { heading: 'X' }] })],
    ['with fields nobody knows', (profile) => ({ ...profile, more: true })],
    [
      'that cuts the reference',
      (profile) => ({ ...profile, columns: profile.columns.map((each) => (each.field === 'reference' ? { ...each, longest: 12 } : each)) }),
    ],
  ])('is refused %s', (_, change) => {
    expect(bankCsvProfileSchema.safeParse(sound).success).toBe(true);
    expect(bankCsvProfileSchema.safeParse(change(sound)).success).toBe(false);
    expect(writeBankCsv(table([payment()], { profile: change(sound) as BankCsvProfile }), [payment()]).ok).toBe(false);
  });

  it('keeps several days apart only where it has a column for the day', () => {
    const days = [payment(), payment({ processingDate: '2027-03-31' })];
    const dayless = { ...sound, columns: sound.columns.filter(({ field }) => field !== 'date') };
    expect(writeBankCsv(table(days, { profile: dayless }), days)).toMatchObject({ refusal: { field: 'approved' } });
  });
});
