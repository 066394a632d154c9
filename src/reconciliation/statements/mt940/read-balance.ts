import type { StatementBalance } from '../bank-statement.ts';
import { parseMinorUnits } from '../minor-units.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { readDate } from './read-dates.ts';
import type { Mt940Field } from './split-messages.ts';

const BALANCE = /^([CD])([0-9]{6})([A-Z]{3})(.+)$/;

/** Reads `:60F:`, `:62F:` and their like: credit or debit, day, currency, amount. */
export function readBalance(field: Mt940Field): StatementBalance {
  const text = field.lines.join('').trim();
  const [, side, date, currency, amount] = BALANCE.exec(text) ?? [];
  if (side === undefined || date === undefined || currency === undefined || amount === undefined) {
    throw new UnreadableStatement(
      'field-not-understood',
      field.line,
      `The balance ${quoted(text)} is not written as credit or debit, day, currency and amount.`,
    );
  }
  const amountMinor = readAmount(amount, currency, field.line);
  return { date: readDate(date, field.line), amountMinor: side === 'C' ? amountMinor : -amountMinor, currency, lineNumber: field.line };
}

export function readAmount(text: string, currency: string, line: number): bigint {
  const amount = parseMinorUnits(text, { currency, decimalMark: ',' });
  if (!amount.ok) throw new UnreadableStatement(amount.refusal.code, line, amount.refusal.reason);
  return amount.value;
}
