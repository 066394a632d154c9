import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Result } from '../../platform/result.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import type { UrgentRuns } from '../runs/urgent-run.ts';
import type { NewOutlay } from '../schedules/index.ts';
import type { PromisedPayment } from './rules/lateness.ts';

/** What schedules and runs know of payments: asked, never kept twice. */
export interface PromisedPayments {
  find(tx: Transaction, authorityId: number, dueRef: string): Promise<PromisedPayment | undefined>;
  ofFamily(tx: Transaction, authorityId: number, familyId: string): Promise<readonly PromisedPayment[]>;
  /** Promised for a day of this time, both days included. */
  between(tx: Transaction, authorityId: number, from: PlainDate, until: PlainDate): Promise<readonly PromisedPayment[]>;
}

export interface OutlayInstalments {
  /** Adds an instalment of kind `outlay` to an agreement, in the transaction of the decision: the same claim twice is one instalment. */
  add(tx: Transaction, outlay: NewOutlay): Promise<Result<{ readonly dueRef: string }, { readonly code: 'outlay-not-payable' }>>;
  /** Promises it in the books, once the decision stands; cut off before, the sweeper of bookings does it. */
  book(authorityId: number, claimId: string): Promise<void>;
}

export interface PunctualityRoom extends PayeeRoom {
  readonly promised: PromisedPayments;
  readonly outlays: OutlayInstalments;
  readonly urgentRuns: UrgentRuns;
}
