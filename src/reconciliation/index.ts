export { accountKinds, type BankAccount, type BankAccountDraft, expectations } from './bank-accounts/bank-account.ts';
export { readBankAccounts, registerBankAccount } from './bank-accounts/register.ts';
export { listBankLines, type StoredLine } from './bank-lines/list-lines.ts';
export { listMappings } from './csv-mappings/save-mapping.ts';
export { type AccountGaps, gapReport, type MissingDays } from './gaps/gap-report.ts';
export { commitImport } from './imports/commit-import.ts';
export type { ImportChoices, ImportPreview, ImportRefusal, ImportState, StatementImport } from './imports/import.ts';
export { type KeptFile, keepStatementFile } from './imports/keep-file.ts';
export { openImport } from './imports/open-import.ts';
export { previewImport } from './imports/preview-import.ts';
export { runImport } from './imports/run-import.ts';
export type { StatementDesk } from './imports/statement-desk.ts';
export { findImport } from './imports/store.ts';
export { undoImport } from './imports/undo-import.ts';
export { itemRooms } from './items/item-rooms.ts';
export { importRequested, matchAllRequested, matchRequested, previewRequested } from './job-contracts.ts';
export { matchBookingKinds } from './matches/booking-kinds.ts';
export { listMatches } from './matches/list-matches.ts';
export type { MatchPart, MatchRecord } from './matches/match.ts';
export { type MatchRun, matchAccount, matchAllAccounts } from './matches/match-account.ts';
export type { MatchDesk } from './matches/match-desk.ts';
export { matchLinesByHand } from './matches/match-lines.ts';
export { undoMatch } from './matches/undo-match.ts';
export { bankItemFromLine } from './matching/bank-item-from-line.ts';
export type { BankItem, OpenItem, OpenItemKind } from './matching/items.ts';
export { type LearnedPayees, learnFrom, type MatchEvent } from './matching/learning/learned-payees.ts';
export type { LinkRecord } from './matching/linkage/link-record.ts';
export { type Link, linkRecords } from './matching/linkage/link-records.ts';
export { matchItems } from './matching/match-items.ts';
export type { MatchingResult, MatchProposal } from './matching/proposal.ts';
export { type BankChargeRule, checkRule, type DifferenceRule, type WriteOffRule } from './matching/rules/difference-rules.ts';
export { familyStatementOperations } from './operations/family-statements.ts';
export { reconciliationOperations } from './operations/index.ts';
export { reconciliationProblems } from './problems.ts';
export { type KeptProof, prepareProof, reviewProof } from './proofs/keep-proof.ts';
export { proofPage } from './proofs/proof-page.ts';
export { proveAccount } from './proofs/prove-account.ts';
export {
  fileTies,
  type ParsedStatementFile,
  type StatementBalance,
  type StatementFinding,
  type StatementFormat,
  type StatementHead,
} from './statements/bank-statement.ts';
export type { AccountIdentification, BankLine } from './statements/canonical-line.ts';
export { type CsvMapping, csvMappingSchema } from './statements/csv/csv-mapping.ts';
export { CSV_PROFILE_NAMES } from './statements/csv/profiles.ts';
export { formatMinorUnits } from './statements/minor-units.ts';
export { parseStatementFile } from './statements/parse-statement-file.ts';
export { readStatementEvents, type StatementFileContent } from './statements/read-statement-events.ts';
export { DATE_ORDERS, type DateOrder, type ReadingChoices } from './statements/reading-choices.ts';
export { HELD_LIMITS, type ReadingLimits, STREAMED_LIMITS } from './statements/reading-limits.ts';
export { refusalAsJson, statementExitCode, statementFileAsJson, statementFileJsonPieces } from './statements/statement-as-json.ts';
export { refusalAsText, statementFileAsText } from './statements/statement-as-text.ts';
export type { StatementEnd, StatementEvent } from './statements/statement-events.ts';
export type { StatementRefusal } from './statements/unreadable-statement.ts';
export type { OpenLineWork } from './work-list/open-line.ts';
export { listOpenLines } from './work-list/work-on-lines.ts';
