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

/**
 * The same document as `statementFileAsJson` in pieces of text, a line of the bank a line of text: a long bank statement makes a longer
 * text than one string can hold.
 */
export function* statementFileJsonPieces(file: ParsedStatementFile): Generator<string> {
  const { statements: _statements, findings, ...head } = statementFileAsJson({ ...file, statements: [] });
  yield `${JSON.stringify(head).slice(0, -1)},\n"statements":[`;
  for (const [index, { lines, ...statement }] of file.statements.entries()) {
    const { lines: _none, ...written } = statementAsJson({ ...statement, lines: [] });
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(written).slice(0, -1)},"lines":[`;
    for (const [number, line] of lines.entries()) yield `${number === 0 ? '' : ','}\n${JSON.stringify(lineAsJson(line))}`;
    yield ']}';
  }
  yield `],\n"findings":${JSON.stringify(findings)}}\n`;
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

function lineAsJson({ lineNumber, bookingDate, amountMinor, balanceAfterMinor, currency, batchItems, ...rest }: BankLine) {
  const amount = formatMinorUnits(amountMinor, currency);
  const balanceAfter = balanceAfterMinor === undefined ? undefined : formatMinorUnits(balanceAfterMinor, currency);
  return { lineNumber, bookingDate, amount, currency, ...rest, ...defined({ balanceAfter, batchItems: batchItems?.map(itemAsJson) }) };
}

function itemAsJson({ amountMinor, currency, ...rest }: BatchItem) {
  const amount = amountMinor === undefined || currency === undefined ? undefined : formatMinorUnits(amountMinor, currency);
  return { ...defined({ amount, currency }), ...rest };
}
