import type { Ledger } from '../../ledger/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import type { ImportState, Take } from './rules/import-words.ts';

/** What imports work with. */
export interface ImportDesk extends Omit<BudgetRoom, 'ledger'> {
  readonly ledger: Pick<Ledger, 'balances' | 'openAccounts' | 'post' | 'periods'>;
}

/** What one source and year would give by an import, and what it has left to give; pence. */
export interface ImportPot {
  readonly source: string;
  readonly financialYear: string;
  readonly given: bigint;
  readonly notGiven: bigint;
  /** By how much the pot would then be short. */
  readonly short: bigint;
}

export interface BudgetImport {
  readonly importId: string;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly state: ImportState;
  readonly take?: Take;
  readonly rows: number;
  /** Rows by what became of them. */
  readonly counts: Readonly<Record<'good' | 'known' | 'bad' | 'written' | 'booked' | 'undone', number>>;
  readonly plans: number;
  readonly amount: bigint;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly committedBy?: string;
  readonly committedAt?: Date;
  readonly endedAt?: Date;
  readonly undoneBy?: string;
  readonly undoneAt?: Date;
}
