import { accepted, type Result } from '../../../../platform/result.ts';
import type { PayingAccount, PaymentToSend } from '../../bank-files/payment-to-send.ts';
import type { PaymentFileRefusal } from '../../bank-files/unreadable-payment-file.ts';
import type { BankCsvProfile } from '../bank-csv-profile.ts';
import { type CsvPayment, readBankCsv } from '../read-bank-csv.ts';
import { writeBankCsv } from '../write-bank-csv.ts';

export interface TriedMapping {
  /** Two made-up payments, as the table says them: what an officer holds beside the bank's guide. */
  readonly written: string;
  /** The bank's own sample, as the table understands it. */
  readonly read?: Result<readonly CsvPayment[], PaymentFileRefusal>;
}

const NOBODY: PayingAccount = { sortCode: '000000', accountNumber: '00000001', name: 'EXAMPLE COUNCIL' };
const MADE_UP: readonly PaymentToSend[] = [
  { name: 'Amina Osman-Ó Briain', amountPence: 76_923n, accountNumber: '00000002', reference: 'TF000100000000427K' },
  { name: 'Short Breaks & Co', amountPence: 1_234_567n, accountNumber: '00000003', reference: 'TF000100000000436C' },
].map((each) => ({ ...each, sortCode: '000000', processingDate: '2027-03-30' as const }));

/** Tries a table before it is saved: writes made-up payments by it, and reads the sample that the bank gives in its guide. Keeps nothing. */
export async function tryBankCsvMapping(mapping: BankCsvProfile, sample?: string): Promise<TriedMapping> {
  const amountPence = MADE_UP.reduce((sum, each) => sum + each.amountPence, 0n);
  const approved = [{ processingDate: '2027-03-30' as const, payments: MADE_UP.length, amountPence }];
  const file = writeBankCsv({ profile: mapping, account: NOBODY, approved, itemLimitPence: amountPence }, MADE_UP);
  const written = file.ok ? await textOf(file.value.chunks) : file.refusal.reason;
  if (sample === undefined) return { written };
  const read = await readBankCsv(Buffer.from(sample), { fileName: 'sample', profile: mapping });
  return { written, read: read.ok ? accepted(read.value) : read };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('latin1');
}
