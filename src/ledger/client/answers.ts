import type { ImportFault } from '../import/import-entry.ts';
import type { Dimension } from '../rules/entry-draft.ts';
import type { Money } from './money.ts';

/** What is answered. Instants are ISO 8601 in UTC, counts that may grow without end are digits in a string. */
export interface RecordedPosting {
  readonly posting: number;
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
  readonly dimension: Dimension;
  readonly accountVersion: string;
}

export interface RecordedEntry {
  readonly entryId: string;
  readonly kind: 'entry' | 'reversal' | 'sweep' | 'hold' | 'hold-post' | 'hold-void' | 'hold-expire';
  readonly effectiveDate: string;
  readonly recordedAt: string;
  readonly block: string;
  readonly principal: string;
  readonly reference?: string;
  readonly description?: string;
  readonly override?: string;
  readonly reverses?: string;
  readonly hold?: { readonly holdId: string; readonly amount: Money };
  readonly postings: readonly RecordedPosting[];
}

export interface Entry extends RecordedEntry {
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** Send it with the next description; 0 when nothing was said yet. */
  readonly metadataRevision: number;
}

export interface BulkAnswer {
  readonly posted: number;
  readonly replayed: number;
  readonly refused: number;
  /** In the order of the items. */
  readonly results: readonly {
    readonly key?: string;
    readonly entryId: string;
    readonly status: 'posted' | 'replayed' | 'refused';
    readonly entry?: RecordedEntry;
    readonly problem?: { readonly code: string; readonly title: string; readonly status: number; readonly detail: string };
  }[];
}

export interface Hold {
  readonly holdId: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amount: Money;
  readonly posted: Money;
  readonly state: 'pending' | 'posted' | 'voided' | 'expired';
  readonly effectiveDate: string;
  readonly expiresAt?: string;
}

export interface Account {
  readonly code: string;
  readonly class: 'asset' | 'liability' | 'equity' | 'income' | 'expense';
  readonly side: 'budget' | 'actual' | 'memo';
  readonly normalSide: 'debit' | 'credit';
  readonly opensOn: string;
  readonly closesOn?: string;
  readonly floor?: Money;
  readonly ceiling?: Money;
  readonly loweredFloor?: { readonly floor: Money; readonly until: string };
  readonly dimension: Dimension;
  readonly version: string;
  /** How often it was changed. */
  readonly revision: number;
  /** In its normal direction: negative when it stands on the other side. */
  readonly balance: Money;
  readonly pendingIn: Money;
  readonly pendingOut: Money;
}

export interface Balance {
  readonly account: string;
  /** In the account's normal direction. */
  readonly balance: Money;
  readonly effectiveDate?: string;
  readonly recordedAt?: string;
  readonly version?: string;
  readonly pendingIn?: Money;
  readonly pendingOut?: Money;
}

export interface StatementLine extends Omit<RecordedEntry, 'block' | 'principal' | 'hold' | 'postings' | 'kind'> {
  readonly kind: string;
  readonly posting: number;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
  readonly balanceAfter: Money;
  readonly dimension: Dimension;
}

export interface TrialBalance {
  readonly on?: string;
  readonly totals: readonly { readonly side: string; readonly debit: Money; readonly credit: Money }[];
  readonly accounts: readonly {
    readonly account: string;
    readonly class: string;
    readonly side: string;
    readonly debit: Money;
    readonly credit: Money;
    readonly balance: { readonly side: 'debit' | 'credit'; readonly amount: Money };
  }[];
}

export interface AccountingPeriod {
  readonly periodId: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly state: 'open' | 'soft-closed' | 'closed';
}

export interface Watch {
  readonly watchId: string;
  readonly account: string;
  readonly metric: 'balance' | 'available';
  readonly direction: 'below' | 'above';
  readonly bound: Money;
  readonly clearBound: Money;
  readonly label: string;
}

export interface Crossing {
  readonly watchId: string;
  readonly label?: string;
  readonly account?: string;
  readonly kind: 'crossed' | 'cleared';
  readonly value: Money;
  readonly bound: Money;
  readonly block: string;
  readonly recordedAt: string;
}

export interface BalanceAssertion {
  readonly assertionId: string;
  readonly account: string;
  readonly asOf: string;
  readonly balance: Money;
}

export interface Verification {
  readonly green: boolean;
  readonly blocks: string;
  readonly entries: string;
  readonly postings: string;
  readonly head: { readonly block: string; readonly hash: string };
  readonly findings: readonly {
    readonly check: string;
    readonly detail: string;
    readonly entryId?: string;
    readonly block?: string;
    readonly account?: string;
  }[];
}

export interface Import {
  readonly importId: string;
  readonly state: 'posted' | 'not-posted' | 'partly-undone' | 'undone';
  readonly fileName: string;
  readonly fileSha256: string;
  readonly format: 'hledger' | 'csv';
  readonly startedAt: string;
  readonly principal: string;
  readonly override?: string;
  readonly entries: number;
  readonly postings: number;
}

interface Standing {
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
}

export interface ImportPreview extends Omit<Import, 'state' | 'startedAt' | 'principal' | 'override'> {
  /** `new` when the file is not in the book; `posted` when importing it again adds nothing. */
  readonly state: 'new' | Import['state'];
  readonly lines: number;
  readonly totals: readonly { readonly side: 'budget' | 'actual' | 'memo'; readonly amount: Money }[];
  readonly accounts: readonly {
    readonly account: string;
    readonly side: 'budget' | 'actual' | 'memo';
    readonly postings: number;
    readonly before: Standing;
    readonly after: Standing;
  }[];
  readonly missingAccounts: readonly { readonly account: string; readonly lines: number }[];
  readonly faults: readonly ImportFault[];
  readonly faultsInAll: number;
}
