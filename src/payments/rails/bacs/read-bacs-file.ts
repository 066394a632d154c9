import type { Result } from '../../../platform/result.ts';
import type { PaymentToSend } from '../bank-files/payment-to-send.ts';
import { type FileContent, linesOf, READING_LIMITS } from '../bank-files/read-content.ts';
import { type PaymentFileRefusal, UnreadablePaymentFile, wholeOrRefused } from '../bank-files/unreadable-payment-file.ts';
import { type BacsFileFacts, BacsReader, type BacsReadingChoices, type BacsRecord } from './bacs-reader.ts';
import type { PaymentRecord } from './balance-of-days.ts';

export interface BacsFileRead extends BacsFileFacts {
  readonly payments: readonly PaymentToSend[];
}

/** Reads a Bacs file whole, and proves it: order, lengths, totals, counts, and that each day balances. */
export function readBacsFile(
  content: FileContent,
  { fileName, ...choices }: BacsReadingChoices & { readonly fileName: string },
): Promise<Result<BacsFileRead, PaymentFileRefusal>> {
  return wholeOrRefused(fileName, async () => {
    const reader = new BacsReader(choices);
    const payments: PaymentToSend[] = [];
    for await (const records of bacsRecords(content, reader)) {
      for (const record of records) if (record.kind === 'payment') payments.push(paymentOf(record));
      if (payments.length > READING_LIMITS.items)
        throw new UnreadablePaymentFile('too-many-items', undefined, `The file holds more than ${READING_LIMITS.items} payments.`);
    }
    return { ...reader.facts(), payments };
  });
}

/** The same, record by record, for files of any size. Throws `UnreadableFile` where the file is not sound. */
export async function* bacsRecords(content: FileContent, reader = new BacsReader({})): AsyncGenerator<readonly BacsRecord[]> {
  for await (const lines of linesOf(content)) yield lines.map((line) => reader.take(line));
  reader.end();
}

function paymentOf({ reference, name, sortCode, accountNumber, amountPence, processingDate }: PaymentRecord): PaymentToSend {
  return { reference, name, sortCode, accountNumber, amountPence, processingDate };
}
