export { matchByReference, type OpenItem } from './matching/match-by-reference.ts';
export { type SettledStatement, settleFromStatement } from './settle-from-statement.ts';
export {
  fileTies,
  type ParsedStatementFile,
  type StatementBalance,
  type StatementFinding,
  type StatementFormat,
  type StatementHead,
} from './statements/bank-statement.ts';
export type { AccountIdentification, BankLine } from './statements/canonical-line.ts';
export { formatMinorUnits } from './statements/minor-units.ts';
export { parseStatementFile } from './statements/parse-statement-file.ts';
export { readStatementEvents, type StatementFileContent } from './statements/read-statement-events.ts';
export { refusalAsJson, statementExitCode, statementFileAsJson } from './statements/statement-as-json.ts';
export { refusalAsText, statementFileAsText } from './statements/statement-as-text.ts';
export type { StatementEnd, StatementEvent } from './statements/statement-events.ts';
export { type StatementRefusal, UnreadableStatement } from './statements/unreadable-statement.ts';
