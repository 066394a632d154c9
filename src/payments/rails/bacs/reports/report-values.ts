import { type PlainDate, parsePlainDate } from '../../../../platform/calendar/plain-date.ts';
import { quoted } from '../../../../platform/files/unreadable-file.ts';
import { UnreadablePaymentFile } from '../../bank-files/unreadable-payment-file.ts';
import type { ReportedAccount } from './report-events.ts';

const LARGEST_PENCE_DIGITS = 11;

/** Pounds with two decimals, as the reports print them. */
export function readPounds(text: string, line: number): bigint {
  const [, pounds, pence] = /^([0-9]+)\.([0-9]{2})$/.exec(text) ?? [];
  if (pounds === undefined || pence === undefined || pounds.length > LARGEST_PENCE_DIGITS)
    throw new UnreadablePaymentFile('amount-not-understood', line, `${quoted(text)} is not an amount in pounds and pence, like 769.23.`);
  return BigInt(pounds + pence);
}

export function readReportDate(text: string, line: number): PlainDate {
  const [, day, month, year] = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4})$/.exec(text) ?? [];
  const date = parsePlainDate(year === undefined ? text : `${year}-${month}-${day}`);
  if (date === undefined)
    throw new UnreadablePaymentFile(
      'date-not-understood',
      line,
      `${quoted(text)} is not a day in the calendar, like 2027-03-31 or 31/03/2027.`,
    );
  return date;
}

/** Undefined when the report names none. Reports write sort codes with and without hyphens. */
export function readAccount(sortCode: string, accountNumber: string, name: string, line: number): ReportedAccount | undefined {
  if (sortCode === '' && accountNumber === '') return undefined;
  const digits = sortCode.replaceAll('-', '');
  if (!/^[0-9]{6}$/.test(digits) || !/^[0-9]{1,8}$/.test(accountNumber))
    throw new UnreadablePaymentFile(
      'field-not-understood',
      line,
      `${quoted(`${sortCode} ${accountNumber}`)} is not a sort code and an account number.`,
    );
  return { sortCode: digits, accountNumber: accountNumber.padStart(8, '0'), ...(name !== '' && { name }) };
}

export function readCount(text: string, line: number): number {
  if (!/^[0-9]{1,7}$/.test(text)) throw new UnreadablePaymentFile('field-not-understood', line, `${quoted(text)} is not a count.`);
  return Number(text);
}

export function refuseOtherCurrency(text: string, line: number): void {
  if (text === '' || text === 'GBP') return;
  throw new UnreadablePaymentFile('currency-not-pounds', line, `The item is in ${quoted(text)}; Bacs carries pounds (GBP) only.`);
}
