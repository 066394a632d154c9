import { addDays, earlierOf, isBefore, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { roundHalfUp } from '../../platform/money/round.ts';
import type { InstalmentKind, InstalmentState } from './agreement-kinds.ts';
import { daysOf } from './instalment-covers.ts';
import { type Period, payDateOf } from './instalment-dates.ts';
import { yearOfCover } from './instalments.ts';
import type { PlannedInstalment } from './payment-schedule.ts';

/**
 * What becomes of an agreement's instalments when its terms change or end on a day. What is in a run or paid is never touched: money that
 * was paid for later days counts towards what those days cost now, and what is paid beyond that is a figure for an officer, never taken
 * back here. Days before the change keep what they were promised.
 */
export interface ExistingInstalment {
  readonly dueRef: string;
  readonly state: InstalmentState;
  readonly kind: InstalmentKind;
  readonly dueOn: PlainDate;
  readonly payOn: PlainDate;
  readonly cover: Period;
  readonly amount: bigint;
}

export interface NewInstalment {
  readonly kind: InstalmentKind;
  readonly dueOn: PlainDate;
  readonly payOn: PlainDate;
  readonly cover: Period;
  readonly amount: bigint;
  readonly financialYear: FinancialYear;
  /** Planned and held at once: the rest of an instalment of which a pause pays a retainer. */
  readonly held?: true;
}

export interface Replan {
  readonly cancel: readonly string[];
  readonly add: readonly NewInstalment[];
  readonly figures: ReplanFigures;
}

/** All in pence. */
export interface ReplanFigures {
  /** In a run or paid. */
  readonly paid: bigint;
  /** What the days before the change cost, by the old terms. */
  readonly owedBefore: bigint;
  /** What the days from then on cost, by the new ones. */
  readonly owedAfter: bigint;
  /** Of days that are over, and now paid at once. */
  readonly backPayment: bigint;
  /** Still to be paid in all. */
  readonly toCome: bigint;
  /** Paid for days that are no longer paid for. */
  readonly paidAhead: bigint;
}

export interface ReplanAsked {
  readonly existing: readonly ExistingInstalment[];
  /** The first day of the new terms, or the first that is no longer paid for. */
  readonly from: PlainDate;
  /** The new terms' schedule from that day on; none when payments stop. */
  readonly next: readonly PlannedInstalment[];
  /** Pay dates before this day cannot be kept any more. */
  readonly earliestPayOn: PlainDate;
  /** What the money for days that are over is called: `back-payment` when left out. */
  readonly missedKind?: 'arrears' | 'back-payment';
}

export function replan({ existing, from, next, earliestPayOn, missedKind = 'back-payment' }: ReplanAsked): Replan {
  const standing = existing.filter(({ state }) => state !== 'cancelled');
  const locked = standing.filter(({ state }) => state === 'in-run' || state === 'paid');
  const touched = standing.filter((each) => !locked.includes(each) && !isBefore(each.cover.last, from));
  const lastParts = touched.flatMap((each) => lastPart(each, from));

  let credit = locked.reduce((sum, each) => sum + each.amount - owedBefore(each, from), 0n);
  const still = next.map((each) => {
    const used = lesserOf(each.amount, credit);
    credit -= used;
    return { ...each, amount: each.amount - used };
  });
  const missed = still.filter(({ payDate, amount }) => isBefore(payDate, earliestPayOn) && amount > 0n);
  const regular = still.filter((each) => !missed.includes(each) && each.amount > 0n);
  const backPayments = paidAtOnce(missed, { kind: missedKind, payOn: payDateOf(earliestPayOn, 'arrears') });
  const add = [...lastParts, ...backPayments, ...regular.map(asNew)];

  const sum = (amounts: readonly { readonly amount: bigint }[]) => amounts.reduce((total, { amount }) => total + amount, 0n);
  const kept = standing.filter((each) => !locked.includes(each) && !touched.includes(each));
  return {
    cancel: touched.map(({ dueRef }) => dueRef),
    add,
    figures: {
      paid: sum(locked),
      owedBefore: standing.reduce((total, each) => total + owedBefore(each, from), 0n),
      owedAfter: sum(next),
      backPayment: sum(backPayments),
      toCome: sum(kept) + sum(add),
      paidAhead: credit,
    },
  };
}

/** The part of an instalment that is for days before the one named: all, none, or by days. */
export function owedBefore({ cover, amount }: Pick<ExistingInstalment, 'cover' | 'amount'>, day: PlainDate): bigint {
  if (isBefore(cover.last, day)) return amount;
  if (!isBefore(cover.first, day)) return 0n;
  return roundHalfUp(amount * BigInt(daysOf({ first: cover.first, last: addDays(day, -1) })), BigInt(daysOf(cover)));
}

function lastPart(each: ExistingInstalment, from: PlainDate): NewInstalment[] {
  const amount = owedBefore(each, from);
  if (amount === 0n) return [];
  const { dueOn, payOn } = each;
  const cover = { first: each.cover.first, last: addDays(from, -1) };
  return [{ kind: 'last-part', dueOn, payOn, cover, amount, financialYear: yearOfCover(each.cover) }];
}

/** What should have been paid by now comes at once, in one payment for each year whose money it is. */
export function paidAtOnce(
  missed: readonly Pick<PlannedInstalment, 'financialYear' | 'cover' | 'amount'>[],
  { kind, payOn }: { readonly kind: 'arrears' | 'back-payment'; readonly payOn: PlainDate },
): NewInstalment[] {
  return [...new Set(missed.map(({ financialYear }) => financialYear))].map((financialYear) => {
    const ofYear = missed.filter((each) => each.financialYear === financialYear);
    const first = ofYear.map(({ cover }) => cover.first).reduce(earlierOf);
    const last = ofYear.map(({ cover }) => cover.last).reduce(laterOf);
    const amount = ofYear.reduce((sum, each) => sum + each.amount, 0n);
    return { kind, dueOn: payOn, payOn, cover: { first, last }, amount, financialYear };
  });
}

function asNew({ kind, dueDate, payDate, cover, amount, financialYear }: PlannedInstalment): NewInstalment {
  return { kind, dueOn: dueDate, payOn: payDate, cover, amount, financialYear };
}

export function lesserOf(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
