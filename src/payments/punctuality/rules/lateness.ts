import { daysBetween } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { type LateCause, sideOf } from './causes.ts';

/** A payment as it was promised, and what became of it. */
export interface PromisedPayment {
  readonly dueRef: string;
  readonly familyId: string;
  readonly agreementId: string;
  readonly payeeId: string | null;
  /** The day for which the payee was promised the money. */
  readonly promisedOn: PlainDate;
  /** In pence. */
  readonly amount: bigint;
  readonly state: 'planned' | 'held' | 'in-run' | 'paid' | 'returned' | 'cancelled';
  /** The day on which it was there for good: the last payment, when one before it came back. */
  readonly paidOn: PlainDate | null;
  readonly sentOn: PlainDate | null;
  readonly returnedOn: PlainDate | null;
  readonly reference: string | null;
  readonly accountId: string | null;
}

export interface LatePayment {
  readonly payment: PromisedPayment;
  /** Calendar days, as a family counts them. */
  readonly daysLate: number;
  readonly isPaid: boolean;
  readonly cause?: LateCause;
}

/** Promised against actual, in calendar days; a payment that has not come yet is late by the days up to today. Early is not late. */
export function daysLate({ promisedOn, paidOn, state }: PromisedPayment, today: PlainDate): number {
  if (state === 'cancelled') return 0;
  return Math.max(0, daysBetween(promisedOn, paidOn ?? today));
}

/** The longest wait first; those that have not come at all before those that have. */
export function lateList(payments: readonly PromisedPayment[], causes: ReadonlyMap<string, LateCause>, today: PlainDate): LatePayment[] {
  return payments
    .map((payment) => {
      const cause = causes.get(payment.dueRef);
      const isPaid = payment.paidOn !== null;
      return { payment, daysLate: daysLate(payment, today), isPaid, ...(cause !== undefined && { cause }) };
    })
    .filter((late) => late.daysLate > 0)
    .toSorted((one, other) => Number(one.isPaid) - Number(other.isPaid) || other.daysLate - one.daysLate);
}

export interface Punctuality {
  /** Promised for days up to today, without what was cancelled. */
  readonly promised: number;
  readonly onTime: number;
  readonly late: number;
  readonly longestDays: number;
  /** Promised for days before today and not there: what the authority owes its families today, in pence. */
  readonly arrears: bigint;
  /** How often it was the council, a bank or the family; without a cause that somebody has recorded it counts as the council's. */
  readonly bySide: Readonly<Record<'council' | 'bank' | 'family', number>>;
}

export function punctualityOf(payments: readonly PromisedPayment[], causes: ReadonlyMap<string, LateCause>, today: PlainDate): Punctuality {
  const due = payments.filter(({ state, promisedOn }) => state !== 'cancelled' && promisedOn <= today);
  const late = lateList(due, causes, today);
  const bySide = { council: 0, bank: 0, family: 0 };
  for (const { cause } of late) bySide[cause === undefined ? 'council' : sideOf(cause)] += 1;
  return {
    promised: due.length,
    onTime: due.filter((payment) => payment.paidOn !== null && daysLate(payment, today) === 0).length,
    late: late.length,
    longestDays: late.reduce((longest, each) => Math.max(longest, each.daysLate), 0),
    arrears: late.filter(({ isPaid }) => !isPaid).reduce((sum, { payment }) => sum + payment.amount, 0n),
    bySide,
  };
}
