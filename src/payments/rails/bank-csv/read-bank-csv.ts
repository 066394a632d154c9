import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { type CsvRow, CutRows } from '../../../platform/files/cut-rows.ts';
import { quoted } from '../../../platform/files/unreadable-file.ts';
import type { Result } from '../../../platform/result.ts';
import { type FileContent, READING_LIMITS, textOf } from '../bank-files/read-content.ts';
import { type PaymentFileRefusal, UnreadablePaymentFile, wholeOrRefused } from '../bank-files/unreadable-payment-file.ts';
import type { BankCsvProfile, CsvField } from './bank-csv-profile.ts';

/** A payment as a table tells it; a table without a column for the day leaves the day open. */
export interface CsvPayment {
  readonly line: number;
  readonly reference: string;
  readonly name: string;
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly amountPence: bigint;
  readonly processingDate?: PlainDate;
}

/**
 * Reads an upload table by its profile. A table carries no totals: nobody can tell from it alone that its last rows were cut off, so compare
 * the count and sum with the run.
 */
export function readBankCsv(
  content: FileContent,
  { fileName, profile }: { readonly fileName: string; readonly profile: BankCsvProfile },
): Promise<Result<readonly CsvPayment[], PaymentFileRefusal>> {
  return wholeOrRefused(fileName, async () => {
    const payments: CsvPayment[] = [];
    for await (const found of bankCsvPayments(content, profile)) {
      for (const payment of found) payments.push(payment);
      if (payments.length > READING_LIMITS.items)
        throw new UnreadablePaymentFile('too-many-items', undefined, `The table holds more than ${READING_LIMITS.items} payments.`);
    }
    return payments;
  });
}

/** The same as they are found. Throws `UnreadableFile` where the table is not sound. */
export async function* bankCsvPayments(content: FileContent, profile: BankCsvProfile): AsyncGenerator<readonly CsvPayment[]> {
  let found: CsvPayment[] = [];
  let headed = !profile.header;
  const rows = new CutRows(profile.delimiter, READING_LIMITS, (row) => {
    if (headed) found.push(bankCsvRow(row, profile));
    else judgeHeading(row, profile);
    headed = true;
  });
  for await (const text of textOf(content, 'text')) {
    rows.write(text);
    yield found;
    found = [];
  }
  rows.end();
  yield found;
}

export function isHeadingOf(cells: readonly string[], { columns, header }: BankCsvProfile): boolean {
  return header && cells.length === columns.length && columns.every(({ heading }, index) => cells[index] === heading);
}

function judgeHeading({ cells, lineNumber }: CsvRow, profile: BankCsvProfile): void {
  if (isHeadingOf(cells, profile)) return;
  const headings = profile.columns.map(({ heading }) => quoted(heading)).join(', ');
  throw new UnreadablePaymentFile('columns-not-known', lineNumber, `The heading is not that of "${profile.name}": ${headings}.`);
}

/** One row as a payment; throws `UnreadableFile` where it is none of this table. */
export function bankCsvRow({ cells, lineNumber: line }: CsvRow, profile: BankCsvProfile): CsvPayment {
  const { columns, dateFormat } = profile;
  if (cells.length !== columns.length) {
    const reason = `The row has ${cells.length} cells and the table "${profile.name}" ${columns.length} columns: it was cut off or edited.`;
    throw new UnreadablePaymentFile('record-length', line, reason);
  }
  const values = new Map<CsvField, string>();
  columns.forEach(({ field, constant, heading }, index) => {
    const cell = cells[index] ?? '';
    if (field !== undefined) values.set(field, cell);
    else if (cell !== constant)
      throw new UnreadablePaymentFile(
        'field-not-understood',
        line,
        `${quoted(heading)} is ${quoted(cell)}; in this table it is always ${quoted(constant ?? '')}.`,
      );
  });
  const written = values.get('date');
  const processingDate = written === undefined ? undefined : readDate(written, dateFormat, line);
  return {
    line,
    reference: values.get('reference') ?? '',
    name: values.get('name') ?? '',
    sortCode: digits(values.get('sort-code') ?? values.get('sort-code-with-hyphens')?.replaceAll('-', '') ?? '', 6, line),
    accountNumber: digits(values.get('account-number') ?? '', 8, line),
    amountPence: readAmount(values, line),
    ...(processingDate !== undefined && { processingDate }),
  };
}

function readAmount(values: ReadonlyMap<CsvField, string>, line: number): bigint {
  const text = values.get('amount-in-pounds') ?? values.get('amount-in-pence') ?? '';
  const shape = values.has('amount-in-pounds') ? /^([0-9]{1,13})\.([0-9]{2})$/ : /^([0-9]{1,15})()$/;
  const [, pounds, pence = ''] = shape.exec(text) ?? [];
  if (pounds === undefined)
    throw new UnreadablePaymentFile('amount-not-understood', line, `${quoted(text)} is not an amount of this table.`);
  return BigInt(pounds + pence);
}

function digits(text: string, count: number, line: number): string {
  if (text.length === count && /^[0-9]+$/.test(text)) return text;
  const reason = `${quoted(text)} is not ${count} digits. A spreadsheet that saved the table may have taken the zeros in front.`;
  throw new UnreadablePaymentFile('field-not-understood', line, reason);
}

function readDate(text: string, format: BankCsvProfile['dateFormat'], line: number): PlainDate {
  const at = (part: string) => text.slice(format.indexOf(part), format.indexOf(part) + part.length);
  const date = text.length === format.length ? parsePlainDate(`${at('YYYY')}-${at('MM')}-${at('DD')}`) : undefined;
  if (date === undefined)
    throw new UnreadablePaymentFile('date-not-understood', line, `${quoted(text)} is not a day written as ${format}.`);
  return date;
}
