import type { Account } from '../accounts.ts';
import type { StoredEntry } from '../read-entries.ts';

/** How a book is written for somebody else's program: what stands before the entries, each entry, and what closes the file. */
export interface BookFormat {
  /** `only` is the account that was asked for, when it was not the whole book. */
  head(accounts: readonly Account[], only: string | undefined): string;
  entry(entry: StoredEntry): string;
  /** `lastDate` is the latest effective date that was written, undefined for a book without entries. */
  foot(accounts: readonly Account[], lastDate: string | undefined): string;
}
