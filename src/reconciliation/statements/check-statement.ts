import { accountAsText } from './account-identification.ts';
import type { BankStatement, StatementFinding } from './bank-statement.ts';
import { formatMinorUnits } from './minor-units.ts';

/** Every check looks at one bank statement and says what it found; none changes or throws anything. */
const STATEMENT_CHECKS: readonly ((statement: BankStatement) => StatementFinding[])[] = [
  balancesAreThere,
  currenciesAreEqual,
  openingAndLinesMakeClosing,
  batchesAddUp,
];

export function checkStatements(statements: readonly BankStatement[]): StatementFinding[] {
  return [...statements.flatMap((statement) => STATEMENT_CHECKS.flatMap((check) => check(statement))), ...noneStandsTwice(statements)];
}

function balancesAreThere(statement: BankStatement): StatementFinding[] {
  const line = statement.lineNumber;
  const ask = 'Without it nobody can tell whether lines are missing; ask the bank for a complete bank statement.';
  return [
    ...(statement.opening ? [] : [error('opening-balance-missing', line, `The bank statement has no booked opening balance. ${ask}`)]),
    ...(statement.closing ? [] : [error('closing-balance-missing', line, `The bank statement has no booked closing balance. ${ask}`)]),
  ];
}

function currenciesAreEqual({ currency, opening, closing, lines }: BankStatement): StatementFinding[] {
  const amounts = [opening, ...lines, closing].filter((amount) => amount !== undefined);
  return amounts
    .filter((amount) => amount.currency !== currency)
    .map((amount) => error('currency-differs', amount.lineNumber, `The account is in ${currency}; this amount is in ${amount.currency}.`));
}

/** The proof that no line is missing and no amount misread. Sums over two currencies prove nothing, so those are left to the check above. */
function openingAndLinesMakeClosing({ currency, opening, closing, lines }: BankStatement): StatementFinding[] {
  const booked = lines.filter((line) => line.state === 'booked');
  if (opening === undefined || closing === undefined) return [];
  if ([opening, closing, ...booked].some((amount) => amount.currency !== currency)) return [];
  const expected = booked.reduce((sum, line) => sum + line.amountMinor, opening.amountMinor);
  if (expected === closing.amountMinor) return [];
  const words = `Opening balance and lines make ${formatMinorUnits(expected, currency)}; the bank says ${formatMinorUnits(closing.amountMinor, currency)}`;
  const difference = formatMinorUnits(closing.amountMinor - expected, currency);
  return [
    error(
      'does-not-tie',
      closing.lineNumber,
      `${words} (difference ${difference} ${currency}). Lines are missing or changed; ask the bank for the file again.`,
    ),
  ];
}

/** Told, not refused: the account moved by the line's amount, and charges or exchange may explain a batch that differs. */
function batchesAddUp({ lines }: BankStatement): StatementFinding[] {
  return lines.flatMap((line): StatementFinding[] => {
    const items = line.batchItems ?? [];
    const comparable = items.length > 0 && items.every((item) => item.amountMinor !== undefined && item.currency === line.currency);
    const sum = items.reduce((total, item) => total + (item.amountMinor ?? 0n), 0n);
    if (!comparable || sum === line.amountMinor) return [];
    const amounts = `${formatMinorUnits(sum, line.currency)}, the line ${formatMinorUnits(line.amountMinor, line.currency)}`;
    return [
      {
        code: 'batch-does-not-add-up',
        severity: 'warning',
        line: line.lineNumber,
        reason: `The payments of this batch add up to ${amounts}.`,
      },
    ];
  });
}

function noneStandsTwice(statements: readonly BankStatement[]): StatementFinding[] {
  const seen = new Map<string, number>();
  return statements.flatMap((statement): StatementFinding[] => {
    const { account, currency, statementId, sequence, opening, closing, lineNumber } = statement;
    // The balances belong to the key because some banks give every bank statement of a year one id and no sequence.
    const dates = [opening?.date, opening?.amountMinor.toString(), closing?.date, closing?.amountMinor.toString(), statement.lines.length];
    const key = JSON.stringify([accountAsText(account), currency, statementId, sequence, ...dates]);
    const earlier = seen.get(key);
    seen.set(key, earlier ?? lineNumber);
    return earlier === undefined
      ? []
      : [error('statement-twice', lineNumber, `The bank statement stands twice in the file; it is the one of line ${earlier}.`)];
  });
}

function error(code: StatementFinding['code'], line: number, reason: string): StatementFinding {
  return { code, severity: 'error', line, reason };
}
