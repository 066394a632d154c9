import { addDays, addMonths, daysBetween } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { roundHalfUp, weeksOfFunding } from '../../../platform/money/round.ts';
import { isCountedFromAccount, type RecoveryGround } from './kinds.ts';

/** What a sum is worked out from, in pence. */
export interface CountedMoney {
  /** On the family's bank statement, or what was paid in error or spent. */
  readonly counted: bigint;
  /** The family's own money in the same account: never touched. */
  readonly ownMoney: bigint;
  /** What the family pays towards its support itself: never touched either. */
  readonly contributions: bigint;
  /** Wages, tax, pension and bills that are still to be paid from it. */
  readonly owed: bigint;
}

export interface FundedTime {
  readonly agreed: bigint;
  readonly from: PlainDate;
  readonly until: PlainDate;
}

export interface RecoverySum {
  /** What is asked for; nothing when it is within what the family keeps, or too small to ask for. */
  readonly amount: bigint;
  /** Weeks of funding that stay with the family. */
  readonly kept: bigint;
  /** By how much there is more than that; a small sum is still left with the family. */
  readonly above: bigint;
}

/**
 * More than so many weeks of funding, and net of what is owed. Nothing of the family's own money or its contributions is in it, whatever the
 * ground; a sum that policy calls small stays with the family, but not one that was taken by fraud.
 */
export function recoverySum(
  ground: RecoveryGround,
  { counted, ownMoney, contributions, owed }: CountedMoney,
  time: FundedTime,
  { weeksKept, smallSum }: { readonly weeksKept: number; readonly smallSum: bigint },
): RecoverySum {
  const public_ = counted - ownMoney - contributions - owed;
  const kept = ground === 'more-than-needed' ? keptFunding(time, weeksKept) : 0n;
  const above = public_ > kept ? public_ - kept : 0n;
  const isSmall = ground !== 'fraud' && above <= smallSum;
  return { amount: isSmall ? 0n : above, kept, above };
}

/** A year's sum is fifty-two weeks of funding; another time's sum is spread over its own days. Unrounded, and rounded once at the end. */
function keptFunding({ agreed, from, until }: FundedTime, weeks: number): bigint {
  const isYear = addDays(addMonths(from, 12), -1) === until;
  if (isYear) return weeksOfFunding(agreed, weeks);
  return roundHalfUp(agreed * BigInt(weeks) * 7n, BigInt(daysBetween(from, until) + 1));
}

/** What stands between the family and an empty account once everything owed is paid: only money that was counted can carry support. */
export function cushionOf(ground: RecoveryGround, { counted, ownMoney, contributions, owed }: CountedMoney): bigint {
  if (!isCountedFromAccount(ground)) return 0n;
  const left = counted - ownMoney - contributions - owed;
  return left > 0n ? left : 0n;
}
