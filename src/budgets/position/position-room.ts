import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { BudgetRoom } from '../budget-room.ts';

/** The first payment of a line that has not been paid yet, as an agreement promises it. */
export interface NextPayment {
  readonly lineCode: string;
  readonly on: PlainDate;
  /** Pence. */
  readonly amount: bigint;
}

/** For each of the lines the next payment on or after a day; lines without one are absent. Payments knows, and fills this port. */
export type NextPayments = (authorityId: number, lineCodes: readonly string[], from: PlainDate) => Promise<readonly NextPayment[]>;

/** What positions and explanations are read with. */
export interface PositionRoom extends Pick<BudgetRoom, 'database' | 'clock' | 'keyRing' | 'businessDate'> {
  readonly ledger: Pick<BudgetRoom['ledger'], 'balances' | 'totals'>;
  /** Without it nothing is said about payments to come. */
  readonly nextPayments?: NextPayments;
}
