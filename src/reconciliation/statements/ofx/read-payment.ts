import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { identifyAccount } from '../account-identification.ts';
import type { AccountIdentification, BankLine } from '../canonical-line.ts';
import { parseMinorUnits } from '../minor-units.ts';
import type { Mutable } from '../mutable.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { OfxAggregate } from './ofx-tree.ts';

/** A day, maybe with a time and a zone behind it. The day counts as the bank wrote it: it is the bank's accounting day. */
const DATE = /^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9:.]*)(?:\[[^\]]{0,20}\])?$/;
const SORT_CODE = /^[0-9]{2}-?[0-9]{2}-?[0-9]{2}$/;
const ACCOUNT_NUMBER = /^[0-9]{8}$/;

/** Reads one `STMTTRN`. */
export function readOfxPayment(payment: OfxAggregate, currency: string): BankLine {
  const { leaves, lineNumber } = payment;
  const bookingDate = readOfxDate(payment, 'DTPOSTED');
  if (bookingDate === undefined) throw new UnreadableStatement('field-missing', lineNumber, 'The payment has no day ("DTPOSTED").');
  const name = leaves.get('NAME') ?? '';
  const memo = leaves.get('MEMO') ?? '';
  const line: Mutable<BankLine> = {
    lineNumber,
    bookingDate,
    amountMinor: readOfxAmount(payment, 'TRNAMT', currency),
    currency,
    remittance: (memo || name).replace(/\s+/g, ' '),
    rawText: [...leaves].map(([tag, text]) => `${tag}: ${text}`).join('\n'),
    state: 'booked',
    reversal: false,
  };
  const valueDate = readOfxDate(payment, 'DTAVAIL');
  if (valueDate !== undefined) line.valueDate = valueDate;
  const bankReference = leaves.get('FITID') ?? '';
  if (bankReference !== '') line.bankReference = bankReference;
  const reference = leaves.get('REFNUM') || leaves.get('CHECKNUM') || '';
  if (reference !== '') line.endToEndId = reference;
  if (name !== '') line.counterpartyName = name;
  const typeCode = leaves.get('TRNTYPE') ?? '';
  if (typeCode !== '') line.typeCode = typeCode.toUpperCase();
  return line;
}

/** A UK bank writes the sort code as `BANKID`, or before the account number. */
export function readOfxAccount({ leaves, lineNumber }: OfxAggregate, currency: string): AccountIdentification {
  const bank = (leaves.get('BANKID') ?? '').trim();
  const account = (leaves.get('ACCTID') ?? '').trim();
  if (account === '')
    throw new UnreadableStatement('field-missing', lineNumber, 'The bank statement does not say which account it is of ("ACCTID").');
  if (currency === 'GBP' && SORT_CODE.test(bank) && ACCOUNT_NUMBER.test(account)) {
    return { sortCode: bank.replaceAll('-', ''), accountNumber: account };
  }
  const alone = identifyAccount(account, currency);
  return alone.other === undefined || bank === '' ? alone : { other: `${bank}/${account}` };
}

export function readOfxDate({ leaves, lineNumber }: OfxAggregate, name: string): PlainDate | undefined {
  const text = leaves.get(name) ?? '';
  if (text === '') return undefined;
  const [, year, month, day] = DATE.exec(text) ?? [];
  const date = parsePlainDate(`${year}-${month}-${day}`);
  if (date === undefined) {
    throw new UnreadableStatement('date-not-understood', lineNumber, `${quoted(text)} ("${name}") is not a day in the calendar.`);
  }
  return date;
}

/** A sign, digits, and a comma or full stop before the decimals. */
export function readOfxAmount({ leaves, lineNumber }: OfxAggregate, name: string, currency: string): bigint {
  const text = leaves.get(name) ?? '';
  if (text === '') throw new UnreadableStatement('field-missing', lineNumber, `There is no amount ("${name}").`);
  const [, sign, digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const amount = parseMinorUnits(digits.replace(/^(?=[.,])/, '0').replace(',', '.'), { currency, decimalMark: '.' });
  if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, lineNumber, amount.refusal.reason);
  return sign === '-' ? -amount.value : amount.value;
}
