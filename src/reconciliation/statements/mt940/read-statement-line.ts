import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { StatementFinding } from '../bank-statement.ts';
import type { BankLine } from '../canonical-line.ts';
import type { Mutable } from '../mutable.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readAmount } from './read-balance.ts';
import { asWritten, isOnlyInA360DayYear, notADay, readDate, readEntryDate } from './read-dates.ts';
import { readInformation } from './read-information.ts';
import type { Mt940Field } from './split-messages.ts';

/** Value date, entry date, side (R: reversal), third letter of the currency, amount, type, references. */
const LINE = /^([0-9]{6})([0-9]{4})?(R?[CD])([A-Z])?([^A-Z]+)([A-Z][A-Z0-9]{3})(.*)$/;

/** What stands in a reference field when there is no reference, or when the reference is told in `:86:`. */
const NO_REFERENCE = /^(?:NONREF|NOTPROVIDED|[A-Z]{4}\+|)$/;

/** A reversed credit takes money out again and a reversed debit puts it back. */
const SIGNS: Readonly<Record<string, 1n | -1n>> = { C: 1n, D: -1n, RC: -1n, RD: 1n };

export interface ReadLine {
  readonly line: BankLine;
  readonly finding: StatementFinding | undefined;
}

/** Reads a `:61:` with the `:86:` that follows it. */
export function readStatementLine(field: Mt940Field, information: Mt940Field | undefined, currency: string): ReadLine {
  const first = field.lines[0] ?? '';
  const [, valueDate, entryDate, side = '', , amount, typeCode, references = ''] = LINE.exec(first.trim()) ?? [];
  const sign = SIGNS[side];
  if (valueDate === undefined || amount === undefined || typeCode === undefined || sign === undefined) {
    throw new UnreadableStatement(
      'field-not-understood',
      field.line,
      `The line ${quoted(first)} is not written as day, debit or credit, amount and reference.`,
    );
  }
  const slashes = references.indexOf('//');
  const customerReference = (slashes === -1 ? references : references.slice(0, slashes)).trim();
  const bankReference = slashes === -1 ? '' : (references.slice(slashes + 2).split('//', 1)[0] ?? '').trim();
  const details = readInformation(information?.lines ?? [], currency);
  const days = readDays(valueDate, entryDate, field.line);
  const line: Mutable<BankLine> = {
    lineNumber: field.line,
    bookingDate: days.bookingDate,
    amountMinor: sign * readAmount(amount, currency, field.line),
    currency,
    typeCode,
    remittance: details.remittance || field.lines.slice(1).join(' ').trim(),
    rawText: information === undefined ? field.lines.join('\n') : `${field.lines.join('\n')}\n${information.lines.join('\n')}`,
    state: 'booked',
    reversal: side.startsWith('R'),
  };
  if (days.valueDate !== undefined) line.valueDate = days.valueDate;
  if (days.valueDateAsWritten !== undefined) line.valueDateAsWritten = days.valueDateAsWritten;
  // The account owner's own reference is what the payer set: the end-to-end reference, unless :86: gives that in full.
  if (details.endToEndId !== undefined) line.endToEndId = details.endToEndId;
  else if (!NO_REFERENCE.test(customerReference)) line.endToEndId = customerReference;
  if (!NO_REFERENCE.test(bankReference)) line.bankReference = bankReference;
  if (details.counterpartyName !== undefined) line.counterpartyName = details.counterpartyName;
  if (details.counterpartyAccount !== undefined) line.counterpartyAccount = details.counterpartyAccount;
  if (details.returnReason !== undefined) line.returnReason = details.returnReason;
  return { line, finding: days.finding };
}

interface ReadDays {
  readonly bookingDate: PlainDate;
  readonly valueDate?: PlainDate;
  readonly valueDateAsWritten?: string;
  readonly finding?: StatementFinding;
}

/**
 * A value date of 30 February is kept as the bank wrote it and told as a warning: it decides interest, not on which day the money is
 * booked. Without an entry date it would be the booking date too, and then the bank statement is refused.
 */
function readDays(valueDate: string, entryDate: string | undefined, line: number): ReadDays {
  if (!isOnlyInA360DayYear(valueDate)) {
    const value = readDate(valueDate, line);
    return { bookingDate: entryDate === undefined ? value : readEntryDate(entryDate, valueDate, line), valueDate: value };
  }
  if (entryDate === undefined) throw notADay(valueDate, line);
  const written = asWritten(valueDate);
  const reason = `The value date ${written} is not in the calendar (the bank reckons in months of 30 days); it was kept as written, and the booking date counts.`;
  const finding: StatementFinding = { code: 'value-date-not-in-calendar', severity: 'warning', line, reason };
  return { bookingDate: readEntryDate(entryDate, valueDate, line), valueDateAsWritten: written, finding };
}
