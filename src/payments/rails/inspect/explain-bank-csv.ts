import { showDateWithWeekday } from '../../../platform/calendar/show-date.ts';
import type { BankCsvProfile } from '../bank-csv/bank-csv-profile.ts';
import { bankCsvPayments } from '../bank-csv/read-bank-csv.ts';
import type { FileContent } from '../bank-files/read-content.ts';
import { accountInWords, type Explanation, paymentsInWords, poundsInWords } from './explanation.ts';

export async function* explainBankCsv(content: FileContent, profile: BankCsvProfile): AsyncGenerator<Explanation> {
  const tried = profile.verified ? '' : ' Nobody has tried this table at the bank yet.';
  yield { kind: 'format', format: 'bank-csv', words: `A table of payments for ${profile.bank} ("${profile.name}").${tried}` };
  let [payments, pence] = [0, 0n];
  for await (const found of bankCsvPayments(content, profile)) {
    for (const payment of found) {
      payments += 1;
      pence += payment.amountPence;
      const { line, amountPence, name, reference, processingDate } = payment;
      const day = processingDate === undefined ? '' : ` on ${showDateWithWeekday(processingDate)}`;
      yield {
        kind: 'item',
        line,
        words: `Pays ${poundsInWords(amountPence)} to ${name}, ${accountInWords(payment)}${day}; reference ${reference}.`,
      };
    }
  }
  yield {
    kind: 'end',
    words: `${paymentsInWords(payments)}, ${poundsInWords(pence)} together. A table cannot prove that it is whole: compare both with the run.`,
  };
}
