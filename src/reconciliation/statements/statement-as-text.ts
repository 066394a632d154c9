import { accountAsText } from './account-identification.ts';
import { type BankStatement, fileTies, type ParsedStatementFile, type StatementBalance } from './bank-statement.ts';
import type { BankLine } from './canonical-line.ts';
import { formatMinorUnits } from './minor-units.ts';
import type { StatementRefusal } from './unreadable-statement.ts';

const TEXT_WIDTH = 60;

/** A parsed file for people at a terminal: a table per bank statement, amounts under each other, then what was found. */
export function statementFileAsText(file: ParsedStatementFile): string {
  const findings = file.findings.map(
    ({ severity, line, reason }) => `${severity === 'error' ? 'ERROR' : 'Note '} ${file.fileName}:${line}: ${reason}`,
  );
  return [
    `${file.fileName}: ${file.formatVersion ?? file.format}, ${file.encoding}, ${count(file.statements.length, 'bank statement')}`,
    ...file.statements.map(statementTable),
    ...(findings.length > 0 ? [findings.join('\n')] : []),
    verdict(file),
  ].join('\n\n');
}

function verdict(file: ParsedStatementFile): string {
  if (!fileTies(file)) return 'The file may not be imported.';
  if (file.findings.some(({ code }) => code === 'cannot-be-proved')) {
    return 'Nothing in the file is wrong, and nothing in it proves that it is whole.';
  }
  return 'The file ties: opening balances and lines make the closing balances.';
}

export function refusalAsText({ fileName, line, reason }: StatementRefusal): string {
  return `${fileName}${line === undefined ? '' : `:${line}`}: refused. ${reason}`;
}

function statementTable(statement: BankStatement): string {
  const heading = [
    `Account ${accountAsText(statement.account)}`,
    statement.currency,
    statement.statementId,
    `line ${statement.lineNumber}`,
  ];
  const rows = [balanceRow('opening', statement.opening), ...statement.lines.map(lineRow), balanceRow('closing', statement.closing)];
  const amountWidth = Math.max(...rows.map((row) => row.amount.length));
  const kindWidth = Math.max(...rows.map((row) => row.kind.length));
  return [
    heading
      .filter((part) => part !== undefined)
      .map(printable)
      .join('  '),
    ...rows.map(({ date, kind, amount, text }) =>
      `  ${date}  ${kind.padEnd(kindWidth)}  ${amount.padStart(amountWidth)}  ${text}`.trimEnd(),
    ),
  ].join('\n');
}

interface TableRow {
  readonly date: string;
  readonly kind: string;
  readonly amount: string;
  readonly text: string;
}

function balanceRow(kind: string, balance: StatementBalance | undefined): TableRow {
  if (balance === undefined) return { date: 'not given ', kind, amount: '', text: '' };
  return { date: balance.date, kind, amount: formatMinorUnits(balance.amountMinor, balance.currency), text: '' };
}

function lineRow(line: BankLine): TableRow {
  const payments = line.batchItems ? `${count(line.batchItems.length, 'payment')}` : undefined;
  const returned = line.returnReason === undefined ? undefined : `returned: ${line.returnReason}`;
  const text = [line.counterpartyName, line.endToEndId, line.remittance, payments, returned].filter(Boolean).join(' | ');
  const kind = [line.state, line.reversal ? 'reversal' : ''].filter(Boolean).join(' ');
  return {
    date: line.bookingDate,
    kind,
    amount: formatMinorUnits(line.amountMinor, line.currency),
    text: printable(text).slice(0, TEXT_WIDTH),
  };
}

/** Text of strangers goes to a terminal: control characters in it could move the cursor and rewrite what an officer reads. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
