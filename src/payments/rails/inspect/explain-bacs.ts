import { showDateWithWeekday } from '../../../platform/calendar/show-date.ts';
import { readBacsDate } from '../bacs/bacs-date.ts';
import { BacsReader, type BacsRecord } from '../bacs/bacs-reader.ts';
import { bacsRecords } from '../bacs/read-bacs-file.ts';
import { LABELS } from '../bacs/standard-18.ts';
import type { FileContent } from '../bank-files/read-content.ts';
import { accountInWords, type Explanation, paymentsInWords, poundsInWords } from './explanation.ts';

export async function* explainBacs(content: FileContent): AsyncGenerator<Explanation> {
  yield { kind: 'format', format: 'bacs', words: 'A Bacs file (Standard 18): it asks Bacs to pay people from one account.' };
  const reader = new BacsReader({});
  let [payments, pence] = [0, 0n];
  for await (const records of bacsRecords(content, reader)) {
    for (const record of records) {
      if (record.kind === 'payment') {
        payments += 1;
        pence += record.amountPence;
      }
      yield inWords(record);
    }
  }
  const { serial, serviceUserNumber, days } = reader.facts();
  const when = days === 'single-day' ? 'on one processing day' : 'on several processing days';
  yield {
    kind: 'end',
    words: `Sound: ${paymentsInWords(payments)}, ${poundsInWords(pence)} together, ${when}; submission ${serial} of service user ${serviceUserNumber}. Totals tie and every day balances.`,
  };
}

function inWords(record: BacsRecord): Explanation {
  const { line } = record;
  if (record.kind === 'label') return { kind: 'line', line, words: labelInWords(record) };
  const { amountPence, name, reference, processingDate, userName } = record;
  const day = showDateWithWeekday(processingDate);
  if (record.kind === 'contra')
    return {
      kind: 'line',
      line,
      words: `The contra: takes ${poundsInWords(amountPence)} from our own account, ${accountInWords(record)}, for ${day}.`,
    };
  const words = `Pays ${poundsInWords(amountPence)} to ${name}, ${accountInWords(record)}; processed on ${day}; reference ${reference}; the payee reads "${userName}".`;
  return { kind: 'item', line, words };
}

function labelInWords({ label, fields }: Extract<BacsRecord, { kind: 'label' }>): string {
  const told = LABELS[label].fields.flatMap(({ name, means }) => {
    const value = fields[name] ?? '';
    if (name === 'label' || value.trim() === '') return [];
    const date = /On$|Date$/.test(name) ? readBacsDate(value) : undefined;
    if (/Pence$/.test(name)) return [`${means.replace(', in pence', '')}: ${poundsInWords(BigInt(value))}`];
    return [`${means}: ${date === undefined ? value : showDateWithWeekday(date)}`];
  });
  return `${label}. ${told.join('; ')}.`;
}
