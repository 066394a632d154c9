import { daysBetween, firstDayOfMonth, lastDayOfMonth, monthOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { roundHalfUp } from '../../platform/money/round.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { InstalmentKind, PaymentTiming } from './agreement-kinds.ts';
import { daysOf, overlap } from './instalment-covers.ts';
import { type InstalmentDate, type InstalmentDatesRefusal, instalmentDates, type Period, type Rhythm } from './instalment-dates.ts';
import { type Instalment, yearOfCover } from './instalments.ts';

/**
 * A promised sum on its dates: whole, with parts, term-time only or smoothed. The instalments re-add to the sum, and after each one the
 * family has had its part of the sum to within half a penny: nothing is rounded by itself.
 */
export interface PaymentTerms {
  readonly period: Period;
  /** What is promised for the period, in pence. */
  readonly amount: bigint;
  readonly rhythm: Rhythm;
  readonly timing: PaymentTiming;
  readonly partPayments: boolean;
  /** Given where only term time is paid for; a smoothed sum is spread over the holidays too. */
  readonly terms?: readonly Period[];
}

export interface PlannedInstalment extends Instalment {
  readonly kind: InstalmentKind;
}

export interface PaymentSchedule {
  readonly instalments: readonly PlannedInstalment[];
  /** The first date that is paid from the next sum. */
  readonly nextDueDate: PlainDate;
}

export type ScheduleRefusal = InstalmentDatesRefusal | { readonly code: 'one-off-outside-period' | 'terms-overlap' };

export function paymentSchedule(terms: PaymentTerms): Result<PaymentSchedule, ScheduleRefusal> {
  const { rhythm, period } = terms;
  if (rhythm.kind === 'one-off' && (rhythm.on < period.first || rhythm.on > period.last))
    return refused({ code: 'one-off-outside-period' });
  const schoolTerms = rhythm.kind === 'termly' ? rhythm.terms : (terms.terms ?? []);
  if (schoolTerms.some((term, index) => term.first > term.last || term.first <= (schoolTerms[index - 1]?.last ?? '')))
    return refused({ code: 'terms-overlap' });
  const dated = instalmentDates(terms);
  if (!dated.ok) return dated;
  const weighted = dated.value.dates.map((date) => ({ date, weight: weightOf(date.cover, terms) })).filter(({ weight }) => weight > 0n);
  if (weighted.length === 0) return refused({ code: 'no-instalment-in-period' });
  const amounts = splitAlong(
    terms.amount,
    weighted.map(({ weight }) => weight),
  );
  const instalments = weighted.map(({ date }, index) => {
    const { dueDate, payDate, cover } = date;
    const place = { first: index === 0, last: index === weighted.length - 1 };
    const financialYear = yearOfCover(cover);
    const amount = amounts[index] ?? 0n;
    return { number: index + 1, of: weighted.length, kind: kindOf(date, terms, place), dueDate, payDate, cover, amount, financialYear };
  });
  // A sum of fewer pennies than dates leaves some dates with nothing to pay.
  return accepted({ instalments: instalments.filter(({ amount }) => amount > 0n), nextDueDate: dated.value.nextDueDate });
}

/** Part k is the rounded sum up to k less the rounded sum before it, so that rounding never adds up. */
function splitAlong(sum: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((total, weight) => total + weight, 0n);
  let upToNow = 0n;
  let given = 0n;
  return weights.map((weight) => {
    upToNow += weight;
    const part = roundHalfUp(sum * upToNow, whole) - given;
    given += part;
    return part;
  });
}

/** The least number that 28, 29, 30 and 31 divide: a day of any month is a whole part of it. */
const WHOLE_MONTH = 377_580n;

/** What each date bears of the sum: equal where instalments are whole, by days where they are parts, by school days where only term counts. */
function weightOf(cover: Period, { rhythm, partPayments, terms }: PaymentTerms): bigint {
  if (rhythm.kind === 'one-off') return 1n;
  if (rhythm.kind === 'termly') return BigInt(daysOf(cover));
  if (terms !== undefined) return BigInt(terms.flatMap((term) => overlap(term, cover)).reduce((days, shared) => days + daysOf(shared), 0));
  if (!partPayments) return 1n;
  if (rhythm.kind !== 'monthly-on-the-first') return BigInt(daysOf(cover));
  return (WHOLE_MONTH / BigInt(daysOfMonth(cover.first))) * BigInt(daysOf(cover));
}

function kindOf(
  { cover }: InstalmentDate,
  { rhythm, partPayments }: PaymentTerms,
  place: { readonly first: boolean; readonly last: boolean },
): InstalmentKind {
  if (rhythm.kind === 'one-off') return 'one-off';
  if (!partPayments || rhythm.kind === 'termly') return 'regular';
  if (daysOf(cover) === wholeDays(rhythm, cover.first)) return 'regular';
  return place.first ? 'first-part' : 'last-part';
}

/** How many days a whole instalment is for: those of the cycle, or of the month that a day lies in. */
export function wholeDays(rhythm: Rhythm, day: PlainDate): number {
  if (rhythm.kind === 'weekly') return 7;
  return rhythm.kind === 'every-four-weeks' ? 28 : daysOfMonth(day);
}

function daysOfMonth(date: PlainDate): number {
  const month = monthOf(date);
  return daysBetween(firstDayOfMonth(month), lastDayOfMonth(month)) + 1;
}
