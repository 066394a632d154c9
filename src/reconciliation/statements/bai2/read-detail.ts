import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { BankLine } from '../canonical-line.ts';
import { joinPieces } from '../joined-text.ts';
import type { Mutable } from '../mutable.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readFunds, readImpliedAmount } from './read-amounts.ts';
import { type Bai2Record, RecordFields } from './records.ts';

/** Text of a continuation that fills the record of 80 characters was cut in the middle of a word. */
const TEXT_WIDTH = 77;
const CODED_TEXT = /^(EREF|REMI|CRNM|DBNM): *(.*)$/;

interface Side {
  readonly from: number;
  readonly to: number;
  readonly sign: 1n | -1n | 0n;
}

/** What a type code says of the money; 890 is text without money, and 920 to 999 are the bank's own codes. */
const SIDES: readonly Side[] = [
  { from: 100, to: 399, sign: 1n },
  { from: 400, to: 699, sign: -1n },
  { from: 890, to: 890, sign: 0n },
  { from: 920, to: 959, sign: 1n },
  { from: 960, to: 999, sign: -1n },
];

export interface Bai2Detail {
  /** Absent when the record moves no money. */
  readonly line?: BankLine;
  /** The amount as it counts in the control totals: without its side. */
  readonly controlAmount: bigint;
}

/** Reads a `16`: type code, amount, funds, the bank's reference, the customer's reference, text. */
export function readDetail(record: Bai2Record, { currency, bookingDate }: { currency: string; bookingDate: PlainDate }): Bai2Detail {
  const fields = new RecordFields(record);
  const typeCode = fields.required('type code');
  const code = /^[0-9]{3}$/.test(typeCode) ? Number(typeCode) : Number.NaN;
  const sign = SIDES.find(({ from, to }) => code >= from && code <= to)?.sign;
  if (sign === undefined) {
    const reason = `The type code ${quoted(typeCode)} says neither money in (100 to 399) nor money out (400 to 699).`;
    throw new UnreadableStatement('field-not-understood', record.line, reason);
  }
  const amountText = fields.next() ?? '';
  if (sign === 0n) return { controlAmount: amountText === '' ? 0n : readImpliedAmount(amountText, record.line) };
  if (amountText === '') throw new UnreadableStatement('field-missing', record.line, 'The payment has no amount.');
  const amount = readImpliedAmount(amountText, record.line);
  const valueDate = readFunds(fields);
  const bankReference = fields.next() ?? '';
  const customerReference = fields.next() ?? '';
  const pieces = fields.rest();
  const coded = new Map(
    pieces.map((piece) => CODED_TEXT.exec(piece)).flatMap((found) => (found ? [[found[1], found[2] ?? ''] as const] : [])),
  );
  const line: Mutable<BankLine> = {
    lineNumber: record.line,
    bookingDate,
    amountMinor: sign * amount,
    currency,
    typeCode,
    remittance: coded.get('REMI') || joinPieces(pieces, TEXT_WIDTH),
    rawText: record.pieces.join('\n'),
    state: 'booked',
    reversal: false,
  };
  if (valueDate !== undefined) line.valueDate = valueDate;
  if (bankReference !== '') line.bankReference = bankReference;
  const reference = coded.get('EREF') || customerReference;
  if (reference !== '') line.endToEndId = reference;
  const counterparty = coded.get(sign > 0n ? 'DBNM' : 'CRNM') ?? '';
  if (counterparty !== '') line.counterpartyName = counterparty;
  return { line, controlAmount: amount };
}
