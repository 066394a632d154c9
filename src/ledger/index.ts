/** The double-entry engine: accounts, entries, holds, periods and their proof. It knows no family, no council and no bank. */
export type { Account, AccountChange, AccountClass, AccountDraft, NormalSide } from './accounts.ts';
export type { BalanceAssertion } from './annotate.ts';
export type { AsOf, Balance, StatementLine, StatementQuery, TrialBalanceLine } from './balances.ts';
export { checkLedger } from './check-ledger.ts';
export type { Condition, LedgerCommand } from './commands.ts';
export { type ExportFormat, exportBook, exportFormats } from './export/export-book.ts';
export type { Hold } from './holds.ts';
export { checkFailed, limitOverridden, watchCrossed } from './job-contracts.ts';
export { type Actor, type Ledger, openLedger } from './ledger.ts';
export { ledgerOperations } from './operations/index.ts';
export type { AccountingPeriod, PeriodDraft, PeriodState } from './periods.ts';
export type { Posted, PostResult } from './post-commands.ts';
export type { StoredEntry, StoredPosting } from './read-entries.ts';
export { type LedgerCode, type LedgerRefusal, ledgerProblems } from './refusals.ts';
export type { Dimension, EntryDraft, PostingDraft, Side } from './rules/entry-draft.ts';
export type { Finding } from './verify/finding.ts';
export { type VerifyReport, verifyBook } from './verify/verify-book.ts';
export type { Crossing, Watch } from './watches.ts';
