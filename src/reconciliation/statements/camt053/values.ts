import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { only, required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import { parseMinorUnits } from '../minor-units.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

export interface AmountInCurrency {
  readonly amountMinor: bigint;
  readonly currency: string;
}

const TIME_AND_ZONE = /^(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$/;
const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** An element with a `Ccy` attribute. The amount has no sign: which way the money went stands beside it. */
export function readAmount(element: XmlElement): AmountInCurrency {
  const currency = element.currency ?? '';
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new UnreadableStatement(
      'currency-not-understood',
      element.line,
      `The amount ${quoted(element.text)} has the currency ${quoted(currency)}.`,
    );
  }
  return { amountMinor: readDecimal(element, currency), currency };
}

export function readDecimal(element: XmlElement, currency: string): bigint {
  const amount = parseMinorUnits(element.text.trim(), { currency, decimalMark: '.' });
  if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, element.line, amount.refusal.reason);
  return amount.value;
}

/** True when money came in. The indicator already tells the way the money went for a reversal too; `RvslInd` does not turn it again. */
export function isCredit(element: XmlElement): boolean {
  const indicator = required(element, 'CdtDbtInd');
  const text = indicator.text.trim();
  if (text !== 'CRDT' && text !== 'DBIT') {
    throw new UnreadableStatement('field-not-understood', indicator.line, `${quoted(text)} says neither credit (CRDT) nor debit (DBIT).`);
  }
  return text === 'CRDT';
}

export function readFlag(element: XmlElement, ...path: readonly string[]): boolean {
  const text = textAt(element, ...path);
  if (text === undefined) return false;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new UnreadableStatement('field-not-understood', element.line, `${quoted(text)} says neither true nor false.`);
}

/** A date as `Dt` or `DtTm`. The day is the one the bank wrote, in its own time zone: it is the bank's accounting day. */
export function readDate(element: XmlElement): PlainDate {
  return readDay(only(element, 'Dt') ?? required(element, 'DtTm'));
}

export function readDay(element: XmlElement): PlainDate {
  const text = element.text.trim();
  const date = parsePlainDate(text.slice(0, DATE_LENGTH));
  if (date === undefined || !TIME_AND_ZONE.test(text.slice(DATE_LENGTH))) {
    throw new UnreadableStatement(
      'date-not-understood',
      element.line,
      `${quoted(text)} is not a day in the calendar, or not written as YYYY-MM-DD.`,
    );
  }
  return date;
}

/** Banks fill fields they must send and have nothing for. */
export function unlessNotProvided(text: string | undefined): string | undefined {
  return text === undefined || /^(?:NOT ?PROVIDED|NONREF)$/i.test(text) ? undefined : text;
}
