import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { StatementBalance, StatementFinding, StatementHead } from './bank-statement.ts';
import type { BankLine } from './canonical-line.ts';
import { formatMinorUnits } from './minor-units.ts';

/** What is left of a bank statement to prove it by when its lines have gone by. */
export interface EndedStatement {
  readonly head: StatementHead;
  opening: StatementBalance | undefined;
  closing?: StatementBalance | undefined;
  from?: PlainDate;
  to?: PlainDate;
  sumMinor: bigint;
  /** All amounts are in the account's currency; sums over two currencies prove nothing. */
  comparable: boolean;
  balancesExpected: boolean;
}

/** Every check looks at one ended bank statement and says what it found; none changes or throws anything. */
const CHECKS: readonly ((statement: EndedStatement) => StatementFinding[])[] = [balancesAreThere, openingAndLinesMakeClosing];

export function endedStatementTies(statement: EndedStatement): StatementFinding[] {
  return CHECKS.flatMap((check) => check(statement));
}

function balancesAreThere({ head, opening, closing, balancesExpected }: EndedStatement): StatementFinding[] {
  if (opening !== undefined && closing !== undefined) return [];
  const line = head.lineNumber;
  if (!balancesExpected) {
    const has = closing !== undefined ? 'only a closing balance' : opening !== undefined ? 'only an opening balance' : 'no balances';
    const reason = `The file gives ${has}, so nothing in it can prove that no line is missing. Compare it with the account's balance at the bank.`;
    return [{ code: 'cannot-be-proved', severity: 'warning', line, reason }];
  }
  const ask = 'Without it nobody can tell whether lines are missing; ask the bank for a complete bank statement.';
  return [
    ...(opening ? [] : [error('opening-balance-missing', line, `The bank statement has no booked opening balance. ${ask}`)]),
    ...(closing ? [] : [error('closing-balance-missing', line, `The bank statement has no booked closing balance. ${ask}`)]),
  ];
}

/** The proof that no line is missing and no amount misread. */
function openingAndLinesMakeClosing({ head: { currency }, opening, closing, sumMinor, comparable }: EndedStatement): StatementFinding[] {
  if (opening === undefined || closing === undefined || !comparable) return [];
  const expected = opening.amountMinor + sumMinor;
  if (expected === closing.amountMinor) return [];
  const words = `Opening balance and lines make ${formatMinorUnits(expected, currency)}; the bank says ${formatMinorUnits(closing.amountMinor, currency)}`;
  const difference = formatMinorUnits(closing.amountMinor - expected, currency);
  const reason = `${words} (difference ${difference} ${currency}). Lines are missing or changed; ask the bank for the file again.`;
  return [error('does-not-tie', closing.lineNumber, reason)];
}

export function inOtherCurrency(currency: string, amount: StatementBalance | BankLine): StatementFinding | undefined {
  if (amount.currency === currency) return undefined;
  return error('currency-differs', amount.lineNumber, `The account is in ${currency}; this amount is in ${amount.currency}.`);
}

/** Told, not refused: the account moved by the line's amount, and charges or exchange may explain a batch that differs. */
export function batchAddsUp(line: BankLine): StatementFinding | undefined {
  const items = line.batchItems ?? [];
  const comparable = items.length > 0 && items.every((item) => item.amountMinor !== undefined && item.currency === line.currency);
  const sum = items.reduce((total, item) => total + (item.amountMinor ?? 0n), 0n);
  if (!comparable || sum === line.amountMinor) return undefined;
  const amounts = `${formatMinorUnits(sum, line.currency)}, the line ${formatMinorUnits(line.amountMinor, line.currency)}`;
  const reason = `The payments of this batch add up to ${amounts}.`;
  return { code: 'batch-does-not-add-up', severity: 'warning', line: line.lineNumber, reason };
}

function error(code: StatementFinding['code'], line: number, reason: string): StatementFinding {
  return { code, severity: 'error', line, reason };
}
