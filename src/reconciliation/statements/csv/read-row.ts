import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import type { CsvRow } from '../../../platform/files/cut-rows.ts';
import { identifyAccount } from '../account-identification.ts';
import type { AccountIdentification, BankLine } from '../canonical-line.ts';
import type { Mutable } from '../mutable.ts';
import { parseSignedMinorUnits } from '../signed-amount.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import type { ColumnPlaces } from './column-places.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { dayAsWritten } from './date-formats.ts';

const REMEMBERED_DATES = 4_096;

/** Reads the cells of one row by a mapping whose columns were found. */
export class RowReader {
  readonly #mapping: CsvMapping;
  readonly #places: ColumnPlaces;
  /** A table has many lines of few days. */
  readonly #dates = new Map<string, PlainDate>();

  constructor(mapping: CsvMapping, places: ColumnPlaces) {
    this.#mapping = mapping;
    this.#places = places;
  }

  /** How the row names its account, to tell the accounts of one table apart; empty where it does not. */
  accountText({ cells }: CsvRow): string {
    const { sortCode, account } = this.#places;
    if (account === -1) return '';
    const number = withoutSpreadsheetMarks(cells[account] ?? '');
    return sortCode === -1 ? number : `${withoutSpreadsheetMarks(cells[sortCode] ?? '')} ${number}`;
  }

  account(text: string): AccountIdentification {
    return text === '' ? {} : identifyAccount(text, this.#mapping.currency);
  }

  currency(row: CsvRow): string {
    const text = this.#places.currency === -1 ? '' : (row.cells[this.#places.currency] ?? '').trim();
    if (text === '') return this.#mapping.currency;
    if (/^[A-Z]{3}$/.test(text)) return text;
    throw new UnreadableStatement('currency-not-understood', row.lineNumber, `${quoted(text)} is no currency.`);
  }

  isOpening(row: CsvRow): boolean {
    const { openingRow } = this.#mapping;
    if (openingRow === undefined) return false;
    const { description, counterparty } = this.#places;
    return [...description, counterparty].some((place) => (row.cells[place] ?? '').trim().toLowerCase() === openingRow.toLowerCase());
  }

  date(row: CsvRow): PlainDate {
    return this.#day(row, this.#places.date);
  }

  balance(row: CsvRow, currency: string): bigint | undefined {
    const text = this.#text(row, this.#places.balance);
    return text === '' ? undefined : this.#amount(text, currency, row);
  }

  line(row: CsvRow, currency: string, balance: bigint | undefined): BankLine {
    const places = this.#places;
    const pending = this.#mapping.columns.pending;
    const line: Mutable<BankLine> = {
      lineNumber: row.lineNumber,
      bookingDate: this.date(row),
      amountMinor: this.#movement(row, currency),
      currency,
      remittance: this.#remittance(row),
      rawText: row.raw,
      state: pending !== undefined && this.#text(row, places.pending).toLowerCase() === pending.is.toLowerCase() ? 'pending' : 'booked',
      reversal: false,
    };
    if (balance !== undefined) line.balanceAfterMinor = balance;
    const valueDate = this.#text(row, places.valueDate);
    if (valueDate !== '') line.valueDate = this.#day(row, places.valueDate);
    const typeCode = this.#text(row, places.type);
    if (typeCode !== '') line.typeCode = typeCode;
    const reference = this.#text(row, places.reference);
    if (reference !== '') line.endToEndId = reference;
    const bankReference = this.#text(row, places.bankReference);
    if (bankReference !== '') line.bankReference = bankReference;
    const counterparty = this.#text(row, places.counterparty);
    if (counterparty !== '') line.counterpartyName = counterparty;
    const counterpartyAccount = this.#text(row, places.counterpartyAccount);
    if (counterpartyAccount !== '') line.counterpartyAccount = identifyAccount(withoutSpreadsheetMarks(counterpartyAccount), currency);
    return line;
  }

  /** Signed: above zero, money came in. */
  #movement(row: CsvRow, currency: string): bigint {
    const { amount, side, paidOut, paidIn } = this.#places;
    if (amount === -1) return this.#ofTwoColumns(row, currency, this.#text(row, paidOut), this.#text(row, paidIn));
    const text = this.#text(row, amount);
    const value = this.#amount(text, currency, row);
    if (side !== -1) return this.#withSide(row, value);
    return this.#mapping.amountSign === 'in-is-positive' ? value : -value;
  }

  #ofTwoColumns(row: CsvRow, currency: string, paidOut: string, paidIn: string): bigint {
    const out = paidOut === '' ? 0n : this.#amount(paidOut, currency, row);
    const come = paidIn === '' ? 0n : this.#amount(paidIn, currency, row);
    if ((paidOut === '' && paidIn === '') || (out !== 0n && come !== 0n)) {
      const reason = 'The row must have an amount in one of its two columns, paid out or paid in, and has it in neither or in both.';
      throw new UnreadableStatement('field-missing', row.lineNumber, reason);
    }
    // Some banks put a minus before what was paid out, though its column says it already.
    return come !== 0n ? come : out < 0n ? out : -out;
  }

  #withSide(row: CsvRow, value: bigint): bigint {
    const names = this.#mapping.columns.side;
    const text = this.#text(row, this.#places.side);
    const isOut = text.toLowerCase() === names?.out.toLowerCase();
    if (!isOut && text.toLowerCase() !== names?.in.toLowerCase()) {
      throw new UnreadableStatement('field-not-understood', row.lineNumber, `${quoted(text)} says neither money out nor money in.`);
    }
    if (value < 0n) {
      throw new UnreadableStatement('amount-not-understood', row.lineNumber, 'The amount has a sign, and another column tells its side.');
    }
    return isOut ? -value : value;
  }

  #amount(text: string, currency: string, row: CsvRow): bigint {
    const amount = parseSignedMinorUnits(text, { currency, decimalMark: this.#mapping.decimalMark });
    if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, row.lineNumber, amount.refusal.reason);
    return amount.value;
  }

  #day(row: CsvRow, place: number): PlainDate {
    const text = this.#text(row, place);
    const known = this.#dates.get(text);
    if (known !== undefined) return known;
    const { dateFormats } = this.#mapping;
    const written = dayAsWritten(text, dateFormats);
    const date = written === undefined ? undefined : parsePlainDate(written);
    if (date === undefined) {
      const reason = `${quoted(text)} is not a day in the calendar, or not written as ${dateFormats.join(' or ')}.`;
      throw new UnreadableStatement('date-not-understood', row.lineNumber, reason);
    }
    if (this.#dates.size >= REMEMBERED_DATES) this.#dates.clear();
    this.#dates.set(text, date);
    return date;
  }

  #remittance(row: CsvRow): string {
    const { description } = this.#places;
    const first = this.#text(row, description[0] ?? -1);
    const text =
      description.length === 1
        ? first
        : description
            .map((place) => this.#text(row, place))
            .filter(Boolean)
            .join(' ');
    return /[\s]{2}|[\t\r\n]/.test(text) ? text.replace(/\s+/g, ' ') : text;
  }

  #text({ cells }: CsvRow, place: number): string {
    return place === -1 ? '' : (cells[place] ?? '').trim();
  }
}

/** Banks put an apostrophe, or `="..."`, before numbers so that a spreadsheet keeps their leading zeros. */
function withoutSpreadsheetMarks(text: string): string {
  return text
    .trim()
    .replace(/^(?:'|="?)/, '')
    .replace(/"$/, '');
}
