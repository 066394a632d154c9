import { type BankStatement, fileTies, type ParsedStatementFile, type StatementBalance } from './bank-statement.ts';
import type { BankLine, BatchItem } from './canonical-line.ts';
import { defined } from './defined.ts';
import { formatMinorUnits } from './minor-units.ts';
import type { StatementRefusal } from './unreadable-statement.ts';

/** What `threefold parse-statement` answers with: 0 when the file may be imported, 1 when it was refused or does not tie. */
export function statementExitCode(parsed: ParsedStatementFile | StatementRefusal): 0 | 1 {
  return !('code' in parsed) && fileTies(parsed) ? 0 : 1;
}

/** The shape of `threefold parse-statement FILE --json`: ready for JSON.stringify, every amount a decimal string. */
export function statementFileAsJson({ fileName, format, formatVersion, encoding, statements, findings }: ParsedStatementFile) {
  return { file: fileName, format, ...defined({ formatVersion }), encoding, statements: statements.map(statementAsJson), findings };
}

/** A refusal in the same place as a parsed file, for programs that read the output whatever the exit code. */
export function refusalAsJson({ code, fileName, line, reason }: StatementRefusal) {
  return { file: fileName, refused: { code, ...defined({ line }), reason } };
}

function statementAsJson({ lineNumber, account, currency, opening, closing, lines, ...rest }: BankStatement) {
  return {
    lineNumber,
    account,
    currency,
    ...rest,
    ...defined({ opening: opening && balanceAsJson(opening), closing: closing && balanceAsJson(closing) }),
    lines: lines.map(lineAsJson),
  };
}

function balanceAsJson({ date, amountMinor, currency }: StatementBalance) {
  return { date, amount: formatMinorUnits(amountMinor, currency), currency };
}

function lineAsJson({ lineNumber, bookingDate, amountMinor, currency, batchItems, ...rest }: BankLine) {
  const amount = formatMinorUnits(amountMinor, currency);
  return { lineNumber, bookingDate, amount, currency, ...rest, ...defined({ batchItems: batchItems?.map(itemAsJson) }) };
}

function itemAsJson({ amountMinor, currency, ...rest }: BatchItem) {
  const amount = amountMinor === undefined || currency === undefined ? undefined : formatMinorUnits(amountMinor, currency);
  return { ...defined({ amount, currency }), ...rest };
}
