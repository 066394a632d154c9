import type { RailEntry } from '../rail-entry.rules.ts';

/**
 * Stripe's own books of a day, held against ours. Pure. Every difference has a name, so that whoever reads it knows what to look for.
 */

/** One movement in our books, by the bank reference or the entry that made it. */
export interface BookedMovement {
  readonly account: string;
  readonly amount: bigint;
  readonly flow?: string;
}

export type RailDifference =
  | { readonly name: 'only-at-the-rail' | 'only-in-our-books'; readonly flow: string; readonly amount: bigint }
  | { readonly name: 'amounts-differ'; readonly flow: string; readonly atTheRail: bigint; readonly inOurBooks: bigint }
  | { readonly name: 'fees-not-booked' | 'money-in-not-booked'; readonly amount: bigint }
  | { readonly name: 'category-unknown'; readonly category: string; readonly amount: bigint }
  | { readonly name: 'balance-differs'; readonly atTheRail: bigint; readonly inOurBooks: bigint };

const PAYMENTS = new Set(['outbound_payment', 'outbound_payment_reversal']);
const FEES = new Set(['stripe_fee', 'stripe_fee_tax']);
const MONEY_IN = new Set(['received_credit', 'received_credit_reversal', 'inbound_transfer', 'inbound_transfer_reversal']);

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);

/**
 * A payment leaves Stripe's available balance when it is told and ours when it posts, perhaps a day later: so payments are compared by what
 * they come to once both have ended, and `ended` says which have.
 */
export function compareRailBooks(
  atTheRail: readonly RailEntry[],
  inOurBooks: readonly BookedMovement[],
  { ended }: { readonly ended: (flow: string) => boolean },
): RailDifference[] {
  const flows = new Set([
    ...atTheRail.filter(({ category }) => PAYMENTS.has(category)).flatMap(({ flow }) => flow ?? []),
    ...inOurBooks.flatMap(({ flow }) => flow ?? []),
  ]);
  const differences: RailDifference[] = [];
  for (const flow of [...flows].sort()) {
    const theirs = sumOf(atTheRail.filter((each) => each.flow === flow && PAYMENTS.has(each.category)).map(({ amount }) => amount));
    const ours = sumOf(inOurBooks.filter((each) => each.flow === flow).map(({ amount }) => amount));
    if (theirs === ours || !ended(flow)) continue;
    if (ours === 0n) differences.push({ name: 'only-at-the-rail', flow, amount: theirs });
    else if (theirs === 0n) differences.push({ name: 'only-in-our-books', flow, amount: ours });
    else differences.push({ name: 'amounts-differ', flow, atTheRail: theirs, inOurBooks: ours });
  }
  const known = (category: string) => PAYMENTS.has(category) || FEES.has(category) || MONEY_IN.has(category);
  const unnamed = inOurBooks.filter(({ flow }) => flow === undefined);
  const feesDue = sumOf(atTheRail.filter(({ category }) => FEES.has(category)).map(({ amount }) => amount));
  const feesBooked = sumOf(unnamed.filter(({ amount }) => amount < 0n).map(({ amount }) => amount));
  if (feesDue !== feesBooked) differences.push({ name: 'fees-not-booked', amount: feesDue - feesBooked });
  const moneyIn = sumOf(atTheRail.filter(({ category }) => MONEY_IN.has(category)).map(({ amount }) => amount));
  const moneyInBooked = sumOf(unnamed.filter(({ amount }) => amount > 0n).map(({ amount }) => amount));
  if (moneyIn !== moneyInBooked) differences.push({ name: 'money-in-not-booked', amount: moneyIn - moneyInBooked });
  for (const { category, amount } of atTheRail.filter((each) => !known(each.category) && each.amount !== 0n)) {
    differences.push({ name: 'category-unknown', category, amount });
  }
  return differences;
}
