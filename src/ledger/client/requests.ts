import type { Dimension } from '../rules/entry-draft.ts';
import type { Money } from './money.ts';

/** What is sent. Dates are `2026-04-01` and count in Europe/London; a date that is left out is the authority's business date. */
export interface PostingRequest {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
  readonly dimension?: Dimension;
}

export interface EntryRequest {
  readonly description: string;
  readonly effectiveDate?: string;
  readonly reference?: string;
  /** A named permission to go beyond a limit; needs the scope `ledger:administer`. */
  readonly override?: string;
  readonly postings: readonly PostingRequest[];
  /** Posted only if all of these still hold. */
  readonly conditions?: readonly { readonly account: string; readonly expectedVersion?: string; readonly expectedBalance?: Money }[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** One of many entries: with a key of its own, or with the id that it shall have. */
export type BulkItem = EntryRequest & ({ readonly key: string } | { readonly id: string });

export interface ReversalRequest {
  readonly effectiveDate?: string;
  /** How much of which postings; all of it when left out. */
  readonly amounts?: readonly { readonly posting: number; readonly amount: Money }[];
  readonly description?: string;
  readonly reference?: string;
  readonly override?: string;
}

export interface SweepRequest {
  readonly from: string;
  readonly to: string;
  readonly atMost: Money;
  readonly effectiveDate?: string;
  readonly description?: string;
  readonly reference?: string;
  readonly dimension?: Dimension;
}

export interface HoldRequest {
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amount: Money;
  readonly effectiveDate?: string;
  /** When it is let go by itself, as an instant; never when left out. */
  readonly expiresAt?: string;
  readonly dimension?: Dimension;
  readonly description?: string;
  readonly reference?: string;
  readonly override?: string;
}

export interface HoldPostingRequest {
  /** All that is left when left out. */
  readonly amount?: Money;
  /** False keeps the rest on hold. */
  readonly final?: boolean;
  readonly effectiveDate?: string;
  readonly description?: string;
  readonly reference?: string;
}

export interface AccountRequest {
  readonly code: string;
  readonly class: 'asset' | 'liability' | 'equity' | 'income' | 'expense';
  readonly side: 'budget' | 'actual' | 'memo';
  readonly normalSide: 'debit' | 'credit';
  readonly opensOn: string;
  readonly closesOn?: string;
  readonly floor?: Money;
  readonly ceiling?: Money;
  readonly dimension?: Dimension;
}

/** What is left out stays as it is; null takes it away. */
export interface AccountChangeRequest {
  readonly reason: string;
  readonly closesOn?: string | null;
  readonly floor?: Money | null;
  readonly ceiling?: Money | null;
  readonly loweredFloor?: { readonly floor: Money; readonly until: string } | null;
}

export interface PeriodRequest {
  readonly periodId: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface WatchRequest {
  readonly account: string;
  readonly metric: 'balance' | 'available';
  readonly direction: 'below' | 'above';
  readonly bound: Money;
  readonly clearBound?: Money;
  readonly label: string;
}

export interface BalanceAssertionRequest {
  readonly account: string;
  readonly asOf: string;
  readonly balance: Money;
}

export interface ImportFileRequest {
  readonly format: 'hledger' | 'csv';
  readonly fileName: string;
  readonly content: string;
  readonly override?: string;
}
