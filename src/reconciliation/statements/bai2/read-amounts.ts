import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { fullYear } from '../two-digit-year.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { RecordFields } from './records.ts';

const LARGEST_MINOR = 9_223_372_036_854_775_807n;

/** A whole number of the currency's smallest unit: the decimals are implied. */
export function readImpliedAmount(text: string, line: number): bigint {
  if (!/^[+-]?[0-9]{1,30}$/.test(text)) {
    const reason = `${quoted(text)} is not an amount: BAI2 writes whole numbers of pence, without a decimal point.`;
    throw new UnreadableStatement('amount-not-understood', line, reason);
  }
  const amount = BigInt(text.replace('+', ''));
  if (amount > LARGEST_MINOR || amount < -LARGEST_MINOR) {
    throw new UnreadableStatement('amount-too-large', line, `${quoted(text)} is larger than any amount we can keep.`);
  }
  return amount;
}

/** `YYMMDD`. */
export function readBai2Date(text: string, line: number): PlainDate {
  const date = /^[0-9]{6}$/.test(text) ? parsePlainDate(`${fullYear(text.slice(0, 2))}-${text.slice(2, 4)}-${text.slice(4)}`) : undefined;
  if (date === undefined) throw new UnreadableStatement('date-not-understood', line, `${quoted(text)} is not a day in the calendar.`);
  return date;
}

/** When the money can be used; it changes no balance, but its fields must be passed over. Answers the value date where one is told. */
export function readFunds(fields: RecordFields): PlainDate | undefined {
  const type = fields.next() ?? '';
  switch (type.toUpperCase()) {
    case '':
    case 'Z':
    case '0':
    case '1':
    case '2':
      return undefined;
    case 'S':
      for (let part = 0; part < 3; part += 1) fields.next();
      return undefined;
    case 'V': {
      const date = fields.next() ?? '';
      fields.next();
      return date === '' ? undefined : readBai2Date(date, fields.line);
    }
    case 'D': {
      const parts = fields.required('number of availabilities');
      if (!/^[0-9]{1,3}$/.test(parts)) throw new UnreadableStatement('field-not-understood', fields.line, `${quoted(parts)} is no number.`);
      for (let part = 0; part < 2 * Number(parts); part += 1) fields.next();
      return undefined;
    }
    default:
      throw new UnreadableStatement('field-not-understood', fields.line, `${quoted(type)} is no funds type of a BAI2 file.`);
  }
}
