import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { BankLine } from '../canonical-line.ts';
import type { Mutable } from '../mutable.ts';
import { fullYear } from '../two-digit-year.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

const CURRENCY = 'GBP';

export const BALANCE = 'Y1';
export const TOTAL_OUT = '44';
export const TOTAL_IN = '54';

/** Transaction codes of the bank. */
const SIGNS: ReadonlyMap<string, 1n | -1n> = new Map([
  ...['86', '90', '93', '99', 'Z4', 'Z5', 'RA'].map((code) => [code, 1n] as const),
  ...['01', '03', '11', '17', '18', '19', 'U1', 'U7', 'U8', 'U9'].map((code) => [code, -1n] as const),
]);
const RETURNED_CREDIT = 'RA';

export interface BanklineRecord {
  readonly text: string;
  readonly line: number;
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly code: string;
}

/** Whose account, and which kind of record: the first 17 characters, the same in every record. */
export function readRecordHead(text: string, line: number): BanklineRecord {
  const [, sortCode, accountNumber, code] = /^([0-9]{6})([0-9]{8})[0-9]([0-9A-Z]{2})/.exec(text) ?? [];
  if (sortCode === undefined || accountNumber === undefined || code === undefined) {
    const reason = `${quoted(text)} does not begin with sort code, account number, account type and transaction code.`;
    throw new UnreadableStatement('field-not-understood', line, reason);
  }
  return { text, line, sortCode, accountNumber, code };
}

/** Reads a payment. */
export function readPayment(record: BanklineRecord): BankLine {
  const { text, line: lineNumber, code } = record;
  const sign = SIGNS.get(code);
  if (sign === undefined) {
    throw new UnreadableStatement('field-not-understood', lineNumber, `The transaction code ${quoted(code)} is none that we know.`);
  }
  const description = text.slice(46, 64).trim();
  const reference = text.slice(64, 82).trim();
  const line: Mutable<BankLine> = {
    lineNumber,
    bookingDate: readJulianDate(text.slice(100, 106), lineNumber),
    amountMinor: sign * readPence(text.slice(35, 46), lineNumber),
    currency: CURRENCY,
    typeCode: code,
    remittance: `${description} ${reference}`.replace(/\s+/g, ' ').trim(),
    rawText: text.trimEnd(),
    state: 'booked',
    reversal: false,
  };
  if (reference !== '') line.endToEndId = reference;
  if (description !== '') line.counterpartyName = description.replace(/\s+/g, ' ');
  const [sortCode, accountNumber] = [text.slice(17, 23), text.slice(23, 31)];
  if (/^[0-9]{14}$/.test(sortCode + accountNumber) && /[1-9]/.test(accountNumber)) line.counterpartyAccount = { sortCode, accountNumber };
  if (code === RETURNED_CREDIT) line.returnReason = 'unapplied credit returned';
  return line;
}

/** An amount in pence, filled with zeros or blanks on the left. */
export function readPence(text: string, line: number): bigint {
  if (!/^ *[0-9]+$/.test(text)) throw new UnreadableStatement('amount-not-understood', line, `${quoted(text)} is not an amount in pence.`);
  return BigInt(text.trim());
}

/** The ledger balance of a `Y1`. */
export function readLedgerBalance({ text, line }: BanklineRecord) {
  const side = text.charAt(51);
  if (side !== 'C' && side !== 'D') {
    throw new UnreadableStatement('field-not-understood', line, `The balance's side ${quoted(side)} is neither credit (C) nor debit (D).`);
  }
  const amountMinor = readPence(text.slice(36, 51), line) * (side === 'C' ? 1n : -1n);
  return { date: readJulianDate(text.slice(100, 106), line), amountMinor, currency: CURRENCY, lineNumber: line };
}

/** ` YYDDD`: the day of the year. */
export function readJulianDate(text: string, line: number): PlainDate {
  const [, year, day] = /^[ 0]([0-9]{2})([0-9]{3})$/.exec(text) ?? [];
  const first = `${fullYear(year ?? '')}-01-01` as PlainDate;
  const date = year === undefined || Number(day) < 1 ? undefined : addDays(first, Number(day) - 1);
  if (date === undefined || !date.startsWith(first.slice(0, 4))) {
    throw new UnreadableStatement('date-not-understood', line, `${quoted(text)} is not a year and a day of it.`);
  }
  return date;
}
