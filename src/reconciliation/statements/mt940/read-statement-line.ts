import type { StatementFinding } from '../bank-statement.ts';
import type { BankLine } from '../canonical-line.ts';
import { defined } from '../defined.ts';
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
  readonly findings: readonly StatementFinding[];
}

/** Reads a `:61:` with the `:86:` that follows it. */
export function readStatementLine(field: Mt940Field, information: Mt940Field | undefined, currency: string): ReadLine {
  const first = field.lines[0] ?? '';
  const [, valueDate, entryDate, side, , amount, typeCode, references] = LINE.exec(first.trim()) ?? [];
  const sign = SIGNS[side ?? ''];
  if (valueDate === undefined || amount === undefined || sign === undefined) {
    throw new UnreadableStatement(
      'field-not-understood',
      field.line,
      `The line ${quoted(first)} is not written as day, debit or credit, amount and reference.`,
    );
  }
  const [customerReference = '', bankReference = ''] = (references ?? '').split('//', 2).map((reference) => reference.trim());
  const supplement = field.lines.slice(1).join(' ').trim();
  const details = readInformation(information?.lines ?? [], currency);
  const days = readDays(valueDate, entryDate, field.line);
  const line: BankLine = {
    ...details,
    ...days.dates,
    ...defined({
      // The account owner's own reference is what the payer set: the end-to-end reference, unless :86: gives that in full.
      endToEndId: details.endToEndId ?? (NO_REFERENCE.test(customerReference) ? undefined : customerReference),
      bankReference: NO_REFERENCE.test(bankReference) ? undefined : bankReference,
      typeCode,
    }),
    remittance: details.remittance || supplement,
    lineNumber: field.line,
    amountMinor: sign * readAmount(amount, currency, field.line),
    currency,
    rawText: [...field.lines, ...(information?.lines ?? [])].join('\n'),
    state: 'booked',
    reversal: side?.startsWith('R') ?? false,
  };
  return { line, findings: days.findings };
}

/**
 * A value date of 30 February is kept as the bank wrote it and told as a warning: it decides interest, not on which day the money is
 * booked. Without an entry date it would be the booking date too, and then the bank statement is refused.
 */
function readDays(valueDate: string, entryDate: string | undefined, line: number) {
  if (!isOnlyInA360DayYear(valueDate)) {
    const value = readDate(valueDate, line);
    const booking = entryDate === undefined ? value : readEntryDate(entryDate, valueDate, line);
    return { dates: { bookingDate: booking, valueDate: value }, findings: [] };
  }
  if (entryDate === undefined) throw notADay(valueDate, line);
  const written = asWritten(valueDate);
  const reason = `The value date ${written} is not in the calendar (the bank reckons in months of 30 days); it was kept as written, and the booking date counts.`;
  const finding: StatementFinding = { code: 'value-date-not-in-calendar', severity: 'warning', line, reason };
  return { dates: { bookingDate: readEntryDate(entryDate, valueDate, line), valueDateAsWritten: written }, findings: [finding] };
}
