import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { firstTextAt, only, required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import type { AccountIdentification, BankLine, BatchItem, PaymentDetails } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { EntryContext } from './payment-details.ts';
import { isCredit, readAmount, readDate, readFlag, unlessNotProvided } from './values.ts';

/** What an entry says of itself before its payments; `left-out` is information that never was, and never becomes, a movement. */
export interface EntryHead extends EntryContext {
  readonly amountMinor: bigint;
  readonly state: 'booked' | 'pending' | 'left-out';
}

const STATES: ReadonlyMap<string, EntryHead['state']> = new Map([
  ['BOOK', 'booked'],
  ['PDNG', 'pending'],
  ['FUTR', 'pending'],
  ['INFO', 'left-out'],
]);

/** In every version these elements come before `NtryDtls`, so the head can be read before the first payment. */
export function readEntryHead(entry: XmlElement, ownAccount: AccountIdentification): EntryHead {
  const { amountMinor, currency } = readAmount(required(entry, 'Amt'));
  const credit = isCredit(entry);
  const status = required(entry, 'Sts');
  // Up to version 7 the status is text, from version 8 a code in an element of its own.
  const code = firstTextAt(status, ['Cd'], ['Prtry']) ?? status.text.trim();
  const state = STATES.get(code);
  if (state === undefined) {
    throw new UnreadableStatement(
      'field-not-understood',
      status.line,
      `The entry's status ${quoted(code)} says neither booked (BOOK) nor pending (PDNG).`,
    );
  }
  return { amountMinor: credit ? amountMinor : -amountMinor, currency, credit, reversal: readFlag(entry, 'RvslInd'), state, ownAccount };
}

/** The payments of an entry, read one by one as their `TxDtls` closed. */
export interface EntryPayments {
  readonly items: readonly BatchItem[];
  /** The type code of the first payment, for banks that say it there only. */
  readonly typeCode: string | undefined;
}

/** Turns a closed `Ntry` into a line. A batch stays one line, as it is one movement at the bank, with its payments behind it. */
export function readEntry(entry: XmlElement, head: EntryHead & { state: 'booked' | 'pending' }, payments: EntryPayments): BankLine {
  const alone = payments.items.length === 1 ? withoutAmount(payments.items[0]) : undefined;
  const valueDate = dateAt(entry, 'ValDt');
  const additional = textAt(entry, 'AddtlNtryInf');
  return {
    ...alone,
    ...defined({
      bankReference: unlessNotProvided(textAt(entry, 'AcctSvcrRef')) ?? alone?.bankReference,
      valueDate,
      typeCode: readTypeCode(entry) ?? payments.typeCode,
      rawText: additional,
      batchItems: payments.items.length > 1 ? payments.items : undefined,
    }),
    remittance: alone?.remittance || additional || '',
    lineNumber: entry.line,
    bookingDate: bookingDate(entry, valueDate),
    amountMinor: head.amountMinor,
    currency: head.currency,
    state: head.state,
    reversal: head.reversal,
  };
}

/** A payment alone has no amount beside the line's: where the two differ, charges or an exchange lie between, and the account moved by the line's. */
function withoutAmount(item: BatchItem | undefined): PaymentDetails | undefined {
  if (item === undefined) return undefined;
  const { amountMinor: _amountMinor, currency: _currency, ...details } = item;
  return details;
}

/** The booking date is optional in the message; without one the value date stands in for it, and without both the line has no day. */
function bookingDate(entry: XmlElement, valueDate: PlainDate | undefined): PlainDate {
  const date = dateAt(entry, 'BookgDt') ?? valueDate;
  if (date === undefined)
    throw new UnreadableStatement('field-missing', entry.line, 'The entry has neither a booking date nor a value date.');
  return date;
}

function dateAt(entry: XmlElement, name: string): PlainDate | undefined {
  const element = only(entry, name);
  return element && readDate(element);
}

export function readTypeCode(element: XmlElement): string | undefined {
  const domain = [
    textAt(element, 'BkTxCd', 'Domn', 'Cd'),
    textAt(element, 'BkTxCd', 'Domn', 'Fmly', 'Cd'),
    textAt(element, 'BkTxCd', 'Domn', 'Fmly', 'SubFmlyCd'),
  ];
  const code = domain.filter((part) => part !== undefined).join('/');
  return code === '' ? textAt(element, 'BkTxCd', 'Prtry', 'Cd') : code;
}
