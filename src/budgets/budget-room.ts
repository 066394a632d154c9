import type { Ledger } from '../ledger/index.ts';
import type { RecordRoom } from '../people/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';

/** What the use cases on plans and budgets work with: families' records, the books, and the authority's own day. */
export interface BudgetRoom extends RecordRoom {
  readonly ledger: Ledger;
  /** What day it is for an authority. */
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}
