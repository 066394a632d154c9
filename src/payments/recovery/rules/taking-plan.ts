import { type ShareAmount, totalOf } from '../../../budgets/rules/share.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { splitByWeights } from '../../../platform/money/split.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';

/** Cuts a sum over shares in proportion to what each holds: no share gives more than it has, and no penny is lost. */
export function cutByHoldings(amount: bigint, holdings: readonly ShareAmount[]): ShareAmount[] {
  const positive = holdings.filter((each) => each.amount > 0n);
  if (amount > totalOf(positive)) throw new RangeError('A recovery is never more than what the shares hold.');
  const parts = splitByWeights(
    amount,
    positive.map((each) => each.amount),
  );
  return positive.map(({ share }, index) => ({ share, amount: parts[index] ?? 0n })).filter((each) => each.amount > 0n);
}

/** A part of the sum with its day: in whose years it lies decides where the freed money goes, so one taking has shares of one year. */
export interface PlannedTaking {
  readonly dueOn: PlainDate;
  readonly amount: bigint;
  readonly parts: readonly ShareAmount[];
  readonly dueRef?: string;
}

export interface OpenPayment {
  readonly dueRef: string;
  readonly payOn: PlainDate;
  readonly amount: bigint;
}

/** Cuts the parts into pieces of the sums given, oldest year first; a piece that lies in two years becomes two. */
export function cutIntoPieces(parts: readonly ShareAmount[], sums: readonly bigint[]): ShareAmount[][][] {
  const left = parts
    .toSorted((one, other) => (one.share.financialYear < other.share.financialYear ? -1 : 1))
    .map(({ share, amount }) => ({ share, amount }));
  return sums.map((sum) => {
    const byYear = new Map<string, ShareAmount[]>();
    let open = sum;
    for (const each of left) {
      const taken = lesserOf(each.amount, open);
      if (taken === 0n) continue;
      each.amount -= taken;
      open -= taken;
      const year = each.share.financialYear;
      byYear.set(year, [...(byYear.get(year) ?? []), { share: each.share, amount: taken }]);
    }
    return [...byYear.values()];
  });
}

export interface OffsetLimits {
  /** What the account holds once everything owed is paid. */
  readonly cushion: bigint;
  /** What the support of a full payment's days costs, and of a smaller one in proportion; the payment itself when nobody says. */
  readonly needs?: bigint | undefined;
  /** The most to keep from one payment. */
  readonly each?: bigint | undefined;
}

/**
 * Which payments give how much: never so much that account and payments together fall below what the support of those days needs, then or
 * at any payment after it, and always at least a penny is still sent. Refused where the payments to come cannot bear it: then it is asked for
 * in another way.
 */
export function planOffsets(
  parts: readonly ShareAmount[],
  payments: readonly OpenPayment[],
  { cushion, needs, each }: OffsetLimits,
): Result<PlannedTaking[], { readonly code: 'offset-below-needs'; readonly facts: { readonly left: string } }> {
  const groups = cutIntoPieces(parts, [totalOf(parts)])[0] ?? [];
  const open = groups.map((group) => [...group]);
  const takings: PlannedTaking[] = [];
  const spare = spareFrom(payments, cushion, needs);
  let given = 0n;
  for (const [index, { dueRef, payOn, amount }] of payments.entries()) {
    const [group] = open;
    if (group === undefined) break;
    const limit = [(spare[index] ?? 0n) - given, amount - 1n, each ?? amount, totalOf(group)].reduce(lesserOf);
    if (limit <= 0n) continue;
    const taken = cutIntoPieces(group, [limit])[0]?.[0] ?? [];
    takings.push({ dueOn: payOn, amount: totalOf(taken), parts: taken, dueRef });
    given += limit;
    const rest = less(group, taken);
    if (rest.length === 0) open.shift();
    else open[0] = rest;
  }
  const left = open.reduce((sum, group) => sum + totalOf(group), 0n);
  return left === 0n ? accepted(takings) : refused({ code: 'offset-below-needs', facts: { left: `${left}` } });
}

/** What can be spared at each payment: the least that the account will hold from then on, once every payment's support is paid. */
function spareFrom(payments: readonly OpenPayment[], cushion: bigint, needs: bigint | undefined): bigint[] {
  let full = 1n;
  for (const { amount } of payments) if (amount > full) full = amount;
  let held = cushion;
  const after = payments.map(({ amount }) => {
    // Rounded up to the penny: support is never short by a rounding.
    held += amount - (needs === undefined ? amount : (needs * amount + full - 1n) / full);
    return held;
  });
  for (let index = after.length - 2; index >= 0; index -= 1) after[index] = lesserOf(after[index] ?? 0n, after[index + 1] ?? 0n);
  return after;
}

function less(parts: readonly ShareAmount[], taken: readonly ShareAmount[]): ShareAmount[] {
  return parts
    .map(({ share, amount }) => ({ share, amount: amount - (taken.find((each) => each.share === share)?.amount ?? 0n) }))
    .filter(({ amount }) => amount > 0n);
}

export function lesserOf(one: bigint, other: bigint): bigint {
  if (one < other) return one;
  return other;
}
